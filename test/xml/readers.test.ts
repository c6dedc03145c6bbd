import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { XmlEvents, XmlTag } from '../../src/xml/events.js'
import { decode } from '../../src/xml/index.js'
import { readPlainXml } from '../../src/xml/plain-reader.js'
import { readXml } from '../../src/xml/saxes-reader.js'
import { libvirtTestData } from '../peers/corpus.js'

/** What a reader tells, as text; pieces of a text put together, and white space outside the root left out. */
class Log implements XmlEvents {
  readonly lines: string[] = []
  private isText = false
  private depth = 0
  private namespaceOf: (prefix: string) => string | undefined = () => undefined

  begin(namespaceOf: (prefix: string) => string | undefined): void {
    this.namespaceOf = namespaceOf
  }

  declaration(end: number): void {
    this.add(`declaration ${end}`)
  }

  startTag(tag: XmlTag, end: number): void {
    this.depth++
    const shown = tag.attributes.map(({ name, prefix, local, uri, value }) => [name, prefix, local, uri, value])
    const scope = ['', 'a', 'b', 'xml'].map((prefix) => this.namespaceOf(prefix) ?? '')
    this.add(`start ${JSON.stringify([tag.name, tag.prefix, tag.local, tag.uri, shown])} ${end} ${scope}`)
  }

  endTag(isSelfClosing: boolean, end: number): void {
    this.depth--
    this.add(`end ${isSelfClosing} ${end} ${this.namespaceOf('a')}`)
  }

  text(value: string): void {
    if (this.depth === 0) return
    if (this.isText) this.lines.push(`${this.lines.pop()}${JSON.stringify(value).slice(1, -1)}`)
    else this.add(`text ${JSON.stringify(value).slice(1, -1)}`)
    this.isText = true
  }

  leaf(kind: string, value: string, end: number): void {
    this.add(`${kind} ${JSON.stringify(value)} ${end}`)
  }

  doctype(): never {
    throw new Error('doctype')
  }

  fault(message: string): never {
    throw new Error(message)
  }

  private add(line: string): void {
    this.lines.push(line)
    this.isText = false
  }
}

function byPlainReader(text: string): readonly string[] | undefined {
  const log = new Log()
  return readPlainXml(text, log) ? log.lines : undefined
}

function bySaxes(text: string): readonly string[] | string {
  const log = new Log()
  try {
    readXml(text, log, false)
    return log.lines
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const ORDINARY: readonly string[] = [
  '<domain/>',
  '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<domain>\n  <name>ä</name>\n</domain>\n',
  '<?xml version=\'1.0\' ?><a b = "1"\n\tc=\'"2"\' ></a >',
  '<!-- <first> --><a>\t<!----><b/> &amp;&lt;&gt;&quot;&apos; </a><!-- last -->\n',
  '<a b="&amp;lt;\t\n&quot;"/>',
  '<a xmlns="u" xmlns:a="v"><b a:c="1" c="2"/><a:b xmlns="" xmlns:a="w"><c/></a:b><c/></a>',
  '<a xml:lang="en" x.y-z_1="2"/>',
  '<a>]] > ]></a>',
]

const UNUSUAL: readonly string[] = [
  '',
  'text',
  '<a/>text',
  '<a/><b/>',
  '<a>',
  '<a></b>',
  '<a></a',
  '<a b></a>',
  '<a b=1/>',
  '<a b="1"c="2"/>',
  '<a b="1" b="2"/>',
  '<a b="<"/>',
  '<a b="&x;"/>',
  '<a>&#65;</a>',
  '<a>& amp;</a>',
  '<a>]]></a>',
  '<a>\r\n</a>',
  '<a>\u0001</a>',
  '<a>\u{1f600}</a>',
  '<ä/>',
  '<a><![CDATA[x]]></a>',
  '<a><?x y?></a>',
  '<!DOCTYPE a><a/>',
  '<a><!-- -- --></a>',
  '<a><!-- --->',
  ' <?xml version="1.0"?><a/>',
  '<?xml version="1.1"?><a/>',
  '<a:b/>',
  '<a a:b="1"/>',
  '<a:b:c xmlns:a="u"/>',
  '<:a/>',
  '<a xmlns:xml="u"/>',
  '<a xmlns:b=""/>',
  '<a xmlns="http://www.w3.org/2000/xmlns/"/>',
  '<xmlns:a/>',
  '<c xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"/>',
  '<a xmlns=" u"/>',
  '<a / >',
  '</a>',
  '<',
  '<a b="1',
]

describe('the reader of plain documents', () => {
  test.each(ORDINARY)('gives the same events as the full parser: %j', (text) => {
    expect(byPlainReader(text)).toEqual(bySaxes(text))
  })

  test.each(UNUSUAL)('leaves unusual or malformed documents to the full parser: %j', (text) => {
    expect(byPlainReader(text)).toBeUndefined()
  })

  test('never accepts a document that the full parser reads differently', () => {
    const pieces = fc.constantFrom(
      ...['<a', '<b', '<a:b', '/>', '>', '</a>', '</b>', '</a:b>', ' x="1"', " y='&lt;'", ' a:x="2"', ' b:x=""'],
      ...[
        ' xmlns="u"',
        ' xmlns:a="v"',
        ' xmlns:b="v"',
        ' xmlns:b=""',
        ' xmlns=""',
        'text',
        '&amp;',
        '&',
        ' ',
        '\n',
        '\t',
      ],
      ...[
        '<!--c-->',
        '<!--',
        '-->',
        '--',
        '<![CDATA[d]]>',
        ']]>',
        '<?p i?>',
        '<?xml version="1.0"?>',
        '\r',
        '"',
        "'",
        '=',
      ],
    )
    const balanced = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('text', '<b/>', ' ', '<!--c-->', '&gt;', '<a x="1"/>'),
        fc
          .tuple(
            fc.constantFrom('a', 'a:b'),
            fc.constantFrom('', ' x="&amp;"', ' xmlns:a="w"', ' xmlns="u"'),
            fc.array(tie('node')),
          )
          .map(([name, attributes, children]) => `<${name}${attributes}>${children.join('')}</${name}>`),
      ),
    })).node
    const documents = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      balanced.map((inside) => `<r xmlns:a="v">${inside}</r>`),
      fc
        .tuple(balanced, fc.nat(), pieces)
        .map(
          ([inside, at, piece]) =>
            `<r>${inside.slice(0, at % inside.length)}${piece}${inside.slice(at % inside.length)}</r>`,
        ),
    )
    let taken = 0
    fc.assert(
      fc.property(documents, (text) => {
        const plain = byPlainReader(text)
        if (plain === undefined) return
        taken++
        expect(plain).toEqual(bySaxes(text))
      }),
      { numRuns: 5000 },
    )
    expect(taken).toBeGreaterThan(500)
  })
})

