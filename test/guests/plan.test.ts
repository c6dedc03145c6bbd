import { describe, expect, test } from '@jest/globals'
import {
  type Guest,
  longestDuration,
  type Plan,
  planStart,
  planStop,
  type StopOptions,
  stepsOf,
} from '../../src/guests/index.js'
import { expectAsDocumented } from '../docs/documented.js'
import { guest, uuidOf } from './guests.js'

const OPTIONS: StopOptions = { defaultStop: 'leave', timeout: 120, saveTimeout: 600, onTimeout: 'destroy' }

const codes = ({ diagnostics }: Plan) => diagnostics.map(({ code }) => code)
const actions = (plan: Plan) =>
  Object.fromEntries(
    stepsOf(plan).map(({ guest: { name }, attempts }) => [name, attempts.map(({ action }) => action).join(' ')]),
  )
const order = (plan: Plan) => plan.stages.map(({ steps }) => steps.map(({ guest: { name } }) => name).join(' '))
const stop = (guests: readonly Guest[], options: Partial<StopOptions> = {}) =>
  planStop(guests, { ...OPTIONS, ...options })

describe('a stop', () => {
  const three = [guest(1, { hostStop: 'save' }), guest(2, { hostStop: 'shutdown' }), guest(3, { hostStop: 'destroy' })]

  test.each([
    ['destroy', { vm1: 'save shutdown destroy', vm2: 'shutdown destroy', vm3: 'destroy' }],
    ['save', { vm1: 'save shutdown save', vm2: 'shutdown save', vm3: 'destroy' }],
    ['leave', { vm1: 'save shutdown', vm2: 'shutdown', vm3: 'destroy' }],
  ] as const)('--on-timeout %s', (onTimeout, expected) => {
    expect(actions(stop(three, { onTimeout }))).toEqual(expected)
  })

  test('a guest that is off is not touched, and one without settings is left, with a note', () => {
    const plan = stop([guest(1, { hostStop: 'save' }, { state: 'shut off' }), guest(2, {})])
    expect(actions(plan)).toEqual({})
    expect(plan.untouched.map(({ why }) => why)).toEqual(['it is not active', 'on_hoststop is not set'])
    expect(codes(plan)).toEqual(['VL609'])
  })

  test.each(['save', 'shutdown', 'destroy'] as const)('--default-stop %s', (defaultStop) => {
    const plan = stop([guest(1, {})], { defaultStop })
    const [step] = stepsOf(plan)
    expect(step?.attempts[0].action).toBe(defaultStop)
    expect(step?.why).toBe(`--default-stop is "${defaultStop}"`)
  })

  test('a paused guest is saved, else powered off, and never asked', () => {
    const paused = three.map((g) => ({ ...g, state: 'paused' as const }))
    expect(actions(stop(paused))).toEqual({ vm1: 'save destroy', vm2: 'save destroy', vm3: 'destroy' })
  })

  test('a transient guest cannot be saved: it is asked to shut down, or powered off if it is paused', () => {
    const plan = stop(three.map((g) => ({ ...g, persistent: false })))
    expect(actions(plan)).toEqual({ vm1: 'shutdown destroy', vm2: 'shutdown destroy', vm3: 'destroy' })
    expect(codes(plan)).toEqual(['VL605'])
    const paused = stop(three.map((g) => ({ ...g, persistent: false, state: 'paused' })))
    expect(actions(paused)).toEqual({ vm1: 'destroy', vm2: 'destroy', vm3: 'destroy' })
    expect(codes(paused)).toEqual(['VL605', 'VL605'])
  })

  test('a guest with invalid settings is left', () => {
    const { lifecycle: _, ...invalid } = guest(1, {})
    expect(stop([invalid], { defaultStop: 'destroy' }).untouched).toMatchObject([{ why: 'its settings are invalid' }])
  })

  test('goes against the order: no order first, the lowest last', () => {
    const orders = [2, 10, undefined, 2, 1]
    const guests = orders.map((n, i) =>
      guest(i, { hostStart: 'start', hostStop: 'save', ...(n === undefined ? {} : { order: n }) }),
    )
    expect(order(stop(guests))).toEqual(['vm2', 'vm1', 'vm0 vm3', 'vm4'])
    expect(order(planStart(guests.map((g) => ({ ...g, state: 'shut off' }))))).toEqual(['vm4', 'vm0 vm3', 'vm1', 'vm2'])
  })

  test('takes at most the time of all attempts, of as many rounds as it needs', () => {
    const guests = [1, 2, 3].map((n) => guest(n, { hostStop: 'shutdown' }))
    expect(longestDuration(stop(guests), 2)).toBe(2 * (120 + 60))
    expect(longestDuration(stop(guests), 3)).toBe(120 + 60)
    expect(longestDuration(stop([]), 3)).toBe(0)
  })
})

