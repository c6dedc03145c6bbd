import { expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { mergeMachines, readMachines, readMapPair } from '../../../src/translate/index.js'

const GUID = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

/** A Get-VM object of which the settings are right, or cannot be read. */
const vm = (Name: string, digit: number, action: number) => ({ Name, Id: GUID(digit), AutomaticStopAction: action })
const [RIGHT, WRONG] = [3, 99]

const domain = (name: string, digit: number, stop = '') =>
  `<domain><name>${name}</name><uuid>${GUID(digit)}</uuid>${stop}</domain>`
const WRONG_STOP = '<on_hoststop>halt</on_hoststop>'

/** What is merged, and what is said of machines without a domain; the machines are on lines of their own. */
function merged(machines: readonly object[], domains: readonly string[], rows: readonly string[] = []) {
  const text = `[\n${machines.map((one) => JSON.stringify(one)).join(',\n')}\n]`
  const targets = domains.map((xml, i) => readMachines(new SourceText(`${i + 1}.xml`, xml), { from: 'domain' }))
  const merge = mergeMachines(
    readMachines(new SourceText('vms.json', text)),
    {
      machines: targets.flatMap((reading) => reading.machines),
      diagnostics: targets.flatMap(({ diagnostics }) => diagnostics),
    },
    { map: rows.flatMap((row) => readMapPair(new SourceText('--map', row)).rows) },
  )
  const changed = merge.domains.filter(({ edits }) => edits.length > 0).map(({ domain }) => domain.source.document.file)
  const said = merge.diagnostics.filter(({ code }) => code.startsWith('VL31') || code.startsWith('VL34'))
  return { changed, said: said.map(({ code, line, message, hint }) => [`${code} ${line}`, message, hint ?? '']) }
}

test('the domain of a machine that was left out is not given to another one, which has its name', () => {
  expect(merged([vm('old', 1, WRONG), vm('web', 2, RIGHT)], [domain('web', 1)])).toEqual({
    changed: [],
    said: [
      [
        'VL312 3',
        `machine "web" (${GUID(2)}): the domain with its name, "web" in 1.xml, belongs to another machine, by its UUID or the map`,
        'every domain already has a machine',
      ],
    ],
  })
})

test('nor is one that the map gives to it', () => {
  const { changed, said } = merged([vm('old', 1, WRONG), vm('web', 2, RIGHT)], [domain('web', 3)], ['old=web'])
  expect(changed).toEqual([])
  expect(said.map(([where]) => where)).toEqual(['VL312 3'])
})

test('a name that it has is shared', () => {
  const { changed, said } = merged([vm('web', 1, WRONG), vm('web', 2, RIGHT)], [domain('web', 3)])
  expect(changed).toEqual([])
  expect(said).toEqual([
    [
      'VL313 3',
      `machine "web" (${GUID(2)}): the name is shared by 2 machines ("web" at vms.json:3, "web" at vms.json:2) and 1 domain ("web" in 1.xml)`,
      'it is left out; say which domain it is with --map OLD=NEW, where each side may be a UUID',
    ],
  ])
})

test('its domain is not offered to others', () => {
  const { changed, said } = merged([vm('a', 1, WRONG), vm('web', 2, RIGHT)], [domain('a', 1), domain('xyz', 3)])
  expect(changed).toEqual([])
  expect(said.map(([, , hint]) => hint)).toEqual(['domains without a machine: "xyz" in 2.xml'])
})

test('a machine whose domain was left out does not get another one of its name', () => {
  expect(merged([vm('web', 1, RIGHT)], [domain('web', 1, WRONG_STOP), domain('web', 2)])).toEqual({
    changed: [],
    said: [
      [
        'VL312 2',
        `machine "web" (${GUID(1)}): its domain, "web" in 1.xml, was left out`,
        'correct the domain first: see what is reported there',
      ],
    ],
  })
})

test('a snapshot whose domain was left out is no target, so the definition is', () => {
  const snapshot = `<domainsnapshot>${domain('web', 1, WRONG_STOP)}</domainsnapshot>`
  expect(merged([vm('web', 1, RIGHT)], [domain('web', 1), snapshot])).toEqual({ changed: ['1.xml'], said: [] })
})

test('what is said of machines is in their order', () => {
  const machines = [vm('web', 1, RIGHT), vm('x', 2, RIGHT), vm('db', 3, RIGHT), vm('y', 4, RIGHT)]
  const { said } = merged(machines, [domain('db', 3, WRONG_STOP), domain('web', 1, WRONG_STOP), domain('z', 5)])
  expect(said.map(([where]) => where)).toEqual(['VL312 2', 'VL312 3', 'VL312 4', 'VL312 5'])
})

test('what does not concern them is merged', () => {
  const machines = [vm('web', 1, WRONG), vm('db', 2, RIGHT)]
  expect(merged(machines, [domain('web', 1), domain('db', 2), domain('x', 3, WRONG_STOP)])).toEqual({
    changed: ['2.xml'],
    said: [],
  })
})
