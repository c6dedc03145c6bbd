import { describe, expect, test } from '@jest/globals'
import {
  AUTOSTART_READINGS,
  attributeRow,
  autostart,
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  HOST_STOP_SHORTHAND,
  type HostStart,
  hostStartAction,
  hostStartOfAutostart,
  hostStopAction,
} from '../../src/lifecycle/index.js'

test('three values each, and the shorthand for a pair', () => {
  expect([HOST_START_ACTIONS.length, HOST_STOP_ACTIONS.length]).toEqual([3, 3])
  expect(HOST_STOP_SHORTHAND).toEqual({
    value: 'stop-and-restart-on-next-boot',
    start: 'restart-if-active',
    stop: 'shutdown',
  })
})

test.each<[string, (name: never) => unknown, string]>([
  ['an attribute', attributeRow, 'not an attribute: speed'],
  ['a start action', hostStartAction, 'not an action: speed'],
  ['a stop action', hostStopAction, 'not an action: speed'],
])('%s that JavaScript asks for and that there is not', (_, row, message) => {
  expect(() => row('speed' as never)).toThrow(new TypeError(message))
})

test('each action is found by its value', () => {
  expect(HOST_START_ACTIONS.map(({ value }) => hostStartAction(value))).toEqual(HOST_START_ACTIONS)
  expect(HOST_STOP_ACTIONS.map(({ value }) => hostStopAction(value))).toEqual(HOST_STOP_ACTIONS)
})

describe('autostart', () => {
  const flags = (hostStart: HostStart | undefined, running: boolean | undefined) =>
    AUTOSTART_READINGS.map((reading) => autostart(reading, hostStart, running))

  test.each([
    ['start', undefined, [true, true, true]],
    ['start', false, [true, true, true]],
    ['restart-if-active', true, [false, true, true]],
    ['restart-if-active', false, [false, true, false]],
    ['restart-if-active', undefined, [false, true, undefined]],
    ['ignore', true, [false, false, false]],
    [undefined, true, [undefined, undefined, undefined]],
  ] as const)('%s, running %s', (hostStart, running, expected) => {
    expect(flags(hostStart, running)).toEqual(expected)
  })

  test('and back', () => {
    expect([hostStartOfAutostart(true), hostStartOfAutostart(false)]).toEqual(['start', 'ignore'])
  })
})
