#!/usr/bin/env node
/**
 * Put the test files for a folder, and all of src/ that they reach, into one file that exports a function for each: it can be
 * loaded again as a whole in a few milliseconds, which a mutant of a constant needs. Stryker runs this in its copy of the project,
 * after it has put the mutants into the sources.
 */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { testFilesFor } from './tests.mjs'

const files = process.argv.slice(2).flatMap(testFilesFor)

/** A file in the bundle still is where it was. */
const location = {
  name: 'location',
  setup({ onLoad }) {
    onLoad({ filter: /\.test\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
    }))
  },
}

await build({
  stdin: {
    contents: `export default {${files.map((file) => `'${file}': () => import('./${file}')`).join(',\n')}}`,
    resolveDir: process.cwd(),
  },
  outfile: '.cache/tests.mjs',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  alias: { '#write-xml': './src/node/write-xml.ts', '@jest/globals': './test/mutation/globals.mjs' },
  plugins: [location],
  logLevel: 'warning',
})
