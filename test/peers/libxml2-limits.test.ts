import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/diagnostics/index.js'
import { compileSchema, libxml2Limits, type Validator } from '../../src/relaxng/index.js'
import { childElements, decode, parseXml, type XmlElement } from '../../src/xml/index.js'
import { seeded } from '../relaxng/mutate.js'
import { xmlFiles } from './corpus.js'
import { describeWithPeer, LIBVIRT_SOURCE } from './programs.js'

/** How many of libvirt's domains are tried; the long run has `all`. */
const MOVED = process.env['VIRT_LIFECYCLE_MOVED'] ?? '8'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-limits-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function validatorOf(path: string): Validator {
  const load = (href: string, base: string) => {
    const url = new URL(href, base)
    return { text: readFileSync(fileURLToPath(url), 'utf8'), uri: url.href }
  }
  const compiled = compileSchema(readFileSync(path, 'utf8'), pathToFileURL(path).href, load, {
    limits: libxml2Limits(),
  })
  if ('error' in compiled) throw new Error(compiled.error.message)
  return compiled.validator
}

/** xmllint's verdicts, many documents in a process: the length of a command line is limited. */
function xmllint(schema: string, texts: readonly string[]): readonly boolean[] {
  const directory = join(scratch, 'documents')
  mkdirSync(directory, { recursive: true })
  const verdicts: boolean[] = []
  for (let from = 0; from < texts.length; from += 1000) {
    const files = texts.slice(from, from + 1000).map((text, i) => {
      const file = join(directory, `${i}.xml`)
      writeFileSync(file, text)
      return file
    })
    const { stderr } = spawnSync('xmllint', ['--noout', '--relaxng', schema, ...files], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    })
    const valid = new Set([...stderr.matchAll(/^(.+) validates$/gm)].map(([, file]) => file))
    verdicts.push(...files.map((file) => valid.has(file)))
  }
  return verdicts
}

/** The texts on which we and xmllint differ, and those that it still refuses with our edits. */
function compare(schema: string, texts: readonly string[], validator = validatorOf(schema)) {
  const found = texts.map((text) => validator.validate(text))
  const theirs = xmllint(schema, texts)
  const differing = texts.filter((_, i) => (found[i]?.length === 0) !== theirs[i])
  const fixed = texts.flatMap((text, i) => {
    const violations = found[i] ?? []
    const isFixed = violations.length > 0 && violations.every(({ edits }) => edits !== undefined)
    return isFixed
      ? [
          applyEdits(
            text,
            violations.flatMap(({ edits = [] }) => edits),
          ),
        ]
      : []
  })
  const verdicts = fixed.length === 0 ? [] : xmllint(schema, fixed)
  return { differing, fixed: fixed.length, notFixed: fixed.filter((_, i) => verdicts[i] !== true) }
}

