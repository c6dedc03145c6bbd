import { expect, test } from '@jest/globals'
import { clockOf } from '../../src/cli/guests/clock.js'

const WEEKS_30 = 30 * 7 * 24 * 3600 * 1000

const clock = (now: () => number) =>
  clockOf({
    now,
    system: {
      platform: 'linux',
      home: '',
      processors: 1,
      isRoot: false,
      bootId: '',
      uptime: () => 60,
      processId: 1,
      root: '/',
      program: ['/usr/bin/node', '/opt/virt-lifecycle/main.js'],
    },
  })

test('time is that since the start of the host', () => {
  let passed = 5
  const { now } = clock(() => passed)
  passed += 1000
  expect(now()).toBe(61_000)
})

test('a sleep that is longer than a timer can be does not end at once, but when it is aborted', async () => {
  const abort = new AbortController()
  let isOver = false
  const sleep = clock(() => performance.now())
    .sleep(WEEKS_30, abort.signal)
    .then(() => {
      isOver = true
    })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isOver).toBe(false)
  abort.abort()
  await sleep
})

test('a sleep goes on until its time has passed', async () => {
  const { now, sleep } = clock(() => performance.now())
  const end = now() + 30
  await sleep(30)
  expect(now()).toBeGreaterThanOrEqual(end)
})
