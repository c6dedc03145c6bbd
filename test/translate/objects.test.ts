import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import {
  CIM_SETTINGS,
  POWERSHELL_SETTINGS,
  SCVMM_SETTINGS,
  settingsOf,
  TERRAFORM_SETTINGS,
} from '../../src/translate/hyperv/properties.js'
import { type FormatId, readMachines } from '../../src/translate/index.js'
import { anyLifecycle } from '../lifecycles.js'

const A = 'aaaaaaaa-0000-4000-8000-000000000001'
const B = 'bbbbbbbb-0000-4000-8000-000000000002'

const read = (text: string, from?: FormatId) =>
  readMachines(new SourceText('vms.json', text), from === undefined ? {} : { from })

/** The machines of a value as JSON, and what is said of them. */
function readingOf(value: unknown, from?: FormatId) {
  const { machines, diagnostics } = read(JSON.stringify(value), from)
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, path, message }) => `${severity} ${code} ${path} ${message}`),
    hints: diagnostics.map(({ hint }) => hint),
  }
}

const vm = (name: string, more: object = {}) => ({ Name: name, AutomaticStopAction: 3, ...more })

describe('Virtual Machine Manager', () => {
  test('is read by name', () => {
    const { machines, said } = readingOf([
      {
        Name: 'app01',
        VMId: A,
        StartAction: 'TurnOnVMIfRunningWhenVSStopped',
        StopAction: 'ShutdownGuestOS',
        DelayStartSeconds: 30,
      },
      { Name: 'app02', StartAction: 'NeverAutoTurnOnVM', StopAction: null, DelayStart: 0 },
    ])
    expect(machines).toEqual([
      { name: 'app01', uuid: A, lifecycle: { hostStart: 'restart-if-active', delay: 30, hostStop: 'shutdown' } },
      { name: 'app02', lifecycle: { hostStart: 'ignore', delay: 0 } },
    ])
    expect(said).toEqual([])
  })

  test('its numbers are refused, for they are not those of Hyper-V', () => {
    const { machines, said, hints } = readingOf([
      { Name: 'app01', VMId: A, StartAction: 1, StopAction: 'SaveVM', DelayStart: 30 },
      { Name: 'app02', StartAction: '2' },
    ])
    expect(machines).toEqual([])
    expect(said).toEqual([
      'error VL301 $[0].StartAction machine "app01": StartAction is 1, not one of: NeverAutoTurnOnVM, TurnOnVMIfRunningWhenVSStopped, AlwaysAutoTurnOnVM; the machine is left out',
      expect.stringMatching(/^error VL301 \$\[1\]\.StartAction .* is the text "2", not one of/),
    ])
    expect(hints).toEqual(Array(2).fill(expect.stringMatching(/numbers are not those of Hyper-V; export the names/)))
  })

  test('two names of the delay contradict each other', () => {
    const { machines, said } = readingOf({ Name: 'a', DelayStartSeconds: 30, DelayStart: 60 })
    expect(machines).toEqual([])
    expect(said).toEqual([
      'error VL310 $.DelayStart machine "a": DelayStartSeconds and DelayStart are the same setting',
    ])
    expect(readingOf({ Name: 'a', DelayStartSeconds: null, DelayStart: 60 }).machines).toMatchObject([
      { lifecycle: { delay: 60 } },
    ])
  })
})

test("Terraform's attributes are read", () => {
  const resource = {
    name: 'web01',
    automatic_start_action: 'StartIfRunning',
    automatic_start_delay: 5,
    automatic_stop_action: 'ShutDown',
  }
  const state = { resources: [{ type: 'hyperv_machine_instance', instances: [{ attributes: resource }] }] }
  expect(readingOf(state)).toMatchObject({
    machines: [{ name: 'web01', lifecycle: { hostStart: 'restart-if-active', delay: 5, hostStop: 'shutdown' } }],
    said: [],
  })
})

