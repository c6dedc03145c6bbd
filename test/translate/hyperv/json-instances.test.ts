import { describe, expect, test } from '@jest/globals'
import { type FormatId, readMachines } from '../../../src/translate/index.js'

const V1 = 'Msvm_VirtualSystemGlobalSettingData'
const SAVE = '"VMName":"a","AutomaticStopAction":3'

/** What machines are read, and all that is said, with ranges. */
function read(text: string, from?: FormatId) {
  const { machines, diagnostics } = readMachines(text, from === undefined ? {} : { from })
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, column, endColumn, message, hint }) => [
      `${severity} ${code} ${column}-${endColumn} ${message}`,
      hint,
    ]),
  }
}

describe('the class of an instance', () => {
  test.each<[object, string]>([
    [{ __CLASS: V1 }, 'start'],
    [{ __class: V1 }, 'start'],
    [{ CimClass: V1 }, 'start'],
    [{ CimClass: `root/virtualization:${V1}` }, 'start'],
    [{ cimclass: `root/virtualization:${V1}` }, 'start'],
    [{ CimClass: { CimClassName: V1 } }, 'start'],
    [{ CIMCLASS: { cimclassname: V1 } }, 'start'],
    [{ CimSystemProperties: { ClassName: V1 } }, 'start'],
    [{ cimSystemProperties: { className: V1 } }, 'start'],
    [{ CimClass: { CimClassName: null }, CimSystemProperties: { ClassName: V1 } }, 'start'],
    [{ __CLASS: null, CimClass: V1 }, 'start'],
    [{ __CLASS: 'Msvm_VirtualSystemSettingData', CimClass: V1 }, 'ignore'],
    [{ CimClass: { CimClassName: 'Msvm_VirtualSystemSettingData' }, CimSystemProperties: { ClassName: V1 } }, 'ignore'],
    [{ CimClass: null }, 'ignore'],
    [{ CimSystemProperties: V1 }, 'ignore'],
    [{}, 'ignore'],
  ])('%j', (object, hostStart) => {
    expect(read(JSON.stringify({ ...object, AutomaticStartupAction: 2 }))).toEqual({
      machines: [{ lifecycle: { hostStart } }],
      said: [],
    })
  })
})

describe('what is no machine', () => {
  const hint = 'a machine is a JSON object'

  test.each([
    ['null', 'null'],
    ['7', 'a number'],
    ['"a"', 'a string'],
    ['true', 'a boolean'],
  ])('%s', (value, what) => {
    expect(read(`[{${SAVE}},${value}]`)).toMatchObject({
      machines: [{ name: 'a' }],
      said: [[`error VL305 41-${41 + value.length} expected a machine, not ${what}`, hint]],
    })
    expect(read(value, 'cim-json').said).toEqual([
      [`error VL305 1-${1 + value.length} expected a machine, not ${what}`, hint],
    ])
  })

  test('an object of something else', () => {
    expect(read('{"a":1}', 'powershell-json')).toEqual({
      machines: [],
      said: [
        [
          'error VL305 1-8 this object is not a machine: it has none of the properties of one, such as AutomaticStartupAction (CIM), AutomaticStartAction (Get-VM), StartAction (SCVMM), automatic_start_action (Terraform)',
          'convert the output of another command separately, or remove it',
        ],
      ],
    })
  })

  test.each(['[]', '[[]]', '{"value":[],"Count":0}'])('none in %s', (text) => {
    expect(read(text).said).toEqual([
      [
        `warning VL306 1-${text.length + 1} the list of machines is empty`,
        'were you allowed to see the machines when you exported them?',
      ],
    ])
  })
})

describe('members that are wrong', () => {
  test.each([
    [
      '"VMName":["a"],"AutomaticStopAction":3',
      ['error VL305 11-16 a machine without a name: VMName must be string or null'],
    ],
    [
      '"VMName":"a","VMId":7,"Id":8,"AutomaticStopAction":3',
      [
        'error VL305 29-30 machine "a": Id must be string or null',
        'error VL305 22-23 machine "a": VMId must be string or null',
      ],
    ],
    [`${SAVE},"vmname":"b"`, ['error VL310 48-51 machine "a": duplicate vmname']],
    [`${SAVE},"x\\"":1,"x\\"":2`, ['error VL310 53-54 machine "a": duplicate x\\"']],
    [`${SAVE},"automaticstopaction":3`, ['error VL310 61-62 machine "a": duplicate AutomaticStopAction']],
  ])('%s', (members, messages) => {
    const { machines, said } = read(`{${members}}`)
    expect(machines).toEqual([])
    expect(said.map(([first]) => first)).toEqual(messages)
  })

  test('of those that are duplicate, one is to be kept', () => {
    expect(read(`{${SAVE},"x":1,"x":2}`).said.map(([, hint]) => hint)).toEqual(['keep one of them'])
  })
})

describe('numbers', () => {
  test.each(['3', '3.0', '3.00000000000000000000'])('%s', (number) => {
    expect(read(`{"VMName":"a","AutomaticStopAction":${number}}`).machines).toMatchObject([
      { lifecycle: { hostStop: 'save' } },
    ])
  })

  test.each([
    ['3e0', '3e0'],
    ['30e-1', '30e-1'],
    ['3.000000000000000000000', '3.000000000000000000000'],
    ['3.01', '3.01'],
    ['-3', '-3'],
    ['3000000000000000', '3000000000000000'],
    ['true', 'true'],
    ['"x\\u0041"', 'the text "x\\u0041"'],
    ['[3]', 'an array'],
    ['{"a":1,"a":2}', 'an object'],
  ])('not %s', (value, shown) => {
    const { machines, said } = read(`{"VMName":"a","AutomaticStopAction":${value}}`)
    expect(machines).toEqual([])
    expect(said.map(([first]) => first)).toEqual([
      `error VL301 37-${37 + value.length} machine "a": AutomaticStopAction is ${shown}, not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the machine is left out`,
    ])
  })
})
