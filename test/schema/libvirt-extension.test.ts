import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bindToLibvirt } from '../../src/schemas/index.js'
import { entriesBelow } from '../entries-below.js'
import { describeWithPeer, LIBVIRT_SCHEMAS, LIBVIRT_SOURCE } from '../peers/programs.js'
import { CONTENTS, domain, lifecycle, type Verdicts, wrapped } from './documents.js'
import { VALIDATORS, validDocuments, validFiles } from './validators.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-extension-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function written(name: string, text: string): string {
  const file = join(scratch, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

const SOURCE_SCHEMAS = join(LIBVIRT_SOURCE, 'src/conf/schemas')
const withoutIds = true

const VERDICTS: Verdicts = {
  ...wrapped(CONTENTS, domain),
  [domain('<on_crash>restart</on_crash><on_hoststop>save</on_hoststop><on_reboot>destroy</on_reboot>')]: true,
  [domain('<devices><on_hoststop>save</on_hoststop></devices>')]: false,
  [domain('<on_crash>save</on_crash>')]: false,
  [domain(lifecycle('<on_hoststop>save</on_hoststop>'))]: false,
  [domain(`<metadata>${lifecycle('<on_hoststop>save</on_hoststop>')}</metadata>`)]: true,
  // libvirt's grammar allows anything in metadata, and the extension cannot restrict that.
  [domain(`<metadata>${lifecycle('<on_hoststop>sav</on_hoststop>')}</metadata>`)]: true,
}

describe.each([
  ['the installed libvirt', 'libvirt-schemas', LIBVIRT_SCHEMAS],
  ["libvirt's source", 'libvirt-source', SOURCE_SCHEMAS],
] as const)('the extension of the schemas of %s', (_, peer, directory) => {
  for (const validator of VALIDATORS) {
    describeWithPeer([peer, validator], `with ${validator}`, () => {
      test('accepts valid documents and rejects invalid ones', async () => {
        const schema = written(`${peer}.rng`, bindToLibvirt(join(directory, 'domain.rng')))
        expect(await validDocuments(validator, schema, Object.keys(VERDICTS), { withoutIds })).toEqual(VERDICTS)
      })
    })
  }
})

describe("a copy of schema/ next to libvirt's schemas", () => {
  describeWithPeer(['libvirt-schemas', 'xmllint'], 'works as it is', () => {
    test('with xmllint', async () => {
      const directory = join(scratch, 'copy')
      cpSync(LIBVIRT_SCHEMAS, directory, { recursive: true })
      cpSync('schema', directory, { recursive: true })
      const schema = join(directory, 'libvirt-extension.rng')
      expect(await validDocuments('xmllint', schema, Object.keys(VERDICTS))).toEqual(VERDICTS)
    })
  })
})

/** Names of directories, one in the other; none of them is found by all three validators if the href is a plain path. */
const NAMES = ['a space, 100%', 'c# per%20cent', 'grün 😀 $&', 'what? a&b "c" \'d\' <e> [x]{y}|^`\\']

describe.each(VALIDATORS)('the extension bound to a directory with an unusual name, with %s', (validator) => {
  describeWithPeer(['libvirt-schemas', validator], 'finds the schemas', () => {
    const path = join(scratch, 'unusual', ...NAMES, 'domain.rng')
    beforeAll(() => cpSync(LIBVIRT_SCHEMAS, dirname(path), { recursive: true }))

    test.each([
      ['path', path],
      ['URL', pathToFileURL(path).href],
    ])('by its %s', async (_, location) => {
      const valid = domain('<on_hoststart>start</on_hoststart>')
      const schema = written('unusual.rng', bindToLibvirt(location))
      expect(await validDocuments(validator, schema, [valid], { withoutIds })).toEqual({ [valid]: true })
    })
  })
})

describe.each(['xmllint', 'jing'] as const)("libvirt's own test data, with %s", (validator) => {
  describeWithPeer(['libvirt-source', validator], 'keeps its verdicts', () => {
    let files: readonly string[] = []
    let verdicts: readonly boolean[] = []
    /** The verdicts with the extension; together, because jing takes seconds to start and to read a schema. */
    let extended: Readonly<{ unchanged: readonly boolean[]; right: ReadonlySet<boolean>; wrong: ReadonlySet<boolean> }>
    beforeAll(async () => {
      files = domainFiles(join(LIBVIRT_SOURCE, 'tests'))
      verdicts = await validFiles(validator, join(SOURCE_SCHEMAS, 'domain.rng'), files, { withoutIds })
      const valid = files.filter((_, i) => verdicts[i])
      const right = valid.map((file, i) => withElements(file, i, 'restart-if-active', 'shutdown'))
      // What is wrong is so in the same way each time.
      const wrong = valid.filter((_, i) => i % 4 === 0).map((file, i) => withElements(file, i, 'restart', 'shutdown'))
      const extension = written('source.rng', bindToLibvirt(join(SOURCE_SCHEMAS, 'domain.rng')))
      const all = await validFiles(validator, extension, [...files, ...right, ...wrong], { withoutIds })
      extended = {
        unchanged: all.slice(0, files.length),
        right: new Set(all.slice(files.length, files.length + right.length)),
        wrong: new Set(all.slice(files.length + right.length)),
      }
    })

    test('which match those of virschematest', () => {
      const own = files.flatMap((file, i) =>
        file.includes('/qemuxml2argvdata/') ? [{ file, valid: verdicts[i] }] : [],
      )
      expect(own.length).toBeGreaterThan(1000)
      expect(own.filter(({ file, valid }) => valid === file.endsWith('-invalid.xml'))).toEqual([])
    })

    test('with the extension', () => {
      expect(extended.unchanged).toEqual(verdicts)
    })

    test('with both elements added, and is invalid with an incorrect one', () => {
      expect([...extended.right]).toEqual([true])
      expect([...extended.wrong]).toEqual([false])
    })

    test('and is accepted by the schema that does not need libvirt', async () => {
      const accepted = await validFiles(validator, 'schema/domain-lifecycle.rng', files)
      expect(files.filter((_, i) => !accepted[i])).toEqual([])
    })
  })

  function withElements(file: string, index: number, start: string, stop: string): string {
    const elements = `<on_hoststart delay="5">${start}</on_hoststart><on_hoststop>${stop}</on_hoststop>`
    const text = readFileSync(file, 'utf8')
    const end = text.lastIndexOf('</domain>')
    return written(`${start}/${index}-${basename(file)}`, text.slice(0, end) + elements + text.slice(end))
  }
})

/** The files whose root element is a domain. */
function domainFiles(directory: string): readonly string[] {
  const root = /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<domain[\s>]/
  return entriesBelow(directory)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => join(directory, name))
    .filter((file) => root.test(readFileSync(file, 'utf8')))
    .sort()
}
