import { readdirSync, readFileSync } from 'node:fs'
import { quoted, template } from './literals.mjs'

/** The module of the files of packaging/, which `guests install` writes. */
export function packagingModule(root) {
  const directory = new URL('packaging/', root)
  const names = readdirSync(directory).sort()
  const rows = names.map((name) => `  ${quoted(name)}: ${template(readFileSync(new URL(name, directory), 'utf8'))},\n`)
  return `
/** The files of packaging/, by name. */
export const PACKAGING: Readonly<Record<${names.map(quoted).join(' | ')}, string>> = {
${rows.join('')}}
`
}
