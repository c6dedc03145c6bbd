import { describe, expect, test } from '@jest/globals'
import { type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import { type FormatId, type OnReserved, readMachines } from '../../src/translate/index.js'

/** A property in one form, what its numbers mean, and what else it takes. */
interface Property {
  readonly form: string
  readonly name: string
  readonly key: keyof Lifecycle
  /** Members that every instance needs, so that the form is known. */
  readonly instance: object
  /** What a whole number from 0 to 65535 means; undefined where it is refused. */
  readonly number: (value: number) => string | number | undefined
  readonly texts: Readonly<Record<string, string | number>>
}

const V2 = { __CLASS: 'Msvm_VirtualSystemSettingData' }
const V1 = { __CLASS: 'Msvm_VirtualSystemGlobalSettingData' }
const START = ['ignore', 'restart-if-active', 'start']
const STOP = ['destroy', 'save', 'shutdown']

// The numbers are written out here once more, from the documentation.
const PROPERTIES: readonly Property[] = [
  {
    form: 'v2',
    instance: V2,
    name: 'AutomaticStartupAction',
    key: 'hostStart',
    number: (n) => START[n - 2],
    texts: {},
  },
  { form: 'v2', instance: V2, name: 'AutomaticShutdownAction', key: 'hostStop', number: (n) => STOP[n - 2], texts: {} },
  {
    form: 'v2',
    instance: V2,
    name: 'AutomaticStartupActionSequenceNumber',
    key: 'order',
    number: (n) => n,
    texts: {},
  },
  {
    form: 'v2',
    instance: V2,
    name: 'AutomaticStartupActionDelay',
    key: 'delay',
    number: () => undefined,
    texts: { '00000000000130.000000:000': 90, '00024855031407.000000:000': 2147483647, P0DT0H1M40S: 100 },
  },
  { form: 'v1', instance: V1, name: 'AutomaticStartupAction', key: 'hostStart', number: (n) => START[n], texts: {} },
  { form: 'v1', instance: V1, name: 'AutomaticShutdownAction', key: 'hostStop', number: (n) => STOP[n], texts: {} },
  {
    form: 'Get-VM',
    instance: { VMName: 'a' },
    name: 'AutomaticStartAction',
    key: 'hostStart',
    number: (n) => START[n - 2],
    texts: { Nothing: 'ignore', StartIfRunning: 'restart-if-active', Start: 'start' },
  },
  {
    form: 'Get-VM',
    instance: { VMName: 'a' },
    name: 'AutomaticStopAction',
    key: 'hostStop',
    number: (n) => STOP[n - 2],
    texts: { TurnOff: 'destroy', Save: 'save', ShutDown: 'shutdown' },
  },
  {
    form: 'Get-VM',
    instance: { VMName: 'a' },
    name: 'AutomaticStartDelay',
    key: 'delay',
    number: (n) => n,
    texts: {},
  },
]

/** Values that mean nothing for any property, as JSON. */
const IMPOSSIBLE = [
  ...[
    '-1',
    '-0.5',
    '2.5',
    '3.0000000000000001',
    '65536.5',
    '1e400',
    '-1e400',
    '18446744073709551618',
    '99999999999999999999999',
  ],
  ...[
    '"3"',
    '"04"',
    '""',
    '" Start"',
    '"start"',
    '"NOTHING"',
    '"00000000000130.000000"',
    '"P1Y"',
    '"-PT90S"',
    '"20260101000000.000000+060"',
  ],
  ...['"00000000009930.000000:000"', '"00000000000130.500000:000"', '"99999999000000.000000:000"', '"\\u0000"'],
  ...[
    'true',
    'false',
    '[]',
    '[3]',
    '{}',
    '{"value":3}',
    '{"Ticks":-10000000}',
    '{"Ticks":15000000}',
    '{"Ticks":"900000000"}',
    '{"TotalSeconds":1e12}',
  ],
]

function read(instances: readonly string[], onReserved: OnReserved = 'error') {
  return readMachines(new SourceText('vms.json', `[${instances.join(',\n')}]`), { onReserved })
}

const instanceOf = ({ instance, name }: Property, value: string): string =>
  `${JSON.stringify(instance).slice(0, -1)},"${name}":${value}}`

describe.each(PROPERTIES)('$form $name', (property) => {
  const { name, key, number, texts } = property

  test('every number from 0 to 65535 means what the table says, or is refused', () => {
    const numbers = Array.from({ length: 65_536 }, (_, n) => n)
    const { machines, diagnostics } = read(numbers.map((n) => instanceOf(property, String(n))))
    const wanted = numbers.map(number)
    const accepted = wanted.filter((value) => value !== undefined)
    expect(machines.map(({ lifecycle }) => lifecycle[key])).toEqual(accepted)
    expect(machines.every(({ lifecycle }) => Object.keys(lifecycle).every((k) => k === key))).toBe(true)
    const refused = numbers.filter((n) => wanted[n] === undefined)
    const says = ({ code, severity, line, path }: Diagnostic) => `${code} ${severity} ${line} ${path}`
    expect(diagnostics.map(says)).toEqual(refused.map((n) => `VL301 error ${n + 1} $[${n}].${name}`))
    expect(diagnostics.filter(({ message }, i) => !message.includes(`${name} is ${refused[i]}, not `))).toEqual([])
  })

  test.each(IMPOSSIBLE)('%s is refused', (value) => {
    const { machines, diagnostics } = read([instanceOf(property, value)])
    expect(machines).toEqual([])
    expect(diagnostics.map(({ code, severity, path }) => ({ code, severity, path }))).toEqual([
      { code: 'VL301', severity: 'error', path: `$[0].${name}` },
    ])
  })

  test.each(IMPOSSIBLE)('%s leaves out only the property if an option says so', (value) => {
    const { machines, diagnostics } = read([instanceOf(property, value)], 'skip')
    expect(machines.map(({ lifecycle }) => lifecycle)).toEqual([{}])
    expect(diagnostics.map(({ code, severity }) => ({ code, severity }))).toEqual([
      { code: 'VL302', severity: 'warning' },
    ])
  })

  test('null is the same as a missing property', () => {
    for (const instance of [instanceOf(property, 'null'), JSON.stringify({ ...property.instance, VMId: null })]) {
      const { machines, diagnostics } = read([instance])
      expect({ lifecycles: machines.map(({ lifecycle }) => lifecycle), diagnostics }).toEqual({
        lifecycles: [{}],
        diagnostics: [],
      })
    }
  })

  test('a duplicate property is refused', () => {
    const { machines, diagnostics } = read([instanceOf(property, '3').replace('}', `,"${name}":4}`)])
    expect(machines).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['VL310'])
  })

  test('texts', () => {
    for (const [text, value] of Object.entries(texts)) {
      const { machines, diagnostics } = read([instanceOf(property, JSON.stringify(text))])
      expect({ value: machines[0]?.lifecycle[key], diagnostics }).toEqual({ value, diagnostics: [] })
    }
  })
})

