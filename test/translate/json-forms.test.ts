import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { parseJson, plainValue } from '../../src/json/index.js'
import { detectFormat, type FormatId, readMachines } from '../../src/translate/index.js'

const read = (text: string, from?: FormatId) =>
  readMachines(new SourceText('vms.json', text), from === undefined ? {} : { from })
const said = (text: string, from?: FormatId) =>
  read(text, from).diagnostics.map(({ code, line, column, message }) => `${line}:${column} ${code} ${message}`)

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'
const UUID = GUID.toLowerCase()

describe('the shapes of ConvertTo-Json', () => {
  const vm = '{"Name":"a","AutomaticStopAction":3}'
  test.each([
    ['one object', vm, 1],
    ['an array', `[${vm},${vm}]`, 2],
    ["PowerShell 5's wrapper", `{"value":[${vm},${vm}],"Count":2}`, 2],
    ['arrays in an array, as of several commands', `[[${vm}],{"value":[${vm}],"Count":1}]`, 2],
    ['a byte order mark', `\ufeff${vm}`, 1],
  ])('%s', (_, text, machines) => {
    const reading = read(text)
    expect(reading.machines).toHaveLength(machines)
    expect(reading.diagnostics).toEqual([])
  })
})

describe('the identity of a machine', () => {
  test.each([
    ['Get-VM', { Name: 'a', Id: UUID, AutomaticStopAction: 3 }, { name: 'a', uuid: UUID }],
    ['Get-VM, the other names', { VMName: 'a', VMId: GUID, AutomaticStopAction: 3 }, { name: 'a', uuid: UUID }],
    ['running', { VMName: 'a', State: 2, AutomaticStopAction: 3 }, { name: 'a', running: true }],
    ['off, as text', { VMName: 'a', State: 'Off', AutomaticStopAction: 3 }, { name: 'a', running: false }],
    ['in between', { VMName: 'a', State: 'Starting', AutomaticStopAction: 3 }, { name: 'a' }],
    ['v2', { ElementName: 'a', VirtualSystemIdentifier: `{${GUID}}`, AutomaticShutdownAction: 3 }, { uuid: UUID }],
    ['v2 by InstanceID', { InstanceID: `Microsoft:${GUID}`, AutomaticShutdownAction: 3 }, { uuid: UUID }],
    [
      'v1 by class',
      { __CLASS: 'Msvm_VirtualSystemGlobalSettingData', SystemName: GUID, AutomaticShutdownAction: 1 },
      { uuid: UUID, lifecycle: { hostStop: 'save' } },
    ],
    [
      'v1 by its InstanceID',
      { InstanceID: `Microsoft:${GUID}\\Global`, SystemName: GUID, AutomaticShutdownAction: 0 },
      { uuid: UUID, lifecycle: { hostStop: 'destroy' } },
    ],
    [
      'v1 by the class of a CimInstance',
      {
        CimClass: { CimClassName: 'Msvm_VirtualSystemGlobalSettingData' },
        SystemName: GUID,
        AutomaticShutdownAction: 2,
      },
      { lifecycle: { hostStop: 'shutdown' } },
    ],
    [
      'v1 by the class of a CimInstance, as text',
      {
        CimClass: 'root/virtualization:Msvm_VirtualSystemGlobalSettingData',
        AutomaticShutdownAction: 2,
        ElementName: 'a',
      },
      { lifecycle: { hostStop: 'shutdown' } },
    ],
  ])('%s', (_, instance, machine) => {
    const reading = read(JSON.stringify(instance))
    expect(reading.machines).toMatchObject([machine])
    expect(reading.diagnostics).toEqual([])
  })

  test('an identifier that is not a GUID is reported, and gives no UUID', () => {
    const { machines, diagnostics } = read('{"VMName":"a","VMId":"17","AutomaticStopAction":3}')
    expect(machines[0]).not.toHaveProperty('uuid')
    expect(diagnostics).toMatchObject([{ code: 'VL316', severity: 'warning' }])
  })
})