test('objects of several kinds in one document are read by the words of each', () => {
  const { machines, said } = readingOf([
    { __CLASS: 'Msvm_VirtualSystemGlobalSettingData', ElementName: 'v1', AutomaticStartupAction: 2 },
    { ElementName: 'v2', AutomaticStartupAction: 2 },
    { VMName: 'vm', AutomaticStartAction: 'Start' },
    { Name: 'sc', StartAction: 'AlwaysAutoTurnOnVM' },
    { name: 'tf', automatic_start_action: 'Nothing' },
  ])
  expect(machines.map(({ name, lifecycle }) => [name, lifecycle.hostStart])).toEqual([
    ['v1', 'start'],
    ['v2', 'ignore'],
    ['vm', 'start'],
    ['sc', 'start'],
    ['tf', 'ignore'],
  ])
  expect(said).toEqual([])
})

describe.each([
  ['Get-VM', POWERSHELL_SETTINGS],
  ['SCVMM', SCVMM_SETTINGS],
  ['Terraform', TERRAFORM_SETTINGS],
  ['CIM', CIM_SETTINGS.v2],
])("what is written with the words of %s's settings", (_, table) => {
  test('is read again, alone and in an envelope', () => {
    fc.assert(
      fc.property(fc.array(anyLifecycle(), { minLength: 1, maxLength: 3 }), (lifecycles) => {
        const kept = lifecycles.map((lifecycle) =>
          Object.fromEntries(Object.entries(lifecycle).filter(([property]) => property in table)),
        )
        const objects = kept.map((lifecycle) => ({
          Name: 'a',
          ...Object.fromEntries(settingsOf(table).map(([, { name }]) => [name, null])),
          ...Object.fromEntries(
            settingsOf(table).flatMap(([property, { name, write }]) => {
              const value = lifecycle[property]
              return value === undefined ? [] : [[name, write(value)]]
            }),
          ),
        }))
        for (const document of [objects, { hv01: objects }]) {
          expect(readingOf(document).machines.map(({ lifecycle }) => lifecycle)).toEqual(kept)
        }
      }),
    )
  })
})

describe('machines without any setting', () => {
  test.each([
    [
      'Get-VM',
      [
        { VMName: 'a', State: 2 },
        { VMName: 'b', State: 2 },
      ],
      'warning VL319 $[0] none of the 2 machines in this document has a lifecycle setting: looked for AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction',
      'include these properties when you export the machines',
    ],
    [
      'Get-VM | Select-Object Name, Id, State',
      [{ Name: 'a', Id: 'aaaaaaaa-0000-4000-8000-000000000001', State: 2 }],
      'warning VL319 $[0] the machine in this document has no lifecycle setting: looked for AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction',
      'include these properties when you export the machines',
    ],
    [
      'a name that is not that of a property',
      { VMName: 'a', AutoStart: true, HostShutdownAction: 3 },
      'warning VL319 $ the machine in this document has no lifecycle setting: looked for AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction; it has AutoStart, HostShutdownAction',
      'include these properties when you export the machines',
    ],
    [
      'the class of the v1 namespace that has none',
      { __CLASS: 'Msvm_VirtualSystemSettingData', ElementName: 'a', SettingType: 3 },
      'warning VL319 $ the machine in this document has no lifecycle setting: looked for AutomaticStartupAction, AutomaticStartupActionDelay, AutomaticStartupActionSequenceNumber, AutomaticShutdownAction',
      'the v1 namespace (Server 2008) keeps these settings in Msvm_VirtualSystemGlobalSettingData; export that class',
    ],
  ])('%s: one warning for the document', (_, value, warning, hint) => {
    const { machines, said, hints } = readingOf(value)
    expect(machines.length).toBeGreaterThan(0)
    expect({ said, hints }).toEqual({ said: [warning], hints: [hint] })
  })

  test('an object with the Id of a process is no machine', () => {
    expect(readMachines('[{"Name":"sshd","Id":812}]').diagnostics.map(({ code }) => code)).toEqual(['VL108'])
  })

  test('are normal beside one that has a setting', () => {
    expect(readingOf([{ VMName: 'a' }, vm('b')])).toMatchObject({ machines: [{}, {}], said: [] })
  })

  test('are normal in the neutral form', () => {
    const own = { format: 'virt-lifecycle', version: 1, machines: [{ name: 'a' }] }
    expect(readingOf(own)).toMatchObject({ machines: [{}], said: [] })
  })

  test('a delay alone in the neutral form is a setting like any other', () => {
    const own = { format: 'virt-lifecycle', version: 1, machines: [{ name: 'a', delay: 5 }] }
    expect(readingOf(own)).toMatchObject({ machines: [{ lifecycle: { delay: 5 } }], said: [] })
  })

  test('in XML are reported too', () => {
    const { diagnostics } = readMachines('<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"/>')
    expect(diagnostics).toMatchObject([{ code: 'VL319', severity: 'warning' }])
  })
})

