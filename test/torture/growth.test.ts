import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { CLASSES } from './classes.mjs'

interface Counted {
  readonly steps: readonly [number, number, number]
  readonly longest: number
  /** The steps once more, of the first class only. */
  readonly again?: readonly [number, number, number]
}

/** Steps of a class whose growth a limit ends. */
const BOUND = 20_000_000

/** How much more the second doubling of the size may add than the first; with the square of the size it would be four times. */
const RATIO = 2.6

/** Fewer steps than this say nothing of how they grow. */
const FEW = 5000

/** With these, the same steps are counted in each run. */
const EXACT = ['--no-opt', '--no-maglev', '--no-flush-bytecode']

const { stdout, stderr } = spawnSync(process.execPath, [...EXACT, 'test/torture/count.mjs'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
const counted: Readonly<Record<string, Counted>> = stdout === '' ? {} : JSON.parse(stdout)
const classes = Object.entries<{ readonly does: string; readonly clips?: boolean; readonly bounded?: boolean }>(CLASSES)
const inThisProcess = classes.filter(([, { does }]) => does !== 'run')

test('all classes are counted', () => {
  expect(stderr).toBe('')
  expect(Object.keys(counted)).toEqual(inThisProcess.map(([name]) => name))
})

test('the steps are counted exactly: a class that is counted again at the end has the same', () => {
  const [name, { steps, again }] = Object.entries(counted).find(([, { again }]) => again !== undefined) ?? ['none', {}]
  expect({ name, steps: again }).toEqual({ name, steps })
})

describe('the work grows with the size of the input', () => {
  test.each(inThisProcess.map(([name, row]) => [name, row] as const))('%s', (name, { bounded = false }) => {
    const { steps: [once, twice, fourTimes] = [0, 0, 0] } = counted[name] ?? {}
    expect(fourTimes).toBeGreaterThan(0)
    if (bounded) expect(fourTimes).toBeLessThan(BOUND)
    else expect(fourTimes - twice).toBeLessThan(Math.max(FEW, RATIO * (twice - once)))
  })
})

describe('no message repeats the bulk of its input', () => {
  test.each(inThisProcess.filter(([, { clips }]) => clips === true).map(([name]) => name))('%s', (name) => {
    expect(counted[name]?.longest).toBeLessThan(1000)
  })
})
