import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { JsonPieces } from '../../src/json/index.js'
import { readMachines } from '../../src/translate/index.js'

/** What is read of documents together: machines, and what is said where. */
function readAll(documents: readonly SourceText[]) {
  const readings = documents.map((document) => readMachines(document, { from: 'powershell-json' }))
  return {
    machines: readings.flatMap(({ machines }) => machines.map(({ name, lifecycle }) => ({ name, lifecycle }))),
    said: readings.flatMap(({ diagnostics }) =>
      diagnostics.map(({ line, column, code, path, message }) => ({ line, column, code, path, message })),
    ),
  }
}

/** The documents that a text is cut into, which comes in whole lines. */
function cut(text: string, size: number): readonly SourceText[] {
  const pieces = new JsonPieces('in', size)
  const documents = (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).flatMap((lines) => pieces.add(lines) ?? [])
  return [...documents, pieces.end()]
}

const item = fc.constantFrom(
  '{"Name": "a", "AutomaticStartAction": 4}',
  '{\n  "Name": "b, [",\n  "AutomaticStopAction": {"value": 3, "Value": "Save"}\n}',
  '{"Name": "\\"]},", "AutomaticStartAction": 9}',
  '7',
  '[\n {"Name": "c", "AutomaticStartAction": "Start"},\n {"Name": "d", "AutomaticStartDelay": -1}\n]',
)
const separator = fc.constantFrom(',\n', ',', ' , \r\n', '\n,', ',\n\n')
const array = fc
  .tuple(fc.constantFrom('', '\ufeff', '\n'), fc.array(fc.tuple(item, separator), { minLength: 1 }), item)
  .map(([before, items, last]) => `${before}[\n${items.flat().join('')}${last}\n]\n`)

test('an array is read in pieces as the whole, with all positions', () => {
  let several = 0
  fc.assert(
    fc.property(array, fc.integer({ min: 1, max: 200 }), (text, size) => {
      const documents = cut(text, size)
      if (documents.length > 1) several++
      const [pieces, whole] = [readAll(documents), readAll([new SourceText('in', text)])]
      // That no machine has a setting is said of pieces, too.
      const isOfItems = ({ code }: { readonly code: string }) => code !== 'VL319'
      expect({ ...pieces, said: pieces.said.filter(isOfItems) }).toEqual({
        ...whole,
        said: whole.said.filter(isOfItems),
      })
    }),
    { numRuns: 1000 },
  )
  expect(several).toBeGreaterThan(300)
})

test.each([
  ['a comma that nothing follows', '[\n{"Name": "a"},\n]\n', 3],
  ['an item that is not closed', '[\n{"Name": "a"},\n{"Name": "b",\n{"Name": "c"},\n{"Name": "d"}\n]\n', 4],
  ['a bracket too many', '[\n{"Name": "a"},\n{"Name": "b"}},\n{"Name": "c"},\n{"Name": "d"}\n]\n', 3],
  ['an end that is missing', '[\n{"Name": "a"},\n{"Name": "b"}\n', 4],
  ['more after the end', '[\n{"Name": "a"},\n{"Name": "b"}\n]\n{\n', 5],
])('%s is one fault, where it is', (_, text, line) => {
  const [pieces, whole] = [readAll(cut(text, 1)).said, readAll([new SourceText('in', text)]).said]
  const faults = pieces.filter(({ code }) => code === 'VL107')
  expect(faults).toEqual(whole)
  expect(faults).toMatchObject([{ line }])
})

test('what is no array, and one in a single line, stays whole', () => {
  for (const text of ['{"a": [\n1,\n2,\n3\n]}\n', '[1,2,3]\n', '\n', 'text,\n[\n1,\n2\n]']) {
    expect(cut(text, 1).map((document) => document.text)).toEqual([text])
  }
})
