#!/usr/bin/env node
/**
 * Write the man page, dist/man/virt-lifecycle.1, from what the program itself says of its commands and options, and from
 * the prose in scripts/manual/. Its date is that of SOURCE_DATE_EPOCH, else of today.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { manualPage } from './manual/page.mjs'

const TABLE = '.cache/manual/program.mjs'
const PAGE = 'dist/man/virt-lifecycle.1'

await build({
  stdin: {
    contents: `export { wholeProgram } from './src/cli/program.js'
export { commandTable } from './src/cli/completion/command-table.js'`,
    resolveDir: '.',
  },
  outfile: TABLE,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  alias: { '#write-xml': './src/node/write-xml.ts' },
  logLevel: 'warning',
})
const { wholeProgram, commandTable } = await import(new URL(`../${TABLE}`, import.meta.url))

/** What descriptions need of the world: a Linux host, and root on it. */
const io = {
  env: {},
  stdout: {},
  stderr: {},
  system: { platform: 'linux', home: '/root', processors: 1, isRoot: true, root: '/' },
}
const { SOURCE_DATE_EPOCH: seconds } = process.env
const date = seconds === undefined ? new Date() : new Date(Number(seconds) * 1000)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
mkdirSync('dist/man', { recursive: true })
writeFileSync(
  PAGE,
  manualPage(commandTable(await wholeProgram(io)), { version, date: date.toISOString().slice(0, 10) }),
)
