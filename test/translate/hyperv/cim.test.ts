import { describe, expect, test } from '@jest/globals'
import { readMachines, writeMachines } from '../../../src/translate/index.js'

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'
const UUID = GUID.toLowerCase()
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000001'
const V2 = 'Msvm_VirtualSystemSettingData'
const V1 = 'Msvm_VirtualSystemGlobalSettingData'

/** What an instance with a start action of 2 gives; that is `ignore` in v2 and `start` in v1. */
function read(instance: object, hyperv?: 'v1' | 'v2') {
  const text = JSON.stringify({ AutomaticStartupAction: 2, ...instance })
  const { machines, diagnostics } = readMachines(text, hyperv === undefined ? {} : { hyperv })
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, message, hint }) => [`${severity} ${code} ${message}`, hint]),
  }
}

const ignore = { lifecycle: { hostStart: 'ignore' } }
const start = { lifecycle: { hostStart: 'start' } }

describe('the UUID of a machine, and the class whose numbers it has', () => {
  test.each([
    ['v2', { __CLASS: V2, VirtualSystemIdentifier: GUID }, { uuid: UUID, ...ignore }],
    ['v2 by InstanceID', { __CLASS: V2, InstanceID: `Microsoft:${GUID}` }, { uuid: UUID, ...ignore }],
    [
      'v2 with the InstanceID of v1',
      { __CLASS: V2, InstanceID: `Microsoft:${GUID}\\Global` },
      { uuid: UUID, ...ignore },
    ],
    ['v2 with a SystemName', { __CLASS: V2, SystemName: GUID }, ignore],
    ['v1', { __CLASS: V1, SystemName: GUID, InstanceID: 'x' }, { uuid: UUID, ...start }],
    ['v1 by InstanceID', { __CLASS: V1, InstanceID: `Microsoft:${GUID}\\Global` }, { uuid: UUID, ...start }],
    ['v1 that only its InstanceID shows', { InstanceID: `Microsoft:${GUID}\\Global` }, { uuid: UUID, ...start }],
    ['v1 with an identifier', { __CLASS: V1, VirtualSystemIdentifier: GUID }, start],
    ['an InstanceID of something else', { InstanceID: `Microsoft:${GUID}\\Other` }, ignore],
    ['an InstanceID with something before', { InstanceID: `x:Microsoft:${GUID}` }, ignore],
  ])('%s', (_, instance, machine) => {
    expect(read(instance)).toEqual({ machines: [machine], said: [] })
  })

  test('an option says what is not stated, and nothing else', () => {
    const instance = { InstanceID: `Microsoft:${GUID}` }
    expect(read(instance, 'v1').machines).toEqual([{ uuid: UUID, ...start }])
    expect(read(instance, 'v2').machines).toEqual([{ uuid: UUID, ...ignore }])
    expect(read({ __CLASS: V2 }, 'v1').machines).toEqual([ignore])
    expect(read({ __CLASS: V1 }, 'v2').machines).toEqual([start])
    expect(read({ InstanceID: `Microsoft:${GUID}\\Global` }, 'v2').machines).toEqual([{ uuid: UUID, ...start }])
  })

  test.each([
    ['VirtualSystemIdentifier', { ElementName: 'a', VirtualSystemIdentifier: 'x', InstanceID: `Microsoft:${GUID}` }],
    ['InstanceID', { ElementName: 'a', InstanceID: 'Microsoft:x' }],
    ['SystemName', { ElementName: 'a', __CLASS: V1, SystemName: 'x', InstanceID: `Microsoft:${GUID}\\Global` }],
  ])('%s that is no GUID', (property, instance) => {
    const { machines, said } = read(instance)
    expect(machines).toMatchObject([{ name: 'a' }])
    expect(machines[0]).not.toHaveProperty('uuid')
    const message = `machine "a": ${property} is "x", which is not a GUID, so the machine has no UUID`
    expect(said).toEqual([[`warning VL316 ${message}`, undefined]])
  })
})

test.each([
  [{ ElementName: 'a' }, '"a"'],
  [{}, 'an instance without a name'],
])('an instance of another class: %j', (instance, label) => {
  expect(read({ ...instance, __CLASS: 'Msvm_ComputerSystem' })).toEqual({
    machines: [],
    said: [
      [
        `error VL305 ${label} is an instance of "Msvm_ComputerSystem", which does not have these settings`,
        `export ${V2} (on Server 2008, ${V1})`,
      ],
    ],
  })
})

