import { readFileSync } from 'node:fs'
import { quoted } from './literals.mjs'

/** The module of what docs/diagnostics.md says of each code, for reports that include it. */
export function ruleHelpModule(root) {
  const sections = readFileSync(new URL('docs/diagnostics.md', root), 'utf8')
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
    return `  ${heading.slice(0, 5)}: {\n    title: ${quoted(heading.slice(6).trim())},\n    text: ${quoted(plain(markdown))},\n    markdown: ${quoted(markdown)},\n  },\n`
  })
  return `import type { DiagnosticCode } from '../diagnostics/index.js'

/** What docs/diagnostics.md says of each code: its title, the words below it alone, and the whole section. */
export const RULE_HELP: Readonly<
  Record<DiagnosticCode, { readonly title: string; readonly text: string; readonly markdown: string }>
> = {
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