describe('snapshots', () => {
  const SNAPSHOTS: readonly (readonly [string, object])[] = [
    ['an InstanceID of another GUID', { InstanceID: `Microsoft:${A}`, VirtualSystemIdentifier: B }],
    ['a SettingType of the v1 namespace', { ElementName: 'a', VirtualSystemIdentifier: A, SettingType: 5 }],
    ['a SettingType as text', { ElementName: 'a', VirtualSystemIdentifier: A, SettingType: '5' }],
    ['a VirtualSystemType', { ElementName: 'a', VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:Planned' }],
  ]
  const VM_SNAPSHOTS: readonly (readonly [string, object])[] = [
    ['a SnapshotType', { Id: A, SnapshotType: 0 }],
    ['an Id that is not the VMId', { Id: A, VMId: B }],
  ]
  test.each([
    ...SNAPSHOTS.map(([sign, object]) => [sign, { AutomaticShutdownAction: 3, ...object }] as const),
    ...VM_SNAPSHOTS.map(([sign, object]) => [sign, vm('a', object)] as const),
  ])('are left out by %s', (_, object) => {
    const { machines, said } = readingOf([object, vm('b')])
    expect(machines.map(({ name }) => name)).toEqual(['b'])
    expect(said).toEqual([expect.stringMatching(/^note VL304 \$\[0\] .* is a snapshot \(.*\) and is left out$/)])
  })

  test.each([
    ['equal GUIDs in another case', { InstanceID: `Microsoft:${A.toUpperCase()}`, VirtualSystemIdentifier: `{${A}}` }],
    ['a SettingType of 3', { VirtualSystemIdentifier: A, SettingType: 3 }],
    ['a type that says machine', { VirtualSystemType: 'Microsoft:Hyper-V:System:Planned', SettingType: 5 }],
    ['only one GUID', { InstanceID: `Microsoft:${A}` }],
    ['Id and VMId', { VMName: 'a', Id: A, VMId: A.toUpperCase() }],
    ['a parent', { VMName: 'a', Id: A, ParentSnapshotId: B }],
  ])('are not confused with a machine with %s', (_, object) => {
    const settings = 'VMName' in object ? { AutomaticStopAction: 3 } : { AutomaticShutdownAction: 3 }
    expect(readingOf({ ...settings, ...object }).machines).toHaveLength(1)
  })
})

describe('envelopes', () => {
  test.each([
    ['a list in an object', { vms: [vm('a'), vm('b')] }, ['a', 'b']],
    ['a list for each host', { hv01: [vm('a')], hv02: [vm('b'), vm('c')], at: '2026-01-01' }, ['a', 'b', 'c']],
    ['a machine and its host', { VM: vm('a'), Host: { Name: 'hv01', State: 2 } }, ['a']],
    ['such objects in a list', [{ VM: vm('a'), Host: {} }, vm('b'), { x: { y: [[vm('c')]] } }], ['a', 'b', 'c']],
    ['adapters that name their machine', { VMs: [vm('a')], NICs: [{ VMName: 'a', MacAddress: '00' }] }, ['a']],
    ["PowerShell 5's wrapper inside", { vms: { value: [vm('a')], Count: 1 } }, ['a']],
  ])('%s', (_, value, names) => {
    const { machines, said } = readingOf(value)
    expect({ names: machines.map(({ name }) => name), said }).toEqual({ names, said: [] })
  })

  test('a diagnostic says where the machine is', () => {
    const { said } = readingOf({ hv01: [vm('a')], hv02: [vm('b', { AutomaticStopAction: 9 })] })
    expect(said).toEqual([expect.stringMatching(/^error VL301 \$\.hv02\[0\]\.AutomaticStopAction /)])
  })

  test('without a setting, what else marks a machine counts', () => {
    const { machines, said } = readingOf({ vms: [{ VMName: 'a' }, { VMName: 'b' }] })
    expect(machines.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(said).toEqual([expect.stringMatching(/^warning VL319 \$\.vms\[0\] none of the 2 machines/)])
  })

  test('an object without any machine is one error', () => {
    expect(readingOf({ hosts: [{ Name: 'hv01' }] }).said).toEqual([expect.stringMatching(/^error VL108 /)])
    expect(readingOf({ hosts: [{ Name: 'hv01' }] }, 'powershell-json').said).toEqual([
      expect.stringMatching(/^error VL305 \$ this object is not a machine: it has none of the properties of one/),
    ])
  })

  test('machines at any depth are found, each once and in order', () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant('VM'),
        fc.jsonValue({ maxDepth: 0 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('vms', 'hv01', 'Host', 'Name', 'value'), tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, (json) => {
        let count = 0
        // The root is an envelope with a machine, so that the document is recognised.
        const text = JSON.stringify({ first: 'VM', rest: json }, (_, member) =>
          member === 'VM' ? vm(`vm ${count++}`) : member,
        )
        const { machines, diagnostics } = read(text)
        expect(machines.map(({ name }) => name)).toEqual(Array.from({ length: count }, (_, i) => `vm ${i}`))
        expect(diagnostics).toEqual([])
      }),
    )
  })
})

test('machines in a cluster are noted once, with their number', () => {
  const { machines, said } = readingOf([
    vm('a', { IsClustered: true }),
    vm('b', { IsClustered: false }),
    vm('c', { IsClustered: 'True' }),
  ])
  expect(machines).toHaveLength(3)
  expect(said).toEqual([
    'note VL321 $[0] 2 machines are in a cluster, which decides about the start (IsClustered); the settings are translated as they are',
  ])
})

describe('text before the JSON', () => {
  const json = JSON.stringify([vm('a')], null, 2)
  test.each<[string, string, FormatId | undefined]>([
    ['a warning', `WARNING: hv02 did not answer\n${json}`, undefined],
    ['a wrapped one, CRLF', `WARNUNG: hv02\r\nantwortet nicht\r\n\r\n${json.replaceAll('\n', '\r\n')}`, undefined],
    ['a byte order mark', `\ufeffWARNING: hv02 did not answer\n${json}`, undefined],
    ['words that begin like JSON', `note: 1 of 2\n${json}`, undefined],
    ['a format that is named', `WARNING: hv02 did not answer\n${json}`, 'powershell-json'],
  ])('%s is skipped with a warning', (_, text, from) => {
    const { machines, diagnostics } = read(text, from)
    expect(machines).toMatchObject([{ name: 'a', lifecycle: { hostStop: 'save' } }])
    expect(diagnostics).toMatchObject([{ code: 'VL322', severity: 'warning', line: 1 }])
  })

  test('positions are those of the whole document', () => {
    const { diagnostics } = read('WARNING: x\nWARNING: y\n[{"VMName":"a","AutomaticStopAction":9}]')
    expect(diagnostics).toMatchObject([
      { code: 'VL322', message: 'skipped 2 lines of text before the JSON: "WARNING: x"' },
      { code: 'VL301', line: 3, column: 38 },
    ])
  })

  test('broken JSON after it is what is wrong', () => {
    expect(read('WARNING: x\n[{"VMName":"a",').diagnostics).toMatchObject([{ code: 'VL107', line: 2 }])
  })

  test.each([['[section]\nkey=1'], ['key=1\n[section]'], ['Name : a\n{braces} : b']])('%j is not JSON', (text) => {
    expect(read(text).diagnostics).toHaveLength(1)
  })
})
