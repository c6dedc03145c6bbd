/**
 * Write src/report/rule-help.ts: what docs/diagnostics.md says of each code, for reports that carry it with them, because
 * the library reads no files.
 *
 * usage: node scripts/embed-help.mjs [--check]      (--check writes nothing; exit status 1 if the file is not in step)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PAGE = new URL('../docs/diagnostics.md', import.meta.url)
const TARGET = new URL('../src/report/rule-help.ts', import.meta.url)

const text = helpModule()
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error('src/report/rule-help.ts is not in step with docs/diagnostics.md: run "npm run rule-help"')
    process.exitCode = 1
  }
} else {
  writeFileSync(TARGET, text)
  console.log(`wrote ${fileURLToPath(TARGET)}`)
}

function helpModule() {
  const sections = readFileSync(PAGE, 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => section.split(/^## /m)[0])
  const entries = sections.map((section) => {
    const [heading, ...lines] = section.split('\n')
    // Links lead from the page, not from where a report is read.
    const markdown = lines
      .join('\n')
      .trim()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    return `  ${heading.slice(0, 5)}: {\n    text: ${quoted(plain(markdown))},\n    markdown: ${quoted(markdown)},\n  },\n`
  })
  return `// Written by "npm run rule-help"; do not edit.
import type { DiagnosticCode } from '../diagnostics/index.js'

/** What docs/diagnostics.md says of each code: the words alone, and the whole section. */
export const RULE_HELP: Readonly<Record<DiagnosticCode, { readonly text: string; readonly markdown: string }>> = {
${entries.join('')}}
`
}

/** The words of a section, without its examples. */
function plain(markdown) {
  return markdown
    .replace(/```[\s\S]*?```/g, '')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .trim()
}

function quoted(string) {
  return `'${string.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
}
