/*
 * White space around the values of domains: what libvirt's parser refuses, we report. For each attribute and each text of libvirt's
 * own test domains, once for each of its values, white space is added to one that the test driver accepts.
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
import { defined } from './virsh-define.js'

/** A place in a domain: the path of an element with an attribute, or `#` for its text. */
interface Value {
  readonly place: string
  readonly value: string
  readonly end: number
}

/** Most values of one place. */
const MOST_VALUES = 3

/** What libvirt compares although its schema allows any text there. */
const ANY_TEXT = [
  /^devices\/(serial|console|parallel|channel)\/target (port|address)$/,
  /^devices\/(serial|console|parallel|channel|redirdev|smartcard|rng\/backend)\/source (mode|channel)$/,
  /^sysinfo\/\w+\/entry #$/,
  // It must be that of <graphics>.
  /^devices\/graphics\/listen socket$/,
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
]

function valuesOf(text: string): readonly Value[] {
  const parsed = parseXml(new SourceText('a.xml', text), { keep: () => true })
  if (!('root' in parsed)) return []
  const found: Value[] = []
  const visit = (element: XmlElement, path: string): void => {
    for (const { name, value, valueEnd } of element.attributeNodes)
      found.push({ place: `${path} ${name}`, value, end: valueEnd })
    const children = childElements(element)
    if (children.length === 0) found.push({ place: `${path} #`, value: textOf(element), end: element.closeStart })
    for (const child of children) visit(child, path === '' ? child.name : `${path}/${child.name}`)
  }
  visit(parsed.root, '')
  return found.filter(({ value }) => value !== '' && value === value.trim())
}

/** The domains of libvirt's tests, for its test driver. */
function domains(): readonly string[] {
  return libvirtTestData().flatMap(({ path, bytes }) => {
    const decoded = /\/(qemuxml2argv|genericxml2xmlin)data\//.test(path) ? decode(bytes, path) : undefined
    if (decoded === undefined || !('document' in decoded)) return []
    const { text } = decoded.document
    return text.includes('<domain ') ? [text.replace(/<domain type=(["'])\w+\1/, '<domain type="test"')] : []
  })
}

/** For each place and some of its values, a domain in which there is white space behind one. */
function withSpace(texts: readonly string[]): readonly { readonly place: string; readonly text: string }[] {
  const known = new Map<string, Set<string>>()
  return texts.flatMap((text) =>
    valuesOf(text).flatMap(({ place, value, end }) => {
      const values = known.get(place) ?? new Set()
      known.set(place, values)
      if (values.has(value) || values.size >= MOST_VALUES) return []
      values.add(value)
      return [{ place, text: `${text.slice(0, end)} ${text.slice(end)}` }]
    }),
  )
}

async function libvirtEngine(): Promise<Engine> {
  const read = (url: URL): SourceText => new SourceText(url.href, readFileSync(url, 'utf8'))
  const url = pathToFileURL(join(LIBVIRT_SCHEMAS, 'domain.rng'))
  const created = await createEngine('builtin', { source: read(url), url: url.href }, read)
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created.engine
}

describeWithPeer(['virsh', 'xmllint', 'libvirt-schemas', 'libvirt-source'], 'white space behind a value', () => {
  test('is reported where libvirt refuses it, and where it takes the value for another', async () => {
    const all = domains()
    const taken = defined(all)
    const spaced = withSpace(all.filter((_, i) => taken[i]))
    const verdicts = await validDocuments(
      'xmllint',
      join(LIBVIRT_SCHEMAS, 'domain.rng'),
      spaced.map(({ text }) => text),
    )
    const allowed = spaced.filter(({ text }) => verdicts[text] === true)
    expect(allowed.length).toBeGreaterThan(1000)
    const isDefined = defined(allowed.map(({ text }) => text))
    const engine = await libvirtEngine()
    const isReported = allowed.map(({ text }) => validateDomain(text, { engine, parserCheck }).length > 0)
    const places = (isWanted: (i: number) => boolean, but: readonly RegExp[]): readonly string[] => [
      ...new Set(
        allowed.flatMap(({ place }, i) => (isWanted(i) && !but.some((one) => one.test(place)) ? [place] : [])),
      ),
    ]
    expect(places((i) => !isDefined[i] && !isReported[i], ANY_TEXT)).toEqual([])
    expect(places((i) => isDefined[i] === true && isReported[i] === true, NOT_READ)).toEqual([])
    expect(isReported.filter((reported) => reported).length).toBeGreaterThan(500)
  })
})
