import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  activeBefore,
  beforeStart,
  type HostRecord,
  hookDriverOf,
  ofEarlierBoots,
  parseHookFile,
  withoutStarted,
} from '../../src/guests/index.js'
import { uuidOf } from './guests.js'

const OLD = 'aaaaaaaa-0000-4000-8000-000000000001'
const NOW = 'bbbbbbbb-0000-4000-8000-000000000002'
const file = (n: number, boot: string) => ({ uuid: uuidOf(n), name: `vm${n}`, boot })
const uuids = (guests: readonly { uuid: string }[] | undefined) => guests?.map(({ uuid }) => uuid)

test.each([
  ['qemu:///system', 'qemu', 'system'],
  ['qemu:///session', 'qemu', 'session'],
  ['qemu+unix:///session?socket=/run/user/1000/libvirt-sock', 'qemu', 'session'],
  ['lxc:///', 'lxc', 'system'],
  ['lxc:///system', 'lxc', 'system'],
  ['xen:///system', 'libxl', 'system'],
])('the guests of %s are heard of by the hook of %s (%s)', (uri, driver, mode) => {
  expect(hookDriverOf(uri)).toEqual({ driver, mode })
})

test.each([
  'qemu+ssh://host/system',
  'qemu:///embed?root=/x',
  'test:///default',
  'vbox:///session',
  'qemu:///systems',
  '',
])('no hook here hears of the guests of %s', (uri) => expect(hookDriverOf(uri)).toBeUndefined())

describe('a file of the hook', () => {
  test('says the boot and the name, whatever the name', () => {
    const names = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(names, (name) => {
        expect(parseHookFile(uuidOf(1), `${OLD}\n${name}\n`)).toEqual({ uuid: uuidOf(1), name, boot: OLD })
      }),
    )
  })

  test('still says that the guest was active, wherever it was cut off', () => {
    const whole = `${OLD}\nvm1\n`
    for (let length = 0; length <= whole.length; length++) {
      const read = parseHookFile(uuidOf(1), whole.slice(0, length))
      expect(uuids(ofEarlierBoots(read === undefined ? [] : [read], NOW))).toEqual([uuidOf(1)])
    }
  })

  test.each(['lock', `${uuidOf(1)}~`, uuidOf(1).toUpperCase().replace('4', 'A'), '..'])(
    'is not one called %s',
    (name) => {
      expect(parseHookFile(name, `${OLD}\nvm1\n`)).toBeUndefined()
    },
  )
})

describe('what was active when the host stopped', () => {
  const done = new Set<string>()
  const recorded = { kind: 'stopped', done, guests: [{ ...file(1, ''), state: 'running', intended: 'save' }] } as const

  test('after a loss of power: the files of earlier boots, and no others', () => {
    const files = [file(1, OLD), file(2, NOW), file(3, '')]
    expect(uuids(activeBefore({ kind: 'unknown', done }, files, NOW))).toEqual([uuidOf(1), uuidOf(3)])
  })

  test('after a stop: the record together with the files, each guest once', () => {
    expect(uuids(activeBefore(recorded, [file(1, OLD), file(2, OLD)], NOW))).toEqual([uuidOf(1), uuidOf(2)])
    expect(uuids(activeBefore(recorded, undefined, NOW))).toEqual([uuidOf(1)])
  })

  test('a guest that was started since that stop, in an earlier boot: only if it has a file', () => {
    const at = (boot: string) => ({ boot, time: '2026-01-01T00:00:00Z' })
    const guests = [1, 2, 3].map((n) => ({ ...recorded.guests[0], uuid: uuidOf(n) }))
    const record: HostRecord = {
      version: 1,
      uri: 'qemu:///system',
      stop: { at: at('1'), finished: true, guests },
      // The third could not be started; the second was stopped by hand since.
      start: { at: at(OLD), finished: false, done: [uuidOf(1), uuidOf(2)] },
    }
    const before = beforeStart(withoutStarted(record, NOW), NOW)
    expect(uuids(activeBefore(before, [file(1, OLD)], NOW))).toEqual([uuidOf(3), uuidOf(1)])
    expect(withoutStarted(record, OLD)).toBe(record)
    expect(withoutStarted(undefined, NOW)).toBeUndefined()
  })

  test('nothing, if the hook is there and has no file; not known, if there is neither', () => {
    expect(activeBefore({ kind: 'unknown', done }, [], NOW)).toEqual([])
    expect(activeBefore({ kind: 'unknown', done }, undefined, NOW)).toBeUndefined()
  })

  test('every file, if the system does not tell one boot from another', () => {
    expect(uuids(activeBefore({ kind: 'unknown', done }, [file(1, OLD)], ''))).toEqual([uuidOf(1)])
  })
})
