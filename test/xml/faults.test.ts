import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { parseXml } from '../../src/xml/index.js'

test.each([
  [
    '<a b=c/>',
    '1:6 not well-formed XML: the value of an attribute is not in quotes',
    'write attributes as name="value"',
  ],
  ['<a b="1" b="2"/>', '1:16 not well-formed XML: duplicate attribute "b"', 'keep one of them'],
  ['<a><b></a>', '1:7 unexpected "</a>": <b> on line 1 is still open', 'close it first with </b>'],
  ['<a></b>', '1:4 unexpected "</b>": <a> on line 1 is still open', 'close it first with </a>'],
  ['</a>', '1:1 unexpected "</a>": no element is open', undefined],
  ['<a>\n<b>', '2:4 the document ends too early: <b> on line 2 is still open', 'is the file cut off?'],
  ['<a b="x', '1:8 the document ends in the middle of a tag', 'is the file cut off?'],
  ['<a>&nbsp;</a>', '1:4 unknown reference "&nbsp;"', expect.stringContaining('write & as &amp;')],
  ['<a>R&D</a>', '1:5 "&" does not begin a reference', expect.stringContaining('write & as &amp;')],
  ['<a>1 < 2</a>', expect.stringContaining('not allowed in the name of an element'), 'write < in text as &lt;'],
  ['<p:a/>', expect.stringContaining('the namespace prefix "p" is not declared'), expect.stringContaining('xmlns')],
  ['<?xml version="2.0"?><a/>', expect.stringContaining('no valid version'), expect.stringContaining('<?xml version=')],
  ['<a/><b/>', expect.stringContaining('a second root element'), 'put each document into a file of its own'],
  ['no XML', expect.stringContaining('text outside the root element'), 'is this an XML document?'],
])('%j', (text, message, hint) => {
  const parsed = parseXml(new SourceText('a.xml', text), { keep: () => true })
  if (!('diagnostic' in parsed)) throw new Error('this is well-formed')
  const { line, column, message: said, hint: hinted } = parsed.diagnostic
  expect([`${line}:${column} ${said}`, hinted]).toEqual([message, hint])
})
