import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

const FILES = {
  plan: 'test/guests/plan.test.ts',
  run: 'test/guests/run.test.ts',
  cli: 'test/cli/guests.test.ts',
  real: 'test/peers/guests.test.ts',
}

test('every row of the tables names a test that exists', () => {
  const page = readFileSync('docs/guests.md', 'utf8')
  const rows = page.split('\n').filter((line) => /^\| (?!---)/.test(line) && !/\| test \|$/.test(line))
  expect(rows.length).toBeGreaterThan(30)
  for (const row of rows) {
    const [, file, title = ''] = /\| (plan|run|cli|real): ([^|]+) \|$/.exec(row) ?? []
    expect({ row, file }).toEqual({ row, file: expect.any(String) })
    const source = readFileSync(FILES[file as keyof typeof FILES], 'utf8') // The expression above allows no other.
    expect({ row, exists: source.includes(title) }).toEqual({ row, exists: true })
  }
})
