import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-loaded-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What a validation has no use for: to load it takes longer than to validate a domain. */
const OTHERS = [
  /^\/\/ src\/translate\//m,
  /^\/\/ src\/generated\/shapes/m,
  /^\/\/ src\/guests\//m,
  /^\/\/ src\/cli\/completion\//m,
  /papaparse\.js$/,
  /ajv/,
]

test('a validation loads neither what translates nor what reads other files than XML', () => {
  const { status } = spawnSync(process.execPath, ['dist/cli/main.js', 'validate', 'examples/domains'], {
    env: { ...process.env, NODE_V8_COVERAGE: scratch, XDG_CACHE_HOME: scratch },
  })
  const loaded = readdirSync(scratch)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name): { url: string }[] => JSON.parse(readFileSync(join(scratch, name), 'utf8')).result)
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => fileURLToPath(url))
  expect([status, loaded.length > 5]).toEqual([0, true])
  expect(
    loaded.filter((file) => OTHERS.some((other) => other.test(file) || other.test(readFileSync(file, 'utf8')))),
  ).toEqual([])
})
