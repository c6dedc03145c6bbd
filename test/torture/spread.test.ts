import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { filesBelow } from '../files-below.js'

/**
 * Arguments are put on the stack: with some 100,000 of them a call overflows it. So no list whose length an input decides is
 * spread into a call that takes any number of arguments. These are of a fixed length.
 */
const OF_FIXED_LENGTH = ['String.fromCharCode(...bytes.subarray(i, i + CHUNK))']

const SPREAD = /\b(?:push|unshift|splice|concat|max|min|fromCharCode|fromCodePoint)\((?:[^(){}[\]]*, )?\.\.\.[^{]/

test('no list that an input sizes is spread into a call', () => {
  const lines = filesBelow('src')
    .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  expect(lines.length).toBeGreaterThan(10_000)
  const spread = lines.filter((line) => SPREAD.test(line) && !OF_FIXED_LENGTH.some((known) => line.includes(known)))
  expect(spread).toEqual([])
})

test('the rule finds what it is for', () => {
  expect(SPREAD.test('    found.push(...others)')).toBe(true)
  expect(SPREAD.test('    return Math.max(0, ...needed)')).toBe(true)
  expect(SPREAD.test('    found.push({ ...others })')).toBe(false)
})
