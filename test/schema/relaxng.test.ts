import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { LIFECYCLE_NAMESPACE } from '../../src/lifecycle/index.js'
import { RELAXNG } from '../../src/schemas/index.js'
import { describeWithPeer } from '../peers/programs.js'
import { CONTENTS, domain, lifecycle, type Verdicts, wrapped } from './documents.js'
import { VALIDATORS, validDocuments } from './validators.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-relaxng-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function written(name: string, text: string): string {
  const file = join(scratch, name)
  writeFileSync(file, text)
  return file
}

const withMetadata = (content: string): string => domain(`<metadata>${content}</metadata>`)
const withLifecycle = (content: string): string => withMetadata(lifecycle(content))

/** A grammar that includes the two elements and adds nothing. */
const including = (file: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="${file}"/>
  <start><element name="domain"><ref name="lifecycleElements"/></element></start>
</grammar>`

/** What stands around the elements: their place, and what of the rest is looked at. */
const PLACES: Verdicts = {
  // Roots
  '<domain/>': true,
  [`<domstatus state="running" pid="7"><taint flag="x"/>${domain()}<on_x/></domstatus>`]: true,
  [`<domainsnapshot><name>s</name>${domain()}<inactiveDomain><on_hoststop>save</on_hoststop></inactiveDomain></domainsnapshot>`]: true,
  [`<domainsnapshot>${domain('<on_hoststart>start</on_hoststart>')}</domainsnapshot>`]: true,
  '<domstatus/>': false,
  '<domainsnapshot><name>s</name></domainsnapshot>': false,
  [`<domstatus>${domain()}${domain()}</domstatus>`]: false,
  [`<domstatus>${domain('<on_hoststop>sav</on_hoststop>')}</domstatus>`]: false,
  [`<domstatus><on_hoststop>save</on_hoststop>${domain()}</domstatus>`]: false,
  [`<domainsnapshot>${domain()}<inactiveDomain><on_hoststop>sav</on_hoststop></inactiveDomain></domainsnapshot>`]: false,
  [`<domainsnapshot>${domain()}<on_hoststart>start</on_hoststart></domainsnapshot>`]: false,
  '<network/>': false,
  '<domain xmlns="urn:b"/>': false,
  '<on_hoststop>save</on_hoststop>': false,
  [lifecycle('<on_hoststop>save</on_hoststop>')]: false,

  // The rest of a domain passes, in any order and mixture.
  '<domain a="1" xmlns:b="urn:b" b:c="2"><x y="z">t<b:d/>t<e/></x><b:f/><x/><b:f>t</b:f><g/></domain>': true,
  '<domain>text</domain>': false,
  '<domain><name>a</name> <!-- comment --> <?pi x?> </domain>': true,
  '<domain><on_hoststop xmlns="urn:b">anything</on_hoststop></domain>': true,
  '<domain><metadata/><metadata/></domain>': false,

  // Without namespace only in the domain itself
  [domain('<devices><on_hoststop>save</on_hoststop></devices>')]: false,
  [domain('<devices><disk><on_hoststart>start</on_hoststart></disk></devices>')]: false,
  [withMetadata('<on_hoststop>save</on_hoststop>')]: false,
  [withMetadata('<app><on_hoststop>save</on_hoststop></app>')]: false,
  [withLifecycle('<on_hoststop xmlns="">save</on_hoststop>')]: false,

  // In the namespace only in the lifecycle element in metadata
  [withMetadata(`<a xmlns="urn:b"/>${lifecycle('')}<b/>text<c xmlns="urn:c"/>`)]: true,
  [`<domain><metadata><v:lifecycle xmlns:v="${LIFECYCLE_NAMESPACE}"><v:on_hoststop>save</v:on_hoststop></v:lifecycle></metadata></domain>`]: true,
  [withMetadata(lifecycle('') + lifecycle(''))]: false,
  [withMetadata(`<lifecycle xmlns="${LIFECYCLE_NAMESPACE}" a="1"/>`)]: false,
  [withMetadata(`<app>${lifecycle('')}</app>`)]: false,
  [withMetadata(`<on_hoststop xmlns="${LIFECYCLE_NAMESPACE}">save</on_hoststop>`)]: false,
  [withLifecycle('<on_reboot>destroy</on_reboot>')]: false,
  [withLifecycle('<lifecycle/>')]: false,
  [domain(lifecycle(''))]: false,
  [domain(`<on_hoststop xmlns="${LIFECYCLE_NAMESPACE}">save</on_hoststop>`)]: false,
  [domain(`<devices>${lifecycle('')}</devices>`)]: false,
  // ... while without a namespace "lifecycle" is anybody's name.
  [withMetadata('<lifecycle a="b"/>')]: true,

  // What another application keeps in its element is not looked at.
  [withMetadata(`<b xmlns="urn:b">${lifecycle('<x/>')}<on_hoststop xmlns="">x</on_hoststop></b>`)]: true,

  // Both placements at once; whether they agree is no matter for a grammar.
  [domain(`<on_hoststop>save</on_hoststop><metadata>${lifecycle('<on_hoststop>destroy</on_hoststop>')}</metadata>`)]:
    true,
}

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

const DOMAIN: Verdicts = { ...PLACES, ...wrapped(CONTENTS, domain), ...wrapped(CONTENTS, withLifecycle) }

const SCHEMAS: readonly (readonly [title: string, file: string, verdicts: Verdicts])[] = [
  ['lifecycle.rng, included', written('including.rng', including(resolve('schema/lifecycle.rng'))), LIFECYCLE],
  ['metadata.rng', resolve('schema/metadata.rng'), METADATA],
  ['metadata as the program has it', written('metadata.rng', RELAXNG.metadata), METADATA],
  ['domain-lifecycle.rng', resolve('schema/domain-lifecycle.rng'), DOMAIN],
  ['domain-lifecycle as the program has it', written('domain-lifecycle.rng', RELAXNG['domain-lifecycle']), DOMAIN],
]

describe.each(VALIDATORS)('verdicts of %s', (validator) => {
  describeWithPeer([validator], 'are as they should be', () => {
    test.each(SCHEMAS)('%s', async (_, schema, verdicts) => {
      expect(await validDocuments(validator, schema, Object.keys(verdicts))).toEqual(verdicts)
    })
  })
})
