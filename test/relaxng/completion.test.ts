import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileSchema, completionsAt, markupIn } from '../../src/relaxng/index.js'

const SCHEMA = `<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <start><element name="library"><optional><attribute name="open"><choice><value>yes</value><value>no</value></choice></attribute></optional><interleave>
    <element name="name"><text/></element>
    <optional><element name="lent"><choice><value>never</value><value>at once</value></choice></element></optional>
    <optional><element name="closed"><empty/></element></optional>
    <zeroOrMore><ref name="item"/></zeroOrMore>
    <optional><element name="x:note" xmlns:x="urn:x"><attribute name="x:by"/></element></optional>
  </interleave></element></start>
  <define name="item"><element name="item"><choice>
    <group><attribute name="kind"><value>book</value></attribute><attribute name="isbn"/><element name="author"><text/></element></group>
    <group><attribute name="kind"><value>film</value></attribute><optional><attribute name="minutes"/></optional>
      <element name="director"><attribute name="id"/></element></group>
  </choice></element></define>
</grammar>`

const compiled = compileSchema(SCHEMA, 'library.rng', () => undefined)
if ('error' in compiled) throw new Error(compiled.error.message)
const { validator } = compiled

/** What can be written at `|`: the text that it replaces in brackets, then each text to insert, with `_` for what is left to write. */
function completed(marked: string): string {
  const offset = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { start, end, items } = completionsAt(validator, text, offset)
  return [`[${text.slice(start, end)}]`, ...items.map(({ pieces }) => pieces.join('_'))].join('  ')
}

const inside = (text: string): string => `<library><name>a</name>${text}</library>`

describe('elements', () => {
  test.each([
    ['|', '[]  <library><name/></library>'],
    ['<|', '[]  library><name/></library>'],
    ['<library>|', '[]  <name>_</name>  </library>  <closed/>  <item>_</item>  <lent>_</lent>'],
    [inside('|'), '[]  <closed/>  <item>_</item>  <lent>_</lent>'],
    [inside('<|'), '[]  closed/>  item>_</item>  lent>_</lent>'],
    [inside('\n  <cl|\n  '), '[cl]  closed/>  item>_</item>  lent>_</lent>'],
    [inside('\n  cl|\n  '), '[cl]  <closed/>  <item>_</item>  <lent>_</lent>'],
    // What follows counts: there can be one <closed> only.
    [inside('|<closed/>'), '[]  <item>_</item>  <lent>_</lent>'],
    [inside('<l|<closed/>'), '[l]  item>_</item>  lent>_</lent>'],
    // The rest of the tag is there.
    [inside('<cl|osed/>'), '[closed]  closed  item  lent'],
    [inside('<|>'), '[]  closed  item  lent'],
    [inside('<it| kind="book"'), '[it]  closed  item  lent'],
    // What an attribute says of the content.
    [inside('<item kind="film">|'), '[]  <director id="_"/>  </item>'],
    [inside('<item kind="book" isbn="1">|</item>'), '[]  <author>_</author>'],
    [inside("<item kind='film'>|"), "[]  <director id='_'/>  </item>"],
    // Mistakes elsewhere.
    [inside('<unknown><item/></unknown><b <lent>x</lent>|'), '[]  <closed/>  <item>_</item>'],
    [inside('</wrong><item kind="film"><lent>|'), '[]  at once  never'],
    ['<item kind="film">|', '[]  <director id="_"/>  </item>'],
    // A namespace, once it is declared.
    ['<library xmlns:n="urn:x"><name>a</name><n:|', '[n:]  closed/>  item>_</item>  lent>_</lent>  n:note n:by="_"/>'],
    [inside('<unknown>|'), '[]  </unknown>'],
    [inside('<!-- | -->'), '[]'],
    [inside('<![CDATA[|]]>'), '[]'],
    ['<?xml |?>', '[]'],
  ])('%s', (marked, expected) => expect(completed(marked)).toBe(expected))
})