test('an empty name is ignored if the other property has one', () => {
  expect(read('{"Name":"","VMName":"b"}').machines).toMatchObject([{ name: 'b' }])
})

test('property names in any letter case', () => {
  expect(read('{"vmname":"a","AUTOMATICSTOPACTION":3}').machines).toMatchObject([
    { name: 'a', lifecycle: { hostStop: 'save' } },
  ])
})

describe('nothing is dropped silently', () => {
  test.each([
    [
      'an object of something else',
      '[{"VMName":"a","AutomaticStopAction":3},\n{"foo":1}]',
      '2:1 VL305 this object is not a machine: it has none of the properties of one, such as AutomaticStartupAction (CIM), AutomaticStartAction (Get-VM), StartAction (SCVMM), automatic_start_action (Terraform)',
    ],
    ['a name twice', '{"VMName":"a","VMName":"b"}', '1:24 VL310 machine "a": duplicate VMName'],
    [
      'a list twice',
      '{"format":"virt-lifecycle","version":1,"machines":[],"machines":[]}',
      '1:65 VL310 duplicate machines',
    ],
    [
      'a name twice, own form',
      '{"format":"virt-lifecycle","version":1,"machines":[{"name":"a","name":"b"}]}',
      '1:71 VL310 machine "a": duplicate name',
    ],
  ])('%s', (_, text, message) => {
    expect(said(text)).toEqual([expect.stringContaining(message)])
  })
})

test('machines of both classes in one document are read by the numbers of each', () => {
  const text = JSON.stringify([
    { __CLASS: 'Msvm_VirtualSystemSettingData', ElementName: 'new', AutomaticStartupAction: 2 },
    { __CLASS: 'Msvm_VirtualSystemGlobalSettingData', ElementName: 'old', AutomaticStartupAction: 2 },
  ])
  expect(read(text).machines.map(({ lifecycle }) => lifecycle.hostStart)).toEqual(['ignore', 'start'])
})

test.each(['Realized', 'Recovery', 'Planned', 'Missing', 'Replica:Standard'])('a snapshot is left out: %s', (kind) => {
  const { machines, diagnostics } = read(
    JSON.stringify({
      ElementName: 's',
      VirtualSystemType: `Microsoft:Hyper-V:Snapshot:${kind}`,
      AutomaticStartupAction: 99,
    }),
  )
  expect(machines).toEqual([])
  expect(diagnostics).toMatchObject([{ code: 'VL304', severity: 'note' }])
})

