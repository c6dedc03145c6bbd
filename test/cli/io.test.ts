import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { filesBelow } from '../files-below.js'
import { virtLifecycle } from './program.js'

/** The edges of the program: its own process, those of `validate --jobs`, and the library's entry for Node. */
const EDGES = ['src/cli/main.ts', 'src/cli/validate/worker.ts', 'src/node/schema-directories.ts']

test('only the edges of the program touch the process', () => {
  // What is generated is data: texts, and ajv's functions.
  const files = filesBelow('src').filter((file) => file.endsWith('.ts') && !file.startsWith('src/generated/'))
  const touching = files.filter((file) => /\bprocess\s*[.[]|node:process/.test(withoutComments(file)))
  expect(touching.sort()).toEqual(EDGES)
})

function withoutComments(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}

test('on a terminal it says that it waits for input, in colour unless that is not wanted', async () => {
  const on = (env: Readonly<Record<string, string>>) =>
    virtLifecycle(['convert', '--to', 'json'], { input: '<domain', tty: true, env })
  const waiting = 'reading standard input; end it with Ctrl-D, or see --help\n'
  const colored = await on({})
  expect(colored.stderr.startsWith(waiting)).toBe(true)
  expect(colored.stderr).toContain('\u001b[31merror')
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) expect((await on(env)).stderr).not.toContain('\u001b')
  expect((await virtLifecycle(['convert', '--to', 'json'], { input: '<domain' })).stderr).not.toContain(waiting)
})