/** The attributes that a reader tells of, as the source has them by their ranges: name, quote, value, quote. */
function attributesCutOut(read: (events: XmlEvents) => unknown, text: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = []
  const log = new Log()
  log.startTag = ({ attributes }: XmlTag) => {
    for (const { name, start, nameEnd, valueStart, valueEnd, end } of attributes) {
      const pieces = [text.slice(start, nameEnd), text[valueStart - 1] ?? '', text.slice(valueStart, valueEnd)]
      found.push([name, ...pieces, text.slice(valueEnd, end)])
    }
  }
  return read(log) === false ? [] : found
}

describe('the ranges of attributes', () => {
  const space = fc.constantFrom(' ', '\n', '\t', '  \n\t', '\r\n')
  const attribute = fc
    .record({
      lead: space,
      name: fc.constantFrom('x', 'y.z-1', 'xmlns', 'xmlns:a', 'xmlns:b', 'a:x', 'a:y', 'xml:lang', 'ä', 'x\u{10000}'),
      before: fc.option(space, { nil: '' }),
      after: fc.option(space, { nil: '' }),
      quote: fc.constantFrom('"', "'"),
      value: fc
        .array(
          fc.constantFrom('u', "'", '"', '=', ' ', '\n', '>', '/>', ' x="1"', " x='1'", '&amp;', '&#65;', 'é', '😀'),
        )
        .map((parts) => parts.join('')),
    })
    .map(({ value, ...other }) => ({ ...other, value: `v${value.replaceAll(other.quote, '')}` }))
  const tags = fc.uniqueArray(
    fc.record({
      attributes: fc.uniqueArray(attribute, { selector: ({ name }) => name, maxLength: 5 }),
      trail: fc.option(space, { nil: '' }),
      name: fc.constantFrom('e', 'a:e', 'ö'),
    }),
    { maxLength: 4 },
  )
  const documents = tags.map((all) => {
    const written = all.flatMap(({ attributes }) => attributes)
    const text = all.map(({ name, attributes, trail }) => {
      const inside = attributes.map(
        (one) => `${one.lead}${one.name}${one.before}=${one.after}${one.quote}${one.value}${one.quote}`,
      )
      return `<${name}${inside.join('')}${trail}/>😀`
    })
    return { text: `<r xmlns:a="a">${text.join('')}</r>`, written }
  })

  test.each([
    ['plain', (text: string, events: XmlEvents) => readPlainXml(text, events)],
    ['full', (text: string, events: XmlEvents) => readXml(text, events, false)],
  ] as const)('of the %s reader cut out name and value, between quotes', (_, read) => {
    let attributes = 0
    fc.assert(
      fc.property(documents, ({ text, written }) => {
        const plain = text.replaceAll('😀', '')
        // The tags of the last one are written like those of the one before it.
        for (const source of [text, plain, `<!-- -->\n${plain}`]) {
          const found = attributesCutOut((events) => read(source, events), source)
          if (found.length === 0) continue
          attributes += found.length
          const expected = written.map(({ name, quote, value }) => [
            name,
            name,
            quote,
            source === text ? value : value.replaceAll('😀', ''),
            quote,
          ])
          expect(found).toEqual([['xmlns:a', 'xmlns:a', '"', 'a', '"'], ...expected])
        }
      }),
      { numRuns: 1000 },
    )
    expect(attributes).toBeGreaterThan(100)
  })
})

const corpus = libvirtTestData()
const withCorpus = corpus.length === 0 ? test.skip : test

withCorpus("and takes nearly all of libvirt's documents", () => {
  const texts = corpus.flatMap(({ path, bytes }) => {
    const decoded = decode(bytes, path)
    return 'document' in decoded ? [decoded.document.text] : []
  })
  const taken = texts.filter((text) => {
    const plain = byPlainReader(text)
    if (plain !== undefined) expect(plain).toEqual(bySaxes(text))
    return plain !== undefined
  })
  expect(taken.length / texts.length).toBeGreaterThan(0.95)
})
