import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { detectDocuments, fixDocuments, readDocuments, readMachines } from '../../src/translate/index.js'

const source = (text: string): SourceText => new SourceText('vms', text, 1, 'UTF-8')
const named = (text: string) => readDocuments(source(text)).machines.map(({ name }) => name)

const A = '{"VMName":"a","AutomaticStartAction":"Start"}'
const B = '{"VMName":"b","AutomaticStopAction":"Save"}'

describe('a text with a JSON document on each line', () => {
  test.each([
    ['lines that end with LF', `${A}\n${B}\n`],
    ['lines that end with CR and LF', `${A}\r\n${B}\r\n`],
    ['blank lines', `\n\n${A}\n \t\n\n${B}`],
    ['a byte order mark', `\ufeff${A}\n${B}`],
    ['white space around documents', `  ${A}  \n\t${B}`],
    ['an array on a line', `[${A}]\n${B}`],
  ])('is read: %s', (_, text) => {
    expect(named(text)).toEqual(['a', 'b'])
    expect(detectDocuments(source(text))).toEqual({ format: 'powershell-json' })
    expect(readDocuments(source(text))).toMatchObject({ format: 'powershell-json', diagnostics: [] })
  })

  test('has findings and fixes where they are in the whole text', () => {
    const text = `${A.replace('Start"}', 'Strat"}')}\n\n${B.replace('Save', 'Savee')}\n{"c"\n`
    const { diagnostics } = readDocuments(source(text))
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['VL301', 1],
      ['VL301', 3],
      ['VL107', 4],
    ])
    const [edit] = diagnostics[1]?.fix ?? []
    const start = edit?.offset ?? 0
    expect(text.slice(start, start + (edit?.length ?? 0))).toMatch(/^"?Savee"?$/)
    expect(edit).toMatchObject({ line: 3 })
    const { text: after, fixed } = fixDocuments(source(text))
    expect(after).toBe(`${A}\n\n${B}\n{"c"\n`)
    expect(fixed.map(({ line }) => line)).toEqual([1, 3])
  })
})

test.each([
  ['one document', A],
  ['one document over several lines', '[\n  {"VMName": "a"},\n  {"VMName": "b"}\n]\n'],
  ['an array whose second line looks like a document', `[\n${A},\n${B}\n]`],
  ['domain XML', '<domain>\n<name>a</name>\n</domain>'],
  ['CSV', 'VMName,AutomaticStopAction\na,Save\nb,Save\n'],
  ['nothing', ''],
  ['a document that is cut off, before another', '{"VMName":\n{"VMName":"b"}'],
])('%s is read as it is by itself', (_, text) => {
  const { machines, diagnostics } = readDocuments(source(text))
  const whole = readMachines(source(text))
  expect(machines.map(({ name, lifecycle }) => [name, lifecycle])).toEqual(
    whole.machines.map(({ name, lifecycle }) => [name, lifecycle]),
  )
  expect(diagnostics).toEqual(whole.diagnostics)
})
