import { describe, expect, test } from '@jest/globals'
import { START_ACTIONS, STOP_ACTIONS } from '../../../src/translate/index.js'

// Written out from the documentation of the classes, not from the tables: this is what they are held to.
describe('the vocabulary says what Hyper-V says', () => {
  test.each([
    ['ignore', 2, 0, 'None', 'Nothing', 'NeverAutoTurnOnVM'],
    ['restart-if-active', 3, 1, 'Restart if previously active', 'StartIfRunning', 'TurnOnVMIfRunningWhenVSStopped'],
    ['start', 4, 2, 'Always startup', 'Start', 'AlwaysAutoTurnOnVM'],
  ] as const)('on_hoststart %s', (value, v2, v1, cimName, powershell, scvmm) => {
    expect(START_ACTIONS[value]).toEqual({ v2, v1, cimName, powershell, scvmm })
  })

  test.each([
    ['destroy', 2, 0, 'Turn off', 'TurnOff', 'TurnOffVM'],
    ['save', 3, 1, 'Save state', 'Save', 'SaveVM'],
    ['shutdown', 4, 2, 'Shutdown', 'ShutDown', 'ShutdownGuestOS'],
  ] as const)('on_hoststop %s', (value, v2, v1, cimName, powershell, scvmm) => {
    expect(STOP_ACTIONS[value]).toEqual({ v2, v1, cimName, powershell, scvmm })
  })
})
