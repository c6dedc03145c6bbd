import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CONCERNS } from '../../proposal/change/concerns.mjs'
import { applyConcerns } from '../../proposal/change/insert.mjs'
import { findSchema } from '../../src/node/index.js'
import { compileSchema } from '../../src/relaxng/index.js'
import { entriesBelow } from '../entries-below.js'
import { describeWithPeer } from '../peers/programs.js'
import { CONTENTS, domain } from '../schema/documents.js'
import { type Validator, validFiles } from '../schema/validators.js'
import { filesOf, libvirtSources, versionOf } from './sources.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-proposal-schema-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Every how manieth file of libvirt's test data is checked; 1 is all of them. */
const STEP = Number(process.env['VIRT_LIFECYCLE_CORPUS_STEP'] ?? 20)

/** Which files are valid, by validator: this project's engine, and two that others wrote. */
const VALIDATORS: Readonly<Record<string, (schema: string, files: readonly string[]) => Promise<readonly boolean[]>>> =
  {
    builtin: async (schema, files) => {
      const validator = validatorOf(schema)
      return files.map((file) => validator.validate(readFileSync(file, 'utf8')).length === 0)
    },
    xmllint: other('xmllint'),
    jing: other('jing'),
  }

function validatorOf(schema: string) {
  const load = (href: string, base: string) => {
    const url = new URL(href, base)
    return { text: readFileSync(url, 'utf8'), uri: url.href }
  }
  const compiled = compileSchema(readFileSync(schema, 'utf8'), pathToFileURL(schema).href, load)
  if ('error' in compiled) throw new Error(compiled.error.message)
  return compiled.validator
}

function other(validator: Validator) {
  return (schema: string, files: readonly string[]) => validFiles(validator, schema, files, { withoutIds: true })
}

/** Values that libvirt takes and this project's schema does not, or the other way round (proposal/README.md). */
const DIFFERENCES: Readonly<Record<string, boolean>> = {
  '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>': false,
  '<on_hoststart order="65536">start</on_hoststart>': true,
  '<on_hoststart order="4294967297">start</on_hoststart>': true,
  '<on_hoststart delay="2147483648">start</on_hoststart>': true,
}

/** White space around a number: libvirt's pattern for numbers does not allow it, and libxml2 matches the text as written. */
const spaced = /(delay|order)="(\s|&#9;)+\d/

describeWithPeer(['libvirt-source-code', 'xmllint', 'jing'], "libvirt's schema with the change", () => {
  describe.each(libvirtSources().map((source) => [versionOf(source), source] as const))('%s', (version, source) => {
    const original = join(source, 'src/conf/schemas/domain.rng')
    const directory = join(scratch, version, 'schemas')
    const schema = join(directory, 'domain.rng')
    const corpus = domainFiles(join(source, 'tests')).filter((_, i) => i % STEP === 0)
    const ownTests: string[] = []

    beforeAll(() => {
      cpSync(join(source, 'src/conf/schemas'), directory, { recursive: true })
      for (const { file, after = '' } of applyConcerns(CONCERNS, filesOf(source), version).changes.flatMap(
        ({ files }) => files,
      )) {
        const name = file.slice(file.lastIndexOf('/') + 1)
        if (name === 'domaincommon.rng') writeFileSync(join(directory, name), after)
        if (file.startsWith('tests/genericxml2xmlindata/')) ownTests.push(written(version, name, after))
      }
    })

    test('is used as it is', () => {
      expect(findSchema(directory)).toMatchObject({ directory, schema: { source: { file: schema } } })
    })

    describe.each(Object.entries(VALIDATORS))('with %s', (_, validate) => {
      test('takes what the extension takes, but for the listed differences', async () => {
        const contents = { ...CONTENTS, ...DIFFERENCES }
        const listed = Object.keys(contents).filter((content) => !spaced.test(content))
        const files = listed.map((content, i) => written(version, `content-${i}.xml`, domain(content)))
        const verdicts = await validate(schema, files)
        expect(listed.map((content, i) => [content, verdicts[i]])).toEqual(
          listed.map((content) => [content, contents[content]]),
        )
      })

      test("judges the change's own tests by their names, as virschematest does", async () => {
        expect(ownTests.length).toBeGreaterThan(5)
        expect(await validate(schema, ownTests)).toEqual(ownTests.map((file) => !file.endsWith('-invalid.xml')))
      })

      test("keeps the verdicts on libvirt's test data, and takes both elements there", async () => {
        expect(corpus.length).toBeGreaterThan(20)
        const before = await validate(original, corpus)
        expect(await validate(schema, corpus)).toEqual(before)
        const valid = corpus.filter((_file, i) => before[i])
        const right = valid.map((file, i) => withElements(version, file, i, 'restart-if-active'))
        const wrong = valid.map((file, i) => withElements(version, file, i, 'restart'))
        expect(await validate(schema, right)).toEqual(right.map(() => true))
        expect(await validate(schema, wrong)).toEqual(wrong.map(() => false))
      })
    })
  })
})

function written(version: string, name: string, text: string): string {
  const directory = join(scratch, version, 'documents')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, name), text)
  return join(directory, name)
}

function withElements(version: string, file: string, index: number, start: string): string {
  const elements = `<on_hoststart delay="5">${start}</on_hoststart><on_hoststop>shutdown</on_hoststop>`
  const text = readFileSync(file, 'utf8')
  const end = text.lastIndexOf('</domain>')
  return written(version, `${start}-${index}.xml`, text.slice(0, end) + elements + text.slice(end))
}

/** The files whose root element is a domain. */
function domainFiles(directory: string): readonly string[] {
  const root = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<domain[\s>]/
  return entriesBelow(directory)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => join(directory, name))
    .filter((file) => root.test(readFileSync(file, 'utf8')))
    .sort()
}