describe('a start', () => {
  const off = { state: 'shut off' } as const
  const four = [
    guest(1, { hostStart: 'ignore' }, { ...off, saved: true }),
    guest(2, { hostStart: 'restart-if-active' }, off),
    guest(3, { hostStart: 'start' }, off),
    guest(4, {}, off),
  ]

  test('always "start", "restart-if-active" if it was active, never "ignore" or what says nothing', () => {
    const all = new Set([1, 2, 3, 4].map(uuidOf))
    expect(actions(planStart(four, { active: all }))).toEqual({ vm2: 'start', vm3: 'start' })
    expect(actions(planStart(four, { active: new Set() }))).toEqual({ vm3: 'start' })
    expect(planStart(four, { active: all }).untouched).toMatchObject([
      { why: 'on_hoststart is "ignore"; its saved state is kept' },
      { why: "on_hoststart is not set; libvirt's autostart decides" },
    ])
  })

  test('if nobody knows what was active, that is a warning', () => {
    const plan = planStart(four)
    expect(actions(plan)).toEqual({ vm3: 'start' })
    expect(codes(plan)).toEqual(['VL611'])
  })

  test('what is active already, or was started before in this boot, is not started', () => {
    const active = four.map((g) => ({ ...g, state: 'paused' as const }))
    expect(actions(planStart(active, { active: new Set([uuidOf(2)]) }))).toEqual({})
    expect(actions(planStart(four, { done: new Set([uuidOf(3)]) }))).toEqual({})
  })

  test('a delay counts from the start of the host, and a later stage waits for it', () => {
    const guests = [
      guest(1, { hostStart: 'start', order: 1, delay: 300 }, off),
      guest(2, { hostStart: 'start', order: 1 }, off),
      guest(3, { hostStart: 'start', order: 2, delay: 30 }, off),
      guest(4, { hostStart: 'start', delay: 400 }, off),
    ]
    const times = planStart(guests).stages.map(({ steps }) => steps.map((s) => [s.guest.name, s.at]))
    expect(times).toEqual([
      [
        ['vm2', 0],
        ['vm1', 300],
      ],
      [['vm3', 300]],
      [['vm4', 400]],
    ])
  })

  test.each([
    [{ hostStart: 'ignore' } as const, true],
    [{ hostStart: 'restart-if-active' } as const, true],
    [{ hostStart: 'start', delay: 5 } as const, true],
    [{ hostStart: 'start' } as const, false],
    [{}, false],
  ])('autostart beside %j: a conflict is %s', (lifecycle, isConflict) => {
    const plan = planStart([guest(1, lifecycle, { autostart: true, state: 'shut off' })], { active: new Set() })
    expect(codes(plan)).toEqual(isConflict ? ['VL608'] : [])
    if ('hostStart' in lifecycle && lifecycle.hostStart === 'ignore')
      expectAsDocumented('VL608', `warning VL608 ${plan.diagnostics[0]?.message}`)
  })
})
