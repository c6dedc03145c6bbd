#!/usr/bin/env node
/**
 * Write src/generated/: what the library takes from files of the repository, as modules, because it reads no files.
 * Each module is written only if its content changes, so that nothing is built anew for nothing.
 *
 * usage: node scripts/generate.mjs
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { embeddedAutomatonModule } from './generate/embedded-automaton.mjs'
import { packagingModule } from './generate/packaging.mjs'
import { ruleHelpModule } from './generate/rule-help.mjs'
import { shapesModule } from './generate/shapes.mjs'
import { textsModule } from './generate/texts.mjs'

const root = new URL('../', import.meta.url)
const target = new URL('src/generated/', root)

const MODULES = {
  'embedded-automaton.ts': embeddedAutomatonModule,
  'packaging.ts': packagingModule,
  'rule-help.ts': ruleHelpModule,
  'shapes.ts': shapesModule,
  'texts.ts': textsModule,
}

mkdirSync(target, { recursive: true })
for (const [name, moduleText] of Object.entries(MODULES)) {
  const file = new URL(name, target)
  const text = `// Written by "npm run generate"; do not edit.\n${await moduleText(root)}`
  if (read(file) !== text) writeFileSync(file, text)
}

function read(url) {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return undefined
  }
}
