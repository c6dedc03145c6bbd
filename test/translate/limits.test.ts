import { describe, expect, test } from '@jest/globals'
import { readMachines } from '../../src/translate/index.js'

const LEVELS = 100_000
const nested = (open: string, close: string) => `${open.repeat(LEVELS)}${close.repeat(LEVELS)}`
const CLIXML = 'xmlns="http://schemas.microsoft.com/powershell/2004/04"'

describe.each([1000, 10_000])('with a limit of %i, a hundred thousand levels are said to be too many', (maxDepth) => {
  test.each([
    ['domain XML', `<domain>${nested('<a>', '</a>')}</domain>`],
    ['JSON arrays', nested('[', ']')],
    ['JSON objects', `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`],
    ['CLIXML', `<Objs Version="1.1.0.1" ${CLIXML}>${nested('<Obj><LST>', '</LST></Obj>')}</Objs>`],
    ['CIM-XML', nested('<INSTANCE CLASSNAME="a"><PROPERTY>', '</PROPERTY></INSTANCE>')],
    [
      'WS-Management',
      nested('<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>', '</s:Body></s:Envelope>'),
    ],
    ['vm-config', `<configuration>${nested('<properties>', '</properties>')}</configuration>`],
  ])('%s', (_, text) => {
    expect(readMachines(text, { maxDepth }).diagnostics.map(({ code }) => code)).toEqual(['VL104'])
  })
})

test('lists in lists of CLIXML are read as deep as the limit allows', () => {
  const machine = '<Obj><Props><S N="Name">a</S><I32 N="AutomaticStartAction">3</I32></Props></Obj>'
  const deep = `${'<Obj><LST>'.repeat(4000)}${machine}${'</LST></Obj>'.repeat(4000)}`
  const { machines } = readMachines(`<Objs Version="1.1.0.1" ${CLIXML}>${deep}</Objs>`, { maxDepth: 10_000 })
  expect(machines.map(({ name }) => name)).toEqual(['a'])
})

test('of the unknown names of an object, the first are described and the others counted', () => {
  const names = Array.from({ length: 30 }, (_, i) => `"key${i}":1`)
  const { diagnostics } = readMachines(`{"format":"virt-lifecycle","version":1,"machines":[{${names.join()}}]}`)
  expect(diagnostics).toHaveLength(21)
  expect(diagnostics.at(-1)?.message).toBe('a machine without a name: 10 more names are unknown')
})

test('JSON with more values than memory may hold is refused', () => {
  const { diagnostics } = readMachines(`[${'0,'.repeat(1_000_000)}0]`)
  expect(diagnostics.map(({ code }) => code)).toEqual(['VL122'])
})