describe('unexpected structure', () => {
  test.each([
    [
      'null among the machines',
      '[{"VMName":"a","AutomaticStopAction":3},\n null]',
      '2:2 VL305 expected a machine, not null',
    ],
    [
      'a number among the machines',
      '[{"VMName":"a","AutomaticStopAction":3}, 7]',
      '1:42 VL305 expected a machine, not a number',
    ],
    [
      'a name that is none',
      '[{"VMName":["a"],"VMId":null}]',
      '1:12 VL305 a machine without a name: VMName must be string or null',
    ],
    [
      'another class',
      '{"__CLASS":"Msvm_ComputerSystem","ElementName":"a"}',
      '1:1 VL305 "a" is an instance of "Msvm_ComputerSystem", which does not have these settings',
    ],
    ['an empty list', '[]', '1:1 VL306 the list of machines is empty'],
    ['an empty wrapper', '{"value":[],"Count":0}', '1:1 VL306 the list of machines is empty'],
    [
      'neither form',
      '{"kind":"Pod"}',
      '1:1 VL108 the format is not recognised: this JSON has no member that identifies a format: json ("format": "virt-lifecycle"), cim-json (AutomaticStartupAction, AutomaticStartupActionDelay), powershell-json (AutomaticStartAction, AutomaticStartDelay)',
    ],
    [
      'words',
      'Name  State',
      '1:1 VL108 the format is not recognised: it is neither XML nor JSON, CSV or the output of Format-List',
    ],
    ['cut short', '[{"VMName":"a"},', '1:17 VL107 not valid JSON: a value is expected here'],
    [
      'a comma too many',
      '[{"VMName":"a",}]',
      '1:16 VL107 not valid JSON: a property name in double quotes is expected here',
    ],
    ['a comment', '[{"VMName":"a"}] // all', '1:18 VL107 not valid JSON: comments are not allowed'],
  ])('%s', (_, text, message) => {
    expect(said(text)).toEqual([message])
  })

  test.each([
    ['a list', '[]', 'expected a JSON object'],
    [
      'another version',
      '{"format":"virt-lifecycle","version":2,"machines":[]}',
      'the document has version 2; this program reads version 1',
    ],
    ['no machines', '{"format":"virt-lifecycle","version":1}', '"machines" is missing'],
    [
      'an unknown member',
      '{"format":"virt-lifecycle","version":1,"machines":[{"name":"a","on_hostop":"save"}]}',
      'machine "a": "on_hostop" is unknown; did you mean "on_hoststop"?',
    ],
    [
      'a member twice',
      '{"format":"virt-lifecycle","version":1,"machines":[{"name":"a","delay":1,"delay":2}]}',
      'machine "a": duplicate delay',
    ],
  ])('the neutral form: %s', (_, text, message) => {
    expect(read(text, 'json').diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message])
  })
})

describe('any JSON', () => {
  const names = ['Name', 'VMName', 'Id', 'State', 'AutomaticStartAction', 'AutomaticStopAction', 'AutomaticStartDelay']
  const cim = ['ElementName', 'InstanceID', '__CLASS', 'CimClass', 'AutomaticStartupActionDelay', 'VirtualSystemType']
  const own = ['format', 'version', 'machines', 'name', 'on_hoststart', 'delay', 'order']
  const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.jsonValue({ maxDepth: 0 }), fc.constantFrom(2, 3, 4, 1, 'virt-lifecycle', '__proto__', '')),
    object: fc.dictionary(fc.constantFrom(...names, ...cim, ...own, 'value', 'Count', '__proto__', 'x'), tie('value'), {
      maxKeys: 4,
    }),
    value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  }))

  test.each<FormatId | undefined>([undefined, 'json', 'cim-json', 'powershell-json'])(
    'is read or refused: %s',
    (from) => {
      fc.assert(
        fc.property(value, (json) => {
          const { machines, diagnostics } = read(JSON.stringify(json), from)
          expect(machines.length + diagnostics.length).toBeGreaterThan(0)
        }),
        { numRuns: 500 },
      )
    },
  )

  test('is parsed as by JSON.parse, and refused with a position if JSON.parse refuses it', () => {
    const characters = fc.constantFrom(...'[]{}:,"\\ \n\t-+.0123eEtruefalsn/*u\u00e9\u2028')
    const text = fc.oneof(fc.json(), fc.string({ unit: characters, maxLength: 12 }))
    fc.assert(
      fc.property(text, (json) => {
        const parsed = parseJson(new SourceText('x', json))
        let wanted: { value: unknown } | undefined
        try {
          wanted = { value: JSON.parse(json) }
        } catch {}
        if (wanted !== undefined) expect('root' in parsed && { value: plainValue(parsed.root) }).toEqual(wanted)
        else expect(parsed).toMatchObject({ diagnostic: { code: expect.stringMatching(/^VL10[27]$/) } })
      }),
      { numRuns: 3000 },
    )
  })
})

test.each([
  ['a file of many levels', `${'['.repeat(2000)}${']'.repeat(2000)}`],
  ['brackets without end', '{"a":['.repeat(100_000)],
])('%s is refused for its depth', (_, text) => {
  expect(detectFormat(new SourceText('deep.json', text))).toMatchObject({ diagnostic: { code: 'VL104' } })
})