describe('by what an instance is recognised without a setting', () => {
  const wanted =
    'AutomaticStartupAction, AutomaticStartupActionDelay, AutomaticStartupActionSequenceNumber, AutomaticShutdownAction'
  const message = `the machine in this document has no lifecycle setting: looked for ${wanted}`

  test.each([
    { VirtualSystemIdentifier: GUID },
    { VirtualSystemType: 'Microsoft:Hyper-V:System:Realized' },
    { __CLASS: V2 },
    { CimClass: V2 },
    { CimClass: null },
  ])('%j', (instance) => {
    expect(readMachines(JSON.stringify(instance)).diagnostics).toMatchObject([
      { code: 'VL319', message, hint: 'include these properties when you export the machines' },
    ])
  })

  test.each([{ ElementName: 'a' }, { InstanceID: `Microsoft:${GUID}` }, { SystemName: GUID }])(
    '%j, if the format is named',
    (instance) => {
      const text = JSON.stringify(instance)
      expect(readMachines(text).diagnostics).toMatchObject([{ code: 'VL108' }])
      expect(readMachines(text, { from: 'cim-json' }).diagnostics).toMatchObject([{ code: 'VL319', message }])
    },
  )

  test('a class of the v1 namespace that has no settings', () => {
    const text = JSON.stringify({ __CLASS: V2, SettingType: 3 })
    expect(readMachines(text).diagnostics).toMatchObject([
      {
        code: 'VL319',
        hint: `the v1 namespace (Server 2008) keeps these settings in ${V1}; export that class`,
      },
    ])
  })
})

describe('what a snapshot is', () => {
  test.each([
    [{ VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:Realized' }, 'Microsoft:Hyper-V:Snapshot:Realized'],
    [{ VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:"' }, 'Microsoft:Hyper-V:Snapshot:\\"'],
    [{ SettingType: 5 }, 'SettingType 5'],
    [{ SettingType: ' 5' }, 'SettingType 5'],
    [
      { InstanceID: `Microsoft:${GUID}`, VirtualSystemIdentifier: OTHER },
      'the GUID in its InstanceID differs from VirtualSystemIdentifier',
    ],
  ])('%j', (instance, sign) => {
    expect(read({ ElementName: 'a', ...instance })).toEqual({
      machines: [],
      said: [[`note VL304 "a" is a snapshot (${sign}) and is left out`, undefined]],
    })
  })

  test.each([
    { SettingType: 3 },
    { SettingType: '05' },
    { SettingType: 5, VirtualSystemType: 'Microsoft:Hyper-V:System:Realized' },
    { VirtualSystemType: 'x:Microsoft:Hyper-V:Snapshot:Realized' },
    { InstanceID: `Microsoft:${GUID}`, VirtualSystemIdentifier: UUID },
    { InstanceID: 'x', VirtualSystemIdentifier: UUID },
  ])('not %j', (instance) => {
    expect(read(instance)).toMatchObject({ machines: [ignore], said: [] })
  })
})

describe('as JSON', () => {
  const { machines } = readMachines(
    JSON.stringify([
      { VMName: 'a', VMId: GUID, AutomaticStartAction: 4, AutomaticStartDelay: 5, AutomaticStopAction: 3 },
      { VMName: 'b', AutomaticStopAction: 2 },
      { VMId: OTHER, AutomaticStopAction: 2 },
    ]),
  )
  const written = (hyperv: 'v1' | 'v2') => {
    const { documents, diagnostics } = writeMachines(machines, 'cim-json', { hyperv })
    expect(diagnostics).toEqual([])
    return documents.map(({ text }) => JSON.parse(text))
  }

  test('v2 has its own numbers and identifiers', () => {
    const id = (guid: string) => ({ InstanceID: `Microsoft:${guid}`, VirtualSystemIdentifier: guid })
    const settings = {
      AutomaticStartupAction: 4,
      AutomaticStartupActionDelay: '00000000000005.000000:000',
      AutomaticShutdownAction: 3,
    }
    expect(written('v2')).toEqual([
      [
        { __CLASS: V2, ...id(GUID), ElementName: 'a', ...settings },
        { __CLASS: V2, ElementName: 'b', AutomaticShutdownAction: 2 },
        { __CLASS: V2, ...id(OTHER.toUpperCase()), AutomaticShutdownAction: 2 },
      ],
    ])
  })

  test('v1 has its own numbers and identifiers', () => {
    const id = (guid: string) => ({ InstanceID: `Microsoft:${guid}\\Global`, SystemName: guid })
    const settings = {
      AutomaticStartupAction: 2,
      AutomaticStartupActionDelay: '00000000000005.000000:000',
      AutomaticShutdownAction: 1,
    }
    expect(written('v1')).toEqual([
      [
        { __CLASS: V1, ...id(GUID), ElementName: 'a', ...settings },
        { __CLASS: V1, ElementName: 'b', AutomaticShutdownAction: 0 },
        { __CLASS: V1, ...id(OTHER.toUpperCase()), AutomaticShutdownAction: 0 },
      ],
    ])
  })
})
