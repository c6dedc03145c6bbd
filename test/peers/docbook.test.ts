import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { compileSchema } from '../../src/relaxng/index.js'
import { mutate, seeded } from '../relaxng/mutate.js'
import { DOCBOOK_SCHEMA, describeWithPeer } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-docbook-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The number of mutants to try; the long run of 2026-11-28 had 5,000. */
const MUTANTS = Number(process.env['VIRT_LIFECYCLE_MUTANTS'] ?? 300)
const SEED = Number(process.env['VIRT_LIFECYCLE_SEED'] ?? 1)

const DOCUMENTS = 'test/peers/docbook'

describeWithPeer(['docbook', 'xmllint', 'jing'], "another large schema, DocBook's", () => {
  test(`the engine agrees with xmllint and jing on ${MUTANTS} documents with a random mistake (seed ${SEED})`, () => {
    const compiled = compileSchema(
      readFileSync(DOCBOOK_SCHEMA, 'utf8'),
      pathToFileURL(DOCBOOK_SCHEMA).href,
      () => undefined,
    )
    if ('error' in compiled) throw new Error(compiled.error.message)
    const valid = readdirSync(DOCUMENTS).map((name) => readFileSync(join(DOCUMENTS, name), 'utf8'))
    const texts = [...valid]
    const random = seeded(SEED)
    while (texts.length < valid.length + MUTANTS) {
      const mutant = mutate(valid[random(valid.length)] ?? '', random)
      if (mutant !== undefined) texts.push(mutant)
    }
    const files = texts.map((text, i) => {
      const file = join(scratch, `${i}.xml`)
      writeFileSync(file, text)
      return file
    })
    const lines = (program: string, ...args: readonly string[]): readonly string[] => {
      const { stdout, stderr } = spawnSync(program, [...args, DOCBOOK_SCHEMA, ...files], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      })
      return `${stdout}${stderr}`.split('\n')
    }
    const ofXmllint = lines('xmllint', '--noout', '--relaxng')
    const taken = new Set(ofXmllint.filter((line) => line.endsWith(' validates')).map((line) => line.slice(0, -10)))
    // Unique IDs are no business of RELAX NG's, so jing does without with -i, and so do we.
    const aboutIds = new Set(ofXmllint.flatMap((line) => /^(.*?):\d+: .* validity error : ID/.exec(line)?.[1] ?? []))
    const refused = new Set(lines('jing', '-i').flatMap((line) => /^(.*?):\d+:\d+: error/.exec(line)?.[1] ?? []))
    const ours = texts.map((text) => compiled.validator.validate(text).length === 0)
    expect(ours.slice(0, valid.length)).toEqual(valid.map(() => true))
    expect(files.filter((file, i) => ours[i] === refused.has(file))).toEqual([])
    expect(files.filter((file, i) => ours[i] !== taken.has(file) && !aboutIds.has(file))).toEqual([])
    expect(ours.filter((isValid) => !isValid).length).toBeGreaterThan(MUTANTS / 4)
  })
})
