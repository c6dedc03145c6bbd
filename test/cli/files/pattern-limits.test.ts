import { expect, test } from '@jest/globals'
import { type PatternKind, tooCostly } from '../../../src/cli/files/pattern-limits.js'
import { virtLifecycle } from '../program.js'

const REFUSED: readonly (readonly [string, PatternKind])[] = [
  ['*a*a*a*a*b', 'glob'],
  ['*a*a*a*a*b', 'gitignore'],
  ['a*b*c*/d*e*f*/x', 'gitignore'],
  ['**/a/**/b/**/c/**/d/**', 'glob'],
  ['{a,b}'.repeat(9), 'glob'],
  ['{a,{b,c}}{1..100}', 'glob'],
  ['@(a|b)'.repeat(9), 'glob'],
  ['+(a|aa)b', 'glob'],
  [`${'a'.repeat(2000)}*`, 'gitignore'],
]

const ACCEPTED: readonly (readonly [string, PatternKind])[] = [
  ['hosts/*/vms/*.xml', 'glob'],
  ['**/*-*.{xml,XML}', 'glob'],
  ['**/templates/**/*.xml', 'gitignore'],
  ['{a,{b,c}}{1..50}.xml', 'glob'],
  ['\\{a,b\\}', 'glob'],
  ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'gitignore'],
]

test.each(REFUSED)('%s is refused as a %s', (pattern, kind) => {
  expect(tooCostly(pattern, kind)?.code).toBe('VL121')
})

test.each(ACCEPTED)('%s is accepted as a %s', (pattern, kind) => {
  expect(tooCostly(pattern, kind)).toBeUndefined()
})

test('nothing is read if a pattern of what is to be left out cannot be used', async () => {
  const args = ['convert', 'examples/domains', '--to', 'json', '--exclude', '*a*a*a*a*b']
  const { status, stdout, stderr } = await virtLifecycle(args)
  expect(status).toBe(2)
  expect(stdout).not.toContain('web01')
  expect(stderr).toContain('VL121')
})
