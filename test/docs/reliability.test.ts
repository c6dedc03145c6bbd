import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const page = readFileSync('docs/reliability.md', 'utf8')

/** The rows of a table, by the words that begin its head. */
const rowsOf = (head: string) => {
  const [, rows = ''] = new RegExp(`^\\| ${head} .*\\n.*\\n((?:\\|.*\\n)*)`, 'm').exec(page) ?? []
  return rows.split('\n').filter((row) => row !== '')
}

test('every kind of torture has a row with its promise', () => {
  const rows = rowsOf('promise')
  const kinds = readdirSync('test/torture/kinds')
  expect(kinds.length).toBeGreaterThan(5)
  expect(rows).toHaveLength(kinds.length)
  for (const kind of kinds) {
    const row = rows.find((one) => one.includes(`(../test/torture/kinds/${kind})`)) ?? ''
    const [stated] = row.replace(/^\| /, '').split(' | ')
    expect({ kind, stated }).toEqual({ kind, stated: promiseOf(kind) })
  }
})

/** The promise of a kind, as its file states it. */
function promiseOf(kind: string): string {
  const source = readFileSync(join('test/torture/kinds', kind), 'utf8')
  return /promise:\s+'([^']*)'/.exec(source)?.[1] ?? ''
}

test('every statement about another program names tests that exist', () => {
  const rows = rowsOf('statement')
  expect(rows.length).toBeGreaterThan(5)
  for (const row of rows) {
    const tests = [...(row.split(' | ').at(-1) ?? '').matchAll(/\(\.\.\/(test\/[^)]*)\)/g)].map(([, file = '']) => file)
    expect({ row, number: tests.length }).not.toMatchObject({ number: 0 })
    for (const file of tests) expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true })
  }
})
