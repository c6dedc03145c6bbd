import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from '@jest/globals'
import { KeptLock, LOCK, withDirectoryLock } from '../../../src/cli/files/directory-lock.js'
import { type FileSystem, SYSTEM } from '../../../src/cli/files/file-system.js'
import { removeLeftOvers } from '../../../src/cli/files/left-overs.js'
import { ownIdentity } from '../../../src/cli/files/run-identity.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-lock-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What names a process that has ended. */
const ENDED = ownIdentity().replace(/-\d+-\d+$/, '-4194305-1')

/** What else happens before a step, counted from 1. */
type Meanwhile = Readonly<Record<number, () => void>>

/** Runs that want one lock; it fails the test if two have it. */
class Runs {
  readonly directory: string
  private readonly runs: Promise<void>[] = []
  private having = 0
  private had = 0

  constructor(name: string) {
    this.directory = join(scratch, name)
    mkdirSync(this.directory)
  }

  /** A lock as a run leaves it that was killed. */
  leaveVoidLock(): void {
    mkdirSync(join(this.directory, LOCK, `${ENDED}-0123456789abcdef`), { recursive: true })
  }

  /**
   * Begin a run, which stops before some of its steps until something else has happened. It goes on at once: until it has the
   * lock, or must wait. How many steps were taken.
   */
  begin(meanwhile: Meanwhile): number {
    let steps = 0
    const fs = new Proxy(SYSTEM, {
      get: (target, name: keyof FileSystem) => {
        const work = target[name] as (...args: never[]) => unknown
        return (...args: never[]) => {
          meanwhile[++steps]?.()
          return work(...args)
        }
      },
    })
    this.runs.push(withDirectoryLock(fs, this.directory, () => this.work()))
    return steps
  }

  private async work(): Promise<void> {
    this.had++
    expect(++this.having).toBe(1)
    // Longer than what any other run still does at once.
    for (let i = 0; i < 10; i++) await Promise.resolve()
    this.having--
  }

  /** All runs have had the lock, one after the other, and nothing is left. */
  async end(): Promise<void> {
    // A run may begin while another one ends.
    for (let count = 0; count < this.runs.length; ) {
      count = this.runs.length
      await Promise.allSettled(this.runs)
    }
    const results = await Promise.allSettled(this.runs)
    const failed = results.filter(({ status }) => status === 'rejected')
    expect({ failed, had: this.had }).toEqual({ failed: [], had: this.runs.length })
    expect(readdirSync(this.directory)).toEqual([])
  }
}

/** The steps of a run that finds a void lock, more than it takes until it has it. */
const STEPS = Array.from({ length: 12 }, (_, i) => i + 1)

test('a void lock is never that of another run when it is removed: two runs, wherever one is slow', async () => {
  let steps = 0
  for (const at of STEPS) {
    const runs = new Runs(`two-${at}`)
    runs.leaveVoidLock()
    steps = runs.begin({ [at]: () => runs.begin({}) })
    await runs.end()
  }
  expect(steps).toBeLessThan(STEPS.length)
  expect(steps).toBeGreaterThan(5)
})

test('nor with three, wherever two of them are slow', async () => {
  for (const at of STEPS) {
    for (const then of STEPS) {
      const runs = new Runs(`three-${at}-${then}`)
      runs.leaveVoidLock()
      runs.begin({ [at]: () => runs.begin({ [then]: () => runs.begin({}) }) })
      await runs.end()
    }
  }
})

test('nor if one comes and goes, and another comes, while the first is slow', async () => {
  for (const at of STEPS) {
    for (const later of STEPS.filter((step) => step > at)) {
      const runs = new Runs(`again-${at}-${later}`)
      runs.leaveVoidLock()
      runs.begin({ [at]: () => runs.begin({}), [later]: () => runs.begin({}) })
      await runs.end()
    }
  }
})

test('wherever a run is killed, the next has the lock, and nothing is left', async () => {
  let killed = 0
  for (const at of [...STEPS, ...STEPS.map((step) => step + STEPS.length)]) {
    const runs = new Runs(`killed-${at}`)
    runs.leaveVoidLock()
    await kill(runs.directory, at).catch(() => killed++)
    runs.begin({})
    runs.begin({})
    await Promise.resolve()
    removeLeftOvers(SYSTEM, runs.directory)
    await runs.end()
  }
  expect(killed).toBeGreaterThan(8)
})

/** Let a run take the lock, which is killed before a step; its process has ended then. */
async function kill(directory: string, at: number): Promise<void> {
  let steps = 0
  const asEnded = (path: unknown) => (typeof path === 'string' ? path.replaceAll(ownIdentity(), ENDED) : path)
  const fs = new Proxy(SYSTEM, {
    get: (target, name: keyof FileSystem) => {
      const work = target[name] as (...args: unknown[]) => unknown
      return (...args: unknown[]) => {
        if (++steps >= at) throw Object.assign(new Error('killed'), { code: 'EKILLED' })
        return work(...args.map(asEnded))
      }
    },
  })
  await withDirectoryLock(fs, directory, () => {})
}

/** A kept lock, and how often it was taken. */
function keptLock(name: string): { directory: string; kept: KeptLock; taken: () => number } {
  const directory = join(scratch, name)
  mkdirSync(directory)
  let taken = 0
  const fs: FileSystem = {
    ...SYSTEM,
    renameSync: (from, to) => {
      SYSTEM.renameSync(from, to)
      taken++
    },
  }
  return { directory, kept: new KeptLock(fs, directory), taken: () => taken }
}

test('a kept lock is taken once for many pieces of work, done one after the other, and given back with the last', async () => {
  const { directory, kept, taken } = keptLock('kept')
  const order: number[] = []
  const works = Array.from({ length: 50 }, (_, i) =>
    kept.during(async () => {
      await Promise.resolve()
      order.push(i)
      expect(readdirSync(directory)).toEqual([LOCK])
    }),
  )
  await Promise.all(works)
  await kept.release()
  expect(readdirSync(directory)).toEqual([])
  expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i))
  expect(taken()).toBe(1)
})

test('it is given back if nothing comes next, and taken again for what comes later', async () => {
  const { directory, kept, taken } = keptLock('idle')
  await kept.during(() => {})
  for (let i = 0; readdirSync(directory).length > 0 && i < 500; i++) await pause(10)
  expect(readdirSync(directory)).toEqual([])
  await kept.during(() => expect(readdirSync(directory)).toEqual([LOCK]))
  await kept.release()
  expect(taken()).toBe(2)
})

test('work that fails does not stop what comes next', async () => {
  const { directory, kept } = keptLock('failing')
  const failing = kept.during(() => Promise.reject(new Error('no')))
  const next = kept.during(() => 'done')
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('done')
  await kept.release()
  expect(readdirSync(directory)).toEqual([])
})

test('another run gets a kept lock while the first one still has work', async () => {
  const { directory, kept } = keptLock('fair')
  let isOver = false
  const working = (async () => {
    while (!isOver) await kept.during(() => pause(1))
  })()
  await withDirectoryLock(SYSTEM, directory, () => {})
  isOver = true
  await working
  await kept.release()
  expect(readdirSync(directory)).toEqual([])
})
