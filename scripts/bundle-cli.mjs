#!/usr/bin/env node
/**
 * Put the command line into dist/cli as a few files, with the packages that a validation needs: to load a hundred small
 * ones takes longer than to validate a domain (docs/benchmarks.md). What a command does not need stays in files of its
 * own. The licences of the packages that are inside go beside them.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { licencesOf } from './licences.mjs'

/** The packages that a validation needs; all others are loaded from where they are installed, by the commands that use them. */
const INSIDE = ['commander', 'fastest-levenshtein', 'picocolors', 'saxes', 'string-width', 'xspattern']

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const outdir = 'dist/cli'
rmSync(outdir, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: ['src/cli/main.ts', 'src/cli/validate/worker.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !INSIDE.includes(name)),
  // In Node the program writes XML by xmlbuilder2 (`imports` in package.json).
  alias: { '#write-xml': './src/node/write-xml.ts' },
  // commander is CommonJS and requires Node's own modules.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
})
chmodSync(join(outdir, 'main.js'), 0o755)

writeFileSync(join(outdir, 'LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)))
