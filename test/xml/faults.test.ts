import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { parseXml } from '../../src/xml/index.js'

test.each([
  ['<a b=c/>', '1:4 the value of the attribute "b" is not in quotes', 'write attributes as name="value"'],
  ['<a b="1" b="2"/>', '1:10 duplicate attribute "b"', 'keep one of them'],
  ['<a><b></a>', '1:7 <b> on line 1 is not closed before </a>', expect.stringContaining('write </b>')],
  ['<a></b>', '1:4 </b> closes nothing: <a> on line 1 is open', expect.stringContaining('</a>')],
  ['</a>', '1:1 unexpected </a>: no element is open', 'remove it'],
  [
    '<a>\n<b>',
    '2:4 the document ends too early: <b> on line 2 is still open',
    'write </b> where it ends; or is the file cut off?',
  ],
  ['<a b="x', '1:4 the value of the attribute "b" has no quote at its end', 'write b="x"'],
  ['<a b="x\u001d', '1:4 the value of the attribute "b" has no quote at its end', 'write b="x\\u{1d}"'],
  ['<a><!-- b <!-- c', '1:13 a comment contains "--"', expect.stringContaining('write "- -"')],
  ['<a/><!-- b --><!-- c -- d -->', '1:22 a comment contains "--"', expect.stringContaining('write "- -"')],
  ['<a>&nbsp;</a>', '1:4 unknown reference "&nbsp;"', 'write &nbsp; as &#160;'],
  ['<a>R&D</a>', '1:5 "&" does not begin a reference', expect.stringContaining('write & as &amp;')],
  ['<a><onsave</on></a>', '1:4 the start tag "<onsave" has no ">"', 'write <on>'],
  ['<a><on</on></a>', '1:4 the start tag "<on" has no ">"', 'write <on>'],
  ['<a><b<c/></a>', '1:4 the start tag "<b" has no ">"', 'write <b>'],
  ['<a><<b/></a>', '1:5 this "<" does not begin a tag', 'write < in text as &lt;'],
  ['<a>1 < 2</a>', '1:6 this "<" does not begin a tag', 'write < in text as &lt;'],
  ['<p:a/>', expect.stringContaining('the namespace prefix "p" is not declared'), expect.stringContaining('xmlns')],
  ['<?xml version="2.0"?><a/>', expect.stringContaining('no valid version'), expect.stringContaining('<?xml version=')],
  ["<a><b c='x></b></a>", '1:7 the value of the attribute "c" has no quote at its end', "write c='x'"],
  ['<a>\n<Name>x</name></a>', '2:1 <Name> is closed by </name>', 'write <name>: upper and lower case differ'],
  [
    '<a><maxMemory>x</maxmemory></a>',
    '1:16 </maxmemory> does not close <maxMemory> on line 1',
    'write </maxMemory>: upper and lower case differ',
  ],
  ['<a\n<b/></a>', '1:1 the start tag "<a" has no ">"', 'write > at the end of line 1'],
  ['<a <b/></a>', '1:1 the start tag "<a" has no ">"', 'write > before the next "<"'],
  [
    '<disk readonly/>',
    '1:7 the attribute "readonly" has no value',
    'write readonly="…"; if it is an element, write <readonly/> after this tag',
  ],
  ['<a/>\ndone', '2:1 text after </a>', 'remove it'],
  ['<a/><b/>', '1:5 a second <b> starts here: the first ends on line 1', expect.stringContaining('a file of its own')],
  ['no XML', '1:1 this is not XML: there is no element in it', 'is this an XML document?'],
])('%j', (text, message, hint) => {
  const parsed = parseXml(new SourceText('a.xml', text), { keep: () => true })
  if (!('diagnostic' in parsed)) throw new Error('this is well-formed')
  const { line, column, message: said, hint: hinted } = parsed.diagnostic
  expect([`${line}:${column} ${said}`, hinted]).toEqual([message, hint])
})

test.each([
  ['text before the root element', 'no <a/>', [1, 4]],
  ['no XML, on lines that end with CR and LF', 'no XML\r\n', [1, 7]],
  ['no XML, on lines that end with CR', 'no XML\rno more', [1, 7]],
  ['what only other languages take for white space', '\u00a0<a/>', [1, 2]],
  ['an attribute without its last quote', '<a\r\nb="1\r\n', [2, 5]],
])('the range of a fault ends in its line: %s', (_, text, [endLine, endColumn]) => {
  const parsed = parseXml(new SourceText('a.xml', text), { keep: () => true })
  expect(parsed).toMatchObject({ diagnostic: { endLine, endColumn } })
})

test('a fault at the end of a line is before its CR and LF', () => {
  const parsed = parseXml(new SourceText('a.xml', '<!-- a -->\r\n'), { keep: () => true })
  expect(parsed).toMatchObject({ diagnostic: { line: 1, column: 11 } })
})
