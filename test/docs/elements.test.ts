import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { START_ACTIONS, STOP_ACTIONS } from '../../src/translate/index.js'

describe('the mapping table', () => {
  const rows = readFileSync('docs/elements.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| (\| )?`/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))

  test.each([START_ACTIONS, STOP_ACTIONS].flatMap((actions) => Object.entries(actions)))(
    '%s',
    (value, { v2, cimName, v1, powershell }) => {
      const row = rows.find((cells) => cells.includes(value))
      expect(row?.join(' | ')).toContain(`${v2} ${cimName}`)
      expect(row).toEqual(expect.arrayContaining([String(v1), powershell]))
    },
  )
})
