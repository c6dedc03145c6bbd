/*
 * White space around the values of documents: what libvirt's parser refuses, we report. For each attribute and each text of libvirt's
 * own test data, once for each of its values, white space is added to one that the test driver accepts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { parserCheck } from '../../src/domain/index.js'
import { createEngine, type Engine, validateDomain } from '../../src/validate/index.js'
import { childElements, decode, parseXml, textOf, type XmlElement } from '../../src/xml/index.js'
import { validDocuments } from '../schema/validators.js'
import { libvirtTestData } from './corpus.js'
import { describeWithPeer, LIBVIRT_SCHEMAS } from './programs.js'
import { defined, type Kind } from './virsh-define.js'

/** A place in a document: the path of an element with an attribute, or `#` for its text. */
interface Value {
  readonly place: string
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Most values of one place. */
const MOST_VALUES = 3

/** Where libvirt's tests have documents of a kind, and its schema. */
const KINDS: Readonly<Record<Kind, { readonly directories: RegExp; readonly schema: string }>> = {
  domain: { directories: /\/(qemuxml2argv|genericxml2xmlin)data\//, schema: 'domain.rng' },
  network: { directories: /\/networkxml2xmlin\//, schema: 'network.rng' },
  pool: { directories: /\/storagepoolxml2xmlin\//, schema: 'storagepool.rng' },
}

/** What libvirt compares although its schema allows any text there, or does not say that it is a word. */
const ANY_TEXT = [
  /^devices\/channel\/target address$/,
  /^devices\/serial\/source channel$/,
  /^sysinfo\/\w+\/entry #$/,
  // A word that looks like a number. The schema says the same of the level of a cache, which is read as one.
  /^features\/gic version$/,
  // It must be that of <graphics>.
  /^devices\/graphics\/listen socket$/,
  /^(ip\/dhcp\/host name|dns\/srv service)$/,
]

/** What libvirt accepts and takes for something else than the word, or does not read where a domain is defined. */
const NOT_READ = [
  /^devices\/graphics autoport$/,
  /^devices\/video\/model primary$/,
  /^devices\/(hostdev|interface) managed$/,
  /^devices\/channel\/target state$/,
  /^devices\/disk\/mirror/,
  /^devices\/disk\/(backingStore\/)?source\/slices\/slice type$/,
  /^devices\/disk\/source\/seclabel labelskip$/,
  /^devices\/rng\/backend\/protocol type$/,
  /^os\/bootmenu timeout$/,
  /^os\/nvram\/source\/auth\/secret type$/,
  /^sysinfo\/bios\/entry name$/,
  /^qemu:/,
  /^(bridge stp|forward managed|portgroup default)$/,
]

function valuesOf(text: string): readonly Value[] {
  const parsed = parseXml(new SourceText('a.xml', text), { keep: () => true })
  if (!('root' in parsed)) return []
  const found: Value[] = []
  const visit = (element: XmlElement, path: string): void => {
    for (const { name, value, valueStart, valueEnd } of element.attributeNodes)
      found.push({ place: `${path} ${name}`, value, start: valueStart, end: valueEnd })
    const children = childElements(element)
    if (children.length === 0)
      found.push({ place: `${path} #`, value: textOf(element), start: element.openEnd, end: element.closeStart })
    for (const child of children) visit(child, path === '' ? child.name : `${path}/${child.name}`)
  }
  visit(parsed.root, '')
  return found.filter(({ value }) => value !== '' && value === value.trim())
}

/** The documents of libvirt's tests, for its test driver. */
function documents(kind: Kind): readonly string[] {
  return libvirtTestData().flatMap(({ path, bytes }) => {
    const decoded = KINDS[kind].directories.test(path) ? decode(bytes, path) : undefined
    if (decoded === undefined || !('document' in decoded)) return []
    const { text } = decoded.document
    return text.includes(`<${kind}`) ? [text.replace(/<domain type=(["'])\w+\1/, '<domain type="test"')] : []
  })
}

/** For each place and some of its values, a document in which there is white space before one, and another with it behind. */
function withSpace(texts: readonly string[]): readonly { readonly place: string; readonly text: string }[] {
  const known = new Map<string, Set<string>>()
  return texts.flatMap((text) =>
    valuesOf(text).flatMap(({ place, value, start, end }) => {
      const values = known.get(place) ?? new Set()
      known.set(place, values)
      if (values.has(value) || values.size >= MOST_VALUES) return []
      values.add(value)
      return [start, end].map((at) => ({ place, text: `${text.slice(0, at)} ${text.slice(at)}` }))
    }),
  )
}

async function engineOf(schema: string): Promise<Engine> {
  const read = (url: URL): SourceText => new SourceText(url.href, readFileSync(url, 'utf8'))
  const url = pathToFileURL(schema)
  const created = await createEngine('builtin', { source: read(url), url: url.href }, read)
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created.engine
}

describeWithPeer(['virsh', 'xmllint', 'libvirt-schemas', 'libvirt-source'], 'white space around a value', () => {
  test.each([
    ['domain', 500],
    ['network', 50],
    ['pool', 20],
  ] as const)(
    'is reported where libvirt refuses it, and where it takes the value for another: %s',
    async (kind, least) => {
      const all = documents(kind)
      const schema = join(LIBVIRT_SCHEMAS, KINDS[kind].schema)
      const taken = defined(all, kind)
      const spaced = withSpace(all.filter((_, i) => taken[i]))
      const verdicts = await validDocuments(
        'xmllint',
        schema,
        spaced.map(({ text }) => text),
      )
      const allowed = spaced.filter(({ text }) => verdicts[text] === true)
      expect(allowed.length).toBeGreaterThan(2 * least)
      const isDefined = defined(
        allowed.map(({ text }) => text),
        kind,
      )
      const engine = await engineOf(schema)
      const isReported = allowed.map(
        ({ text }) => validateDomain(text, { engine, parserCheck, hasOwnSchema: true }).length > 0,
      )
      const places = (isWanted: (i: number) => boolean, but: readonly RegExp[]): readonly string[] => [
        ...new Set(
          allowed.flatMap(({ place }, i) => (isWanted(i) && !but.some((one) => one.test(place)) ? [place] : [])),
        ),
      ]
      expect(places((i) => !isDefined[i] && !isReported[i], ANY_TEXT)).toEqual([])
      expect(places((i) => isDefined[i] === true && isReported[i] === true, NOT_READ)).toEqual([])
      expect(isReported.filter((reported) => reported).length).toBeGreaterThan(least)
    },
  )
})
