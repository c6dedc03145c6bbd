import { describe, expect, test } from '@jest/globals'
import { enumeration, named, numbered } from '../../../src/translate/hyperv/actions.js'
import { START_ACTIONS, STOP_ACTIONS } from '../../../src/translate/hyperv/vocabulary.js'

const V1_HINT = 'is this Msvm_VirtualSystemGlobalSettingData, which counts from 0? If so, add --hyperv v1'
const SCVMM_HINT =
  "Virtual Machine Manager's numbers are not those of Hyper-V; export the names (ConvertTo-Json -EnumsAsStrings, or Export-Csv)"
const CONTRADICTION = 'its number and its name are different actions; export one of them'

describe('why a value is no action', () => {
  const v2 = numbered(START_ACTIONS, 'v2')
  const v2Impossible = 'not one of: 2 (None), 3 (Restart if previously active), 4 (Always startup)'

  test.each([0, 1, '0', '1'])('v2: %j may be a number of v1', (value) => {
    expect(v2.read(value)).toEqual({ impossible: v2Impossible, hint: V1_HINT })
  })

  test.each([5, -1, '5', '', 'zzz', true, {}, [], null])('v2: there is nothing to say of %j', (value) => {
    expect(v2.read(value)).toEqual({ impossible: v2Impossible })
  })

  test('v1: a number of v2 is not taken for one', () => {
    const impossible = 'not one of: 0 (Turn off), 1 (Save state), 2 (Shutdown)'
    expect([3, 4].map(numbered(STOP_ACTIONS, 'v1').read)).toEqual([{ impossible }, { impossible }])
  })

  const words = enumeration(STOP_ACTIONS)
  const impossible = 'not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown)'

  test('what must be meant is a replacement, what is only near is not', () => {
    expect(words.read('Sav')).toEqual({ impossible, hint: 'did you mean "Save"?', replacement: 'Save' })
    expect(words.read('Safe')).toEqual({ impossible, hint: 'did you mean "Save"?' })
    expect([0, '1', 'x'].map(words.read)).toEqual(Array(3).fill({ impossible }))
  })

  test('a number and a name that are not the same action', () => {
    expect(words.read({ value: 2, Value: 'Save' })).toEqual({ impossible, hint: CONTRADICTION })
  })

  const names = named(STOP_ACTIONS)
  const onlyNames = 'not one of: TurnOffVM, SaveVM, ShutdownGuestOS'

  test.each([0, 3, '0', ' 3 '])('Virtual Machine Manager: the number %j', (value) => {
    expect(names.read(value)).toEqual({ impossible: onlyNames, hint: SCVMM_HINT })
  })

  test.each([true, {}, 'x', ''])('Virtual Machine Manager: there is nothing to say of %j', (value) => {
    expect(names.read(value)).toEqual({ impossible: onlyNames })
  })

  test('Virtual Machine Manager: a misspelt name', () => {
    expect(names.read('SavVM')).toEqual({
      impossible: onlyNames,
      hint: 'did you mean "SaveVM"?',
      replacement: 'SaveVM',
    })
  })
})

test('an action is written as its form has it', () => {
  expect(numbered(START_ACTIONS, 'v2').write('start')).toBe(4)
  expect(numbered(START_ACTIONS, 'v1').write('start')).toBe(2)
  expect(enumeration(START_ACTIONS).write('start')).toBe(4)
  expect(named(START_ACTIONS).write('start')).toBe('AlwaysAutoTurnOnVM')
})
