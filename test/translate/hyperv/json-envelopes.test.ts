import { expect, test } from '@jest/globals'
import { readMachines } from '../../../src/translate/index.js'

const SAVE = { AutomaticStopAction: 3 }

/** The names of the machines in a document, and what is said of it. */
function read(value: unknown) {
  const { machines, diagnostics } = readMachines(JSON.stringify(value), { from: 'powershell-json' })
  return [machines.map(({ name }) => name), diagnostics.map(({ code, path }) => `${code} ${path}`)]
}

test.each<[string, unknown, readonly unknown[], readonly string[]]>([
  ['a wrapper whose count is a text', { value: [{ VMName: 'a', ...SAVE }], Count: '1' }, ['a'], []],
  ['a wrapper with another member', { value: [{ VMName: 'a', ...SAVE }], Count: 1, x: 1 }, ['a'], []],
  ['a wrapper whose value is no list', { value: { VMName: 'a', ...SAVE }, Count: 1 }, ['a'], []],
  ['a wrapper of something else', { value: [1], Count: 1 }, [], ['VL305 $.value[0]']],
  ['a wrapper in a wrapper', { value: [{ value: [{ VMName: 'a', ...SAVE }], Count: 1 }], Count: 1 }, ['a'], []],
  [
    'machines with settings beside others',
    { a: { VMName: 'a' }, b: { x: [{ VMName: 'b', ...SAVE }] }, c: { VMName: 'c', AUTOMATICSTOPACTION: 3 } },
    ['b', 'c'],
    [],
  ],
  ['only other marks', { a: [{ VMName: 'a' }], b: { vmid: null } }, ['a', undefined], ['VL319 $.a[0]']],
  ['a machine in a machine', { x: { ...SAVE, Name: 'a', y: { VMName: 'b', ...SAVE } } }, ['a'], []],
  ['objects of which one has a machine', [{ a: 1 }, { b: { VMName: 'b', ...SAVE } }], ['b'], ['VL305 $[0]']],
  ['what is no mark', { a: { Name: 'a', State: 2 } }, [], ['VL305 $']],
])('%s', (_, value, names, said) => {
  expect(read(value)).toEqual([names, said])
})