describe('attributes', () => {
  test.each([
    ['<library |', "[]  open='_'"],
    ['<library |>', "[]  open='_'"],
    ['<library open="yes" |>', '[]'],
    [inside('<item |'), "[]  kind='_'  isbn='_'  minutes='_'"],
    [inside('<item ki|/>'), "[ki]  kind='_'  isbn='_'  minutes='_'"],
    [inside('<item kin|d="film"/>'), '[kind]  kind  isbn  minutes'],
    [inside('<item | kind="film"/>'), '[]  minutes="_"'],
    [inside('<item kind="book" |/>'), '[]  isbn="_"'],
    [inside('<closed |/>'), '[]'],
  ])('%s', (marked, expected) => expect(completed(marked)).toBe(expected))
})

describe('values', () => {
  test.each([
    ['<library open="|"/>', '[]  no  yes'],
    ['<library open="y|es"/>', '[yes]  no  yes'],
    ['<library open="y|', '[y]  no"  yes"'],
    ["<library open='|\n  <name/></library>", "[]  no'  yes'"],
    ['<library open=|>', "[]  'no'  'yes'"],
    [inside('<item kind="f| minutes="90"/>'), '[f]  film"'],
    [inside('<item isbn="1" kind="|"/>'), '[]  book'],
    [inside('<lent>|</lent>'), '[]  at once  never'],
    [inside('<lent>\n  n|ev\n</lent>'), '[nev]  at once  never'],
    [inside('<lent>\n  |\n</lent>'), '[]  at once  never'],
    ['<library><name>|</name></library>', '[]'],
  ])('%s', (marked, expected) => expect(completed(marked)).toBe(expected))
})

describe('end tags', () => {
  test.each([
    [inside('<item kind="film"></|'), '[]  item>'],
    [inside('<item kind="film"></it|em>'), '[item>]  item>'],
    ['<library><name>a</|\n<lent>never</lent></library>', '[]  name>'],
    ['</|', '[]'],
  ])('%s', (marked, expected) => expect(completed(marked)).toBe(expected))
})

const DOCUMENT = `<?xml version="1.0"?>
<library open='yes' xmlns:x="urn:x">
  <name>a &amp; b</name><!-- c -->
  <item kind="book" isbn="1"><author>d</author></item>
  <lent>at once</lent>
  <item minutes="90" kind='film'><director id=""/></item>
  <x:note x:by="me"/>
</library>
`

test('whatever is in a valid document is offered where it is', () => {
  expect(validator.validate(DOCUMENT)).toEqual([])
  const labels = (offset: number) => completionsAt(validator, DOCUMENT, offset).items.map(({ label }) => label)
  for (const markup of markupIn(DOCUMENT)) {
    if (markup.kind !== 'start') continue
    expect(labels(markup.nameEnd)).toContain(markup.name)
    for (const { name, nameEnd, value, valueEnd } of markup.attributes) {
      if (!name.startsWith('xmlns')) expect(labels(nameEnd)).toContain(name)
      if (['open', 'kind'].includes(name)) expect(labels(valueEnd)).toContain(value)
    }
  }
  expect(labels(DOCUMENT.indexOf('at once') + 2)).toContain('at once')
})

test('any text has completions around its offset, and its pieces are the whole of it', () => {
  const piece = fc.constantFrom(
    ...'<>/="\' \nab',
    '<item ',
    'kind=',
    'film',
    '</',
    '<!--',
    '-->',
    '<library>',
    '<![CDATA[',
    'xmlns:x="urn:x"',
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc
      .tuple(fc.nat(DOCUMENT.length), fc.nat(20), fc.array(piece, { maxLength: 4 }))
      .map(([at, removed, pieces]) => `${DOCUMENT.slice(0, at)}${pieces.join('')}${DOCUMENT.slice(at + removed)}`),
  )
  fc.assert(
    fc.property(text, fc.nat(), (document, any) => {
      const offset = any % (document.length + 1)
      const { start, end } = completionsAt(validator, document, offset)
      expect(start).toBeLessThanOrEqual(offset)
      expect(end).toBeGreaterThanOrEqual(offset)
      expect(document.slice(start, end)).not.toContain('\n')
      const pieces = [...markupIn(document)]
      expect(pieces.map((markup) => document.slice(markup.start, markup.end)).join('')).toBe(document)
    }),
  )
})
