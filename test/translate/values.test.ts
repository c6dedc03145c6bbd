import { describe, expect, test } from '@jest/globals'
import { type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import {
  CIM_SETTINGS,
  POWERSHELL_SETTINGS,
  SCVMM_SETTINGS,
  type SettingTable,
  TERRAFORM_SETTINGS,
} from '../../src/translate/hyperv/properties.js'
import { type FormatId, type OnReserved, readMachines } from '../../src/translate/index.js'

/** A property in one form, what its numbers mean, and what else it takes. */
interface Property {
  readonly form: string
  readonly table: SettingTable
  readonly name: string
  readonly key: keyof Lifecycle
  /** Members that every instance needs, so that the form is known. */
  readonly instance: object
  /** What a whole number from 0 to 65535 means; undefined where it is refused. */
  readonly number: (value: number) => string | number | undefined
  /** Other values, as JSON. */
  readonly others: Readonly<Record<string, string | number>>
}

const V2 = { __CLASS: 'Msvm_VirtualSystemSettingData' }
const V1 = { __CLASS: 'Msvm_VirtualSystemGlobalSettingData' }
const START = ['ignore', 'restart-if-active', 'start']
const STOP = ['destroy', 'save', 'shutdown']

/** Texts, and objects as JSON, that mean a delay in every form. */
const DELAYS = {
  '"30"': 30,
  '" 30 "': 30,
  '"0"': 0,
  '"2147483647"': 2147483647,
  '"00:00:30"': 30,
  '"0:00:30"': 30,
  '"00:01:30.0000000"': 90,
  '"1.00:00:30"': 86_430,
  '"00000000000130.000000:000"': 90,
  '"00024855031407.000000:000"': 2147483647,
  '"P0DT0H1M40S"': 100,
  '"PT90S"': 90,
  '{"Ticks":900000000}': 90,
  '{"Ticks":300000000,"TotalSeconds":30.0}': 30,
}

/** The same for an action with three numbers and names. */
function actionTexts(
  first: number,
  actions: readonly string[],
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    actions.flatMap((action, i) => {
      const [number, name = ''] = [first + i, names[i]]
      const texts = [name, name.toUpperCase(), name.toLowerCase(), ` ${name}\r\n`, `${number}`, `\t${number} `]
      const remote = [
        { value: number, Value: name },
        { Value: name, value: number },
      ]
      return [...texts, ...remote].map((value) => [JSON.stringify(value), action])
    }),
  )
}

/** The same for an action that has names only; the number of a remote enumeration says nothing then. */
function namesOnly(actions: readonly string[], names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    actions.flatMap((action, i) => {
      const name = names[i] ?? ''
      return [name, name.toUpperCase(), ` ${name}`, { value: 7, Value: name }].map((value) => [
        JSON.stringify(value),
        action,
      ])
    }),
  )
}

