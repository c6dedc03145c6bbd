import { type Diagnostic, escapeControls, plural } from '../diagnostics/index.js'
import type { BeginReport } from './report.js'

/** GitHub refuses the summary of a step that is larger: 1 MiB. */
const MAX_BYTES = 1 << 20

/** Bytes for what is around the rows. */
const RESERVE = 8192

const HEAD = '| | code | where | finding |\n|---|---|---|---|\n'

/**
 * Begin a report in GitHub's Markdown, for the summary of a step or a comment: the summary, then a table with a row for each
 * finding. It has at most 1 MiB; what is left out is counted. No text of a document acts as Markdown or HTML.
 */
export const beginMarkdown: BeginReport = ({ pathOf, room = MAX_BYTES }) => {
  const rows: string[] = []
  const utf8 = new TextEncoder()
  let left = room - RESERVE
  let omitted = 0
  return {
    document: ({ file, diagnostics }) => {
      const path = pathOf(file)
      for (const diagnostic of diagnostics) {
        const row = rowOf(diagnostic, path)
        const size = utf8.encode(row).length
        // Once one is left out, all that follow are: the table is a beginning of the whole.
        if (omitted > 0 || size > left) omitted++
        else {
          left -= size
          rows.push(row)
        }
      }
      return ''
    },
    end: ({ summary }) => {
      if (room < RESERVE) return ''
      const said = summary.split('\n').map((line) => `${escaped(line.slice(0, LONGEST))}\n`)
      const table = rows.length === 0 ? '' : `\n${HEAD}${rows.join('')}`
      const more = omitted === 0 ? '' : `\n${plural(omitted, 'more finding')}: see the log\n`
      return `### virt-lifecycle\n\n${said.join('\n')}${table}${more}\n`
    },
  }
}

/** Longest line of the summary, in UTF-16 code units: it names paths. */
const LONGEST = 400

const ICONS: Readonly<Record<Diagnostic['severity'], string>> = { error: '❌', warning: '⚠️', note: 'ℹ️' }

function rowOf({ severity, code, message, hint, line, column }: Diagnostic, path: string): string {
  const said = hint === undefined ? escaped(message) : `${escaped(message)}<br>${escaped(hint)}`
  return `| ${ICONS[severity]} ${severity} | ${code} | ${escaped(path)}:${line}:${column} | ${said} |\n`
}

/**
 * What may be Markdown or HTML, or break a line or a table, and what GitHub makes links of. An underscore within a word and a colon
 * before a blank are neither.
 */
const SPECIAL = /(?<=www)\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?! )|[^\p{L}\p{M}\p{N} _:.,;()/"'%?-]/giu

/** A text in which nothing is Markdown: what could be is written as a character reference. */
function escaped(text: string): string {
  return escapeControls(text).replace(SPECIAL, (c) => `&#${c.codePointAt(0)};`)
}
