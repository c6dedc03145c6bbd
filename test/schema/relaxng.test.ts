import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { LIFECYCLE_NAMESPACE } from '../../src/lifecycle/index.js'
import { RELAXNG } from '../../src/schemas/index.js'
import { describeWithPeer } from '../peers/programs.js'
import { CONTENTS, DOMAINS, lifecycle, type Verdicts, wrapped } from './documents.js'
import { VALIDATORS, validDocuments } from './validators.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-relaxng-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function written(name: string, text: string): string {
  const file = join(scratch, name)
  writeFileSync(file, text)
  return file
}

/** A grammar that includes the two elements and adds nothing. */
const including = (file: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="${file}"/>
  <start><element name="domain"><ref name="lifecycleElements"/></element></start>
</grammar>`

const METADATA: Verdicts = {
  ...wrapped(CONTENTS, lifecycle),
  [lifecycle('<on_hoststop xmlns="">save</on_hoststop>')]: false,
  [lifecycle('<on_crash>destroy</on_crash>')]: false,
  '<lifecycle><on_hoststop>save</on_hoststop></lifecycle>': false,
}

const LIFECYCLE: Verdicts = {
  ...wrapped(CONTENTS, (content) => `<domain>${content}</domain>`),
  [`<domain><on_hoststop xmlns="${LIFECYCLE_NAMESPACE}">save</on_hoststop></domain>`]: false,
}

const SCHEMAS: readonly (readonly [title: string, file: string, verdicts: Verdicts])[] = [
  ['lifecycle.rng, included', written('including.rng', including(resolve('schema/lifecycle.rng'))), LIFECYCLE],
  ['metadata.rng', resolve('schema/metadata.rng'), METADATA],
  ['metadata as embedded in the program', written('metadata.rng', RELAXNG.metadata), METADATA],
  ['domain-lifecycle.rng', resolve('schema/domain-lifecycle.rng'), DOMAINS],
  [
    'domain-lifecycle as embedded in the program',
    written('domain-lifecycle.rng', RELAXNG['domain-lifecycle']),
    DOMAINS,
  ],
]

describe.each(VALIDATORS)('verdicts of %s', (validator) => {
  describeWithPeer([validator], 'are correct', () => {
    test.each(SCHEMAS)('%s', async (_, schema, verdicts) => {
      expect(await validDocuments(validator, schema, Object.keys(verdicts))).toEqual(verdicts)
    })
  })
})