describe('what a refusal says', () => {
  test.each([
    [
      'v2',
      { ElementName: 'web', AutomaticShutdownAction: 7 },
      'machine "web": AutomaticShutdownAction is 7, not one of: 2 (Turn off), 3 (Save state), 4 (Shutdown); the machine is left out',
      undefined,
    ],
    [
      'v2',
      { ElementName: 'web', AutomaticStartupAction: 1 },
      'machine "web": AutomaticStartupAction is 1, not one of: 2 (None), 3 (Restart if previously active), 4 (Always startup); the machine is left out',
      'is this Msvm_VirtualSystemGlobalSettingData, which counts from 0? If so, add --hyperv v1',
    ],
    [
      'Get-VM',
      { Name: 'web', AutomaticStopAction: 'Shutdown' },
      'machine "web": AutomaticStopAction is the text "Shutdown", not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the machine is left out',
      'did you mean "ShutDown"?',
    ],
    [
      'v2',
      { ElementName: 'web', AutomaticStartupActionDelay: '20260101000000.000000+060' },
      /point in time|CIM interval/,
      'this is a point in time, not an interval',
    ],
  ])('%s %j', (_, instance, message, hint) => {
    const { diagnostics } = read([JSON.stringify(instance)])
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]?.message).toMatch(message)
    expect(diagnostics[0]?.hint).toBe(hint)
  })
})

test('the delay of Get-CimInstance is a TimeSpan', () => {
  const delay = (value: unknown) =>
    read([JSON.stringify({ AutomaticStartupActionDelay: value })]).machines[0]?.lifecycle
  expect(delay({ Ticks: 900_000_000, TotalSeconds: 90 })).toEqual({ delay: 90 })
  expect(delay({ TotalSeconds: 90.0 })).toEqual({ delay: 90 })
  expect(delay({ Ticks: 0 })).toEqual({ delay: 0 })
  expect(delay({ Ticks: 21_474_836_470_000_000 })).toEqual({ delay: 2147483647 })
})

test('the neutral JSON has the words and the rules of domain XML', () => {
  const own = (machine: object): ReturnType<typeof readMachines> =>
    readMachines(
      new SourceText('m.json', JSON.stringify({ format: 'virt-lifecycle', version: 1, machines: [machine] })),
    )
  for (const value of [0, 3, -1, 2.5, true, [], {}, 'sav', 'START']) {
    expect(own({ name: 'a', on_hoststop: value }).diagnostics.map(({ code }) => code)).toEqual(['VL203'])
  }
  for (const value of [-1, 2.5, 2147483648, 'x', true, [], {}]) {
    expect(own({ name: 'a', on_hoststart: 'start', delay: value }).diagnostics.map(({ code }) => code)).toEqual([
      'VL207',
    ])
  }
  for (let order = 0; order <= 65_536; order += order < 10 || order > 65_530 ? 1 : 97) {
    const { machines, diagnostics } = own({ name: 'a', on_hoststart: 'start', order })
    if (order > 65_535) expect(diagnostics.map(({ code }) => code)).toEqual(['VL207'])
    else expect(machines[0]?.lifecycle).toEqual({ hostStart: 'start', order })
  }
  expect(own({ name: 'a', on_hoststart: null, delay: null, order: null, on_hoststop: null })).toMatchObject({
    machines: [{ lifecycle: {} }],
    diagnostics: [],
  })
})

test.each<FormatId>(['cim-json', 'powershell-json', 'json'])(
  '%s: a format that is named is not guessed again',
  (from) => {
    const { machines, diagnostics } = readMachines(new SourceText('x.json', '"text"'), { from })
    expect(machines).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['VL305'])
  },
)
