import { expect, test } from '@jest/globals'
import type { SourceText } from '../../../src/diagnostics/index.js'
import { csvHead } from '../../../src/translate/hyperv/csv-head.js'
import { CsvPieces } from '../../../src/translate/index.js'

test.each([
  ['a', { delimiter: ',', columns: ['a'], start: 0, end: 1 }],
  ['a,b\nc', { delimiter: ',', columns: ['a', 'b'], start: 0, end: 3 }],
  ['a;b,c;d\r\n', { delimiter: ';', columns: ['a', 'b,c', 'd'], start: 0, end: 7 }],
  ['a\tb', { delimiter: '\t', columns: ['a', 'b'], start: 0, end: 3 }],
  ['a,b;c', { delimiter: ',', columns: ['a', 'b;c'], start: 0, end: 5 }],
  ['"a;b;c",d', { delimiter: ',', columns: ['a;b;c', 'd'], start: 0, end: 9 }],
  ['a|b', { delimiter: ',', columns: ['a|b'], start: 0, end: 3 }],
  ['#TYPEx\na', { delimiter: ',', columns: ['#TYPEx'], start: 0, end: 6 }],
  ['a #TYPE x,b', { delimiter: ',', columns: ['a #TYPE x', 'b'], start: 0, end: 11 }],
  [
    '\ufeff\n #TYPE x\r\n\r\n a , b \r\nc',
    { typeLine: '#TYPE x', delimiter: ',', columns: ['a', 'b'], start: 15, end: 21 },
  ],
])('the head of %j', (text, head) => {
  expect(csvHead(text)).toEqual(head)
})

test.each(['', '\n\n', '#TYPE x', '#TYPE x\n', '"a,b'])('no head: %j', (text) => {
  expect(csvHead(text)).toBeUndefined()
})

/** A piece: its text, the line of the document on which its first row is, and its encoding. */
function shown(piece: SourceText | undefined) {
  if (piece === undefined) return undefined
  const { file, text, encoding } = piece
  const { columns: _, ...head } = csvHead(text) ?? { end: 0 }
  return { file, text, row: piece.position(Math.min(head.end + 1, text.length)).line, encoding }
}

test('each piece has the head, and whole rows with the lines that they have in the document', () => {
  const pieces = new CsvPieces('in')
  const added = (text: string, encoding?: string) => [shown(pieces.add(text, encoding)), pieces.waiting]
  const head = '#TYPE x\nVMName,AutomaticStopAction\n'
  const piece = (rows: string, row: number, encoding?: string) => ({ file: 'in', text: head + rows, row, encoding })
  expect(added('#TYPE x\nVMName,Auto')).toEqual([undefined, 19])
  expect(added('maticStopAction\na,3')).toEqual([undefined, 38])
  expect(added('\nb,')).toEqual([piece('a,3\n', 3), 2])
  expect(added('3\nc,3\n', 'windows-1252')).toEqual([piece('b,3\nc,3\n', 4, 'windows-1252'), 0])
  // The first encoding that is told is that of the whole document.
  expect(added('"d\n', 'utf-8')).toEqual([undefined, 3])
  expect(added('e",3\n\nf')).toEqual([piece('"d\ne",3\n\n', 6, 'windows-1252'), 1])
  expect(added(',3')).toEqual([undefined, 3])
  expect(shown(pieces.end())).toEqual(piece('f,3', 9, 'windows-1252'))
})

test('what is left at the end may be nothing', () => {
  const whole = new CsvPieces('in')
  expect(shown(whole.add('a,b\n1,2\n'))).toMatchObject({ text: 'a,b\n1,2\n', row: 2 })
  expect(shown(whole.add('\n\r\n'))).toBeUndefined()
  expect(whole.end()).toBeUndefined()
})

test.each(['', 'a', 'a,b\n', '#TYPE x\n', '"a,b\n1,2\n'])(
  'a document without a whole row is given at the end: %j',
  (text) => {
    const pieces = new CsvPieces('in')
    expect(pieces.add(text)).toBeUndefined()
    expect(pieces.end()).toMatchObject({ text, firstLine: 1 })
  },
)