// The numbers and names are written out here once more, from the documentation.
const CIM_START = ['None', 'Restart if previously active', 'Always startup']
const CIM_STOP = ['Turn off', 'Save state', 'Shutdown']
const PROPERTIES: readonly Property[] = [
  {
    form: 'v2',
    table: CIM_SETTINGS.v2,
    instance: V2,
    name: 'AutomaticStartupAction',
    key: 'hostStart',
    number: (n) => START[n - 2],
    others: actionTexts(2, START, CIM_START),
  },
  {
    form: 'v2',
    table: CIM_SETTINGS.v2,
    instance: V2,
    name: 'AutomaticShutdownAction',
    key: 'hostStop',
    number: (n) => STOP[n - 2],
    others: actionTexts(2, STOP, CIM_STOP),
  },
  {
    form: 'v2',
    table: CIM_SETTINGS.v2,
    instance: V2,
    name: 'AutomaticStartupActionSequenceNumber',
    key: 'order',
    number: (n) => n,
    others: { '"3"': 3, '" 0"': 0, '"65535"': 65535 },
  },
  {
    form: 'v2',
    table: CIM_SETTINGS.v2,
    instance: V2,
    name: 'AutomaticStartupActionDelay',
    key: 'delay',
    number: (n) => n,
    others: DELAYS,
  },
  {
    form: 'v1',
    table: CIM_SETTINGS.v1,
    instance: V1,
    name: 'AutomaticStartupAction',
    key: 'hostStart',
    number: (n) => START[n],
    others: actionTexts(0, START, CIM_START),
  },
  {
    form: 'v1',
    table: CIM_SETTINGS.v1,
    instance: V1,
    name: 'AutomaticShutdownAction',
    key: 'hostStop',
    number: (n) => STOP[n],
    others: actionTexts(0, STOP, CIM_STOP),
  },
  {
    form: 'Get-VM',
    table: POWERSHELL_SETTINGS,
    instance: { VMName: 'a' },
    name: 'AutomaticStartAction',
    key: 'hostStart',
    number: (n) => START[n - 2],
    others: actionTexts(2, START, ['Nothing', 'StartIfRunning', 'Start']),
  },
  {
    form: 'Get-VM',
    table: POWERSHELL_SETTINGS,
    instance: { VMName: 'a' },
    name: 'AutomaticStopAction',
    key: 'hostStop',
    number: (n) => STOP[n - 2],
    others: actionTexts(2, STOP, ['TurnOff', 'Save', 'ShutDown']),
  },
  {
    form: 'Get-VM',
    table: POWERSHELL_SETTINGS,
    instance: { VMName: 'a' },
    name: 'AutomaticStartDelay',
    key: 'delay',
    number: (n) => n,
    others: DELAYS,
  },
  {
    form: 'SCVMM',
    table: SCVMM_SETTINGS,
    instance: {},
    name: 'StartAction',
    key: 'hostStart',
    number: () => undefined,
    others: namesOnly(START, ['NeverAutoTurnOnVM', 'TurnOnVMIfRunningWhenVSStopped', 'AlwaysAutoTurnOnVM']),
  },
  {
    form: 'SCVMM',
    table: SCVMM_SETTINGS,
    instance: {},
    name: 'StopAction',
    key: 'hostStop',
    number: () => undefined,
    others: namesOnly(STOP, ['TurnOffVM', 'SaveVM', 'ShutdownGuestOS']),
  },
  ...['DelayStartSeconds', 'DelayStart'].map(
    (name): Property => ({
      form: 'SCVMM',
      table: SCVMM_SETTINGS,
      instance: {},
      name,
      key: 'delay',
      number: (n) => n,
      others: DELAYS,
    }),
  ),
  {
    form: 'Terraform',
    table: TERRAFORM_SETTINGS,
    instance: {},
    name: 'automatic_start_action',
    key: 'hostStart',
    number: (n) => START[n - 2],
    others: actionTexts(2, START, ['Nothing', 'StartIfRunning', 'Start']),
  },
  {
    form: 'Terraform',
    table: TERRAFORM_SETTINGS,
    instance: {},
    name: 'automatic_stop_action',
    key: 'hostStop',
    number: (n) => STOP[n - 2],
    others: actionTexts(2, STOP, ['TurnOff', 'Save', 'ShutDown']),
  },
  {
    form: 'Terraform',
    table: TERRAFORM_SETTINGS,
    instance: {},
    name: 'automatic_start_delay',
    key: 'delay',
    number: (n) => n,
    others: DELAYS,
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
    '"04"',
    '"+3"',
    '"-3"',
    '"3.0"',
    '"3.5"',
    '"3,0"',
    '"0x3"',
    '"3 4"',
    '"\\u00a03"',
    '"99999999999999999999"',
    '""',
    '" "',
    '"Startup"',
    '"Save it"',
    '"30 s"',
    '"00:30"',
    '"00:60:00"',
    '"24:00:00"',
    '"-00:00:30"',
    '"00:00:30.5"',
    '"99999999.00:00:00"',
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
    '{"Value":"Start"}',
    '{"value":"3","Value":"Start"}',
    '{"value":3,"Value":"Nothing"}',
    '{"value":2,"Value":"Save"}',
    '{"value":3,"Value":"x"}',
    '{"value":4,"value":4,"Value":"Start"}',
    '{"value":3,"Value":"Save","x":1}',
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
  `${JSON.stringify({ Name: 'a', ...instance }).slice(0, -1)},"${name}":${value}}`

describe.each(PROPERTIES)('$form $name', (property) => {
  const { name, key, number, others } = property

  test('every number from 0 to 65535 means what the table says, or is refused', () => {
    // One comparison for each number; the deep comparison of long lists is slow.
    const differs = Array.from({ length: 65_536 }, (_, n) => n).filter((n) => {
      const meaning = property.table[key]?.read(n)
      return (meaning !== undefined && 'value' in meaning ? meaning.value : undefined) !== number(n)
    })
    expect(differs).toEqual([])
  })

  test('a document of numbers: those that mean something are read, the others are refused one by one', () => {
    const powers = Array.from({ length: 17 }, (_, i) => 2 ** i).flatMap((n) => [n - 1, n, n + 1])
    const numbers = [...new Set([...Array(40).keys(), ...powers])].filter((n) => n < 65_536)
    const { machines, diagnostics } = read(numbers.map((n) => instanceOf(property, String(n))))
    const accepted = numbers.map(number).filter((value) => value !== undefined)
    expect(machines.map(({ lifecycle }) => lifecycle)).toEqual(accepted.map((value) => ({ [key]: value })))
    const says = ({ code, severity, line, path, message }: Diagnostic) =>
      `${code} ${severity} ${line} ${path} ${/(?<=: ).* is \d+, not /.exec(message)}`
    const refused = numbers.flatMap((n, i) => (number(n) === undefined ? [{ n, i }] : []))
    expect(diagnostics.map(says)).toEqual(
      refused.map(({ n, i }) => `VL301 error ${i + 1} $[${i}].${name} ${name} is ${n}, not `),
    )
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
    for (const instance of [instanceOf(property, 'null'), JSON.stringify({ ...property.instance, VMName: null })]) {
      const { machines, diagnostics } = read([instance])
      expect(machines.map(({ lifecycle }) => lifecycle)).toEqual([{}])
      expect(diagnostics.map(({ code }) => code)).toEqual(['VL319'])
    }
  })

  test('a duplicate property is refused', () => {
    const { machines, diagnostics } = read([instanceOf(property, '3').replace('}', `,"${name}":4}`)])
    expect(machines).toEqual([])
    expect(diagnostics.map(({ code }) => code)).toEqual(['VL310'])
  })

  test.each(Object.entries(others))('%s means %s', (json, value) => {
    const { machines, diagnostics } = read([instanceOf(property, json)])
    expect({ lifecycles: machines.map(({ lifecycle }) => lifecycle), diagnostics }).toEqual({
      lifecycles: [{ [key]: value }],
      diagnostics: [],
    })
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
      'Get-VM',
      { Name: 'web', AutomaticStopAction: { value: 3, Value: 'ShutDown' } },
      'machine "web": AutomaticStopAction is an object, not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the machine is left out',
      'its number and its name are different actions; export one of them',
    ],
    [
      'v2',
      { ElementName: 'web', AutomaticStartupAction: 1 },
      'machine "web": AutomaticStartupAction is 1, not one of: 2 (None), 3 (Restart if previously active), 4 (Always startup); the machine is left out',
      'is this Msvm_VirtualSystemGlobalSettingData, which counts from 0? If so, add --hyperv v1',
    ],
    [
      'Get-VM',
      { Name: 'web', AutomaticStopAction: 'Shutdwn' },
      'machine "web": AutomaticStopAction is the text "Shutdwn", not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the machine is left out',
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

test.each([
  [2, true],
  ['2', true],
  ['running', true],
  [{ value: 3, Value: 'Off' }, false],
  [{ value: 2, Value: 'Off' }, undefined],
  ['Starting', undefined],
])('the state %j', (State, running) => {
  const { machines, diagnostics } = read([JSON.stringify({ VMName: 'a', State, AutomaticStopAction: 3 })])
  expect({ running: machines[0]?.running, diagnostics }).toEqual({ running, diagnostics: [] })
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
