import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { PICTURES } from '../../scripts/pictures/index.mjs'

test('the pictures show what the program does today (npm run pictures draws them)', () => {
  const drawn = Object.fromEntries(Object.entries(PICTURES).map(([name, draw]) => [name, draw()]))
  const kept = readdirSync('docs/pictures').map((name) => [name, readFileSync(`docs/pictures/${name}`, 'utf8')])
  expect(Object.fromEntries(kept)).toEqual(drawn)
})