/** A document with each single child of an element at each other index. */
function moves(text: string, parent: XmlElement): readonly string[] {
  const children = childElements(parent)
  return children.flatMap((child, i) =>
    [...children.keys(), children.length].flatMap((to) => {
      if (to === i || to === i + 1) return []
      const offset = children[to]?.start ?? children[children.length - 1]?.end ?? 0
      const content = text.slice(child.start, child.end)
      const edits = [
        { offset, length: 0, content },
        { offset: child.start, length: child.end - child.start, content: '' },
      ]
      return [applyEdits(text, edits)]
    }),
  )
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

const GRAMMAR =
  'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

function schemaOf(content: string): string {
  const file = join(scratch, 'schema.rng')
  writeFileSync(file, `<element name="r" ${GRAMMAR}>${content}</element>`)
  return file
}

const element = (name: string): string => `<element name="${name}"><empty/></element>`
const together = (kind: string, ...members: readonly string[]): string => `<${kind}>${members.join('')}</${kind}>`
const a = together('interleave', element('a1'), element('a2'))
const b = together('interleave', element('b1'), element('b2'))
const c = element('c')
const X = '<optional><attribute name="x"/></optional>'

describeWithPeer(['xmllint'], "xmllint's limits", () => {
  test.each([
    ['two interleaves and an element', together('interleave', a, b, c)],
    ['the element first', together('interleave', c, a, b)],
    ['the element between', together('interleave', a, c, b)],
    ['one that can be left out', together('interleave', together('optional', a), c, b)],
    ['one in another', together('interleave', together('interleave', a, c), b)],
    ['a group of an interleave and an element', together('interleave', together('group', a, c), b)],
    ['a group of an element and an interleave', together('interleave', b, together('group', c, a))],
    ['a choice', together('interleave', together('choice', a, element('d')), b, c)],
    [
      'attributes beside the elements',
      together('interleave', together('group', '<optional><attribute name="x"/></optional>', a), b, c),
    ],
    ['an attribute that can be left out before an interleave', together('interleave', together('group', X, a), b, c)],
    ['the same of the second', together('interleave', b, c, together('group', X, a))],
    ['mixed', together('mixed', a, b, c)],
    ['mixed in an interleave', together('interleave', together('mixed', a), b, c)],
  ])('on every order: %s', (_, content) => {
    const texts = permutations(['a1', 'a2', 'b1', 'b2', 'c']).flatMap((names) => {
      const children = names.map((name) => `<${name}/>`).join('')
      return [`<r>${children}</r>`, `<r x="">${children}</r>`]
    })
    expect(compare(schemaOf(content), texts)).toMatchObject({ differing: [], notFixed: [] })
  })

  const VALUES = [
    ' 5',
    '5 ',
    '&#9;5',
    '5&#10;',
    '&#13;5',
    '+5',
    '-0',
    '+0',
    '05',
    '000',
    '5.',
    '5.0',
    '',
    ' ',
    'a',
    ' a',
    'A0 ',
    '9'.repeat(25),
    '0'.repeat(30),
  ]
  test('on spellings of the values of datatypes, in contents and attributes, with patterns and without', () => {
    const types = [
      ...['string', 'normalizedString', 'token', 'language', 'Name', 'NCName', 'NMTOKEN', 'anyURI'],
      ...['hexBinary', 'base64Binary', 'boolean', 'decimal', 'double', 'float', 'dateTime'],
      ...['integer', 'positiveInteger', 'nonNegativeInteger', 'long', 'int', 'short'],
      ...['unsignedLong', 'unsignedInt', 'unsignedShort', 'unsignedByte'],
    ]
    const patterns = ['', '[0-9.A-Za-z+-]*', '\\s*[0-9]*\\s*']
    const kinds = types.flatMap((type) =>
      patterns.map((pattern, i) => {
        const param = pattern === '' ? '' : `<param name="pattern">${pattern}</param>`
        return { name: `${type}${i}`, data: `<data type="${type}">${param}</data>` }
      }),
    )
    const schema = kinds.map(
      ({ name, data }) =>
        `<element name="${name}">${data}</element><element name="${name}-x"><attribute name="x">${data}</attribute></element>`,
    )
    const texts = kinds.flatMap(({ name }) =>
      VALUES.flatMap((value) => [`<${name}>${value}</${name}>`, `<${name}-x x="${value}"/>`]),
    )
    const file = join(scratch, 'types.rng')
    writeFileSync(file, `<choice ${GRAMMAR}>${schema.join('')}</choice>`)
    const result = compare(file, texts)
    expect(result).toMatchObject({ differing: [], notFixed: [] })
    expect(result.fixed).toBeGreaterThan(100)
  })
})

describeWithPeer(['xmllint', 'libvirt-source'], "xmllint's verdict", () => {
  const schema = join(LIBVIRT_SOURCE, 'src/conf/schemas/domain.rng')
  const validator = validatorOf(schema)

  test(`on every move of one child of <domain>, in ${MOVED} of libvirt's test domains`, () => {
    const valid = xmlFiles(join(LIBVIRT_SOURCE, 'tests/qemuxml2argvdata')).filter(
      ({ path }) => !/-invalid\.xml$/.test(path),
    )
    const random = seeded(1)
    const some = MOVED === 'all' ? valid : Array.from({ length: Number(MOVED) }, () => valid[random(valid.length)])
    let fixed = 0
    let batch: string[] = []
    const compareBatch = (): void => {
      const result = compare(schema, batch, validator)
      expect(result).toMatchObject({ differing: [], notFixed: [] })
      fixed += result.fixed
      batch = []
    }
    for (const file of some) {
      const decoded = file === undefined ? undefined : decode(file.bytes, file.path)
      if (decoded === undefined || !('document' in decoded)) continue
      const { text } = decoded.document
      const parsed = parseXml(decoded.document, { keep: () => true })
      if (!('diagnostic' in parsed)) batch.push(...moves(text, parsed.root))
      if (batch.length > 5000) compareBatch()
    }
    compareBatch()
    expect(fixed).toBeGreaterThan(0)
  })
})
