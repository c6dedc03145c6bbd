import { type Diagnostic, escapeControls } from '../diagnostics/index.js'
import type { BeginReport, ReportedDocument } from './report.js'

/**
 * Begin a report in TAP, version 14 (testanything.org): a test point for each document, which fails if it has errors or could
 * not be read, with its findings as YAML. The plan comes at the end, because only then it is known how many there are.
 */
export const beginTap: BeginReport = ({ pathOf }) => {
  let count = 0
  return {
    document: (document) => {
      count++
      const version = count === 1 ? VERSION_LINE : ''
      return `${version}${testPoint(document, count, pathOf(document.file))}`
    },
    end: ({ interrupted }) => {
      const version = count === 0 ? VERSION_LINE : ''
      const plan = count === 0 ? '1..0 # SKIP nothing to validate\n' : `1..${count}\n`
      // Nothing may follow a plan at the end; a run that bails out has none.
      return `${version}${interrupted ? 'Bail out! the run ended early\n' : plan}`
    },
  }
}

const VERSION_LINE = 'TAP version 14\n'

function testPoint({ outcome, diagnostics }: ReportedDocument, number: number, path: string): string {
  const verdict = outcome === 'valid' || outcome === 'other' ? 'ok' : 'not ok'
  const directive = outcome === 'other' ? ' # SKIP not a domain' : ''
  const point = `${verdict} ${number} - ${description(path)}${directive}\n`
  return diagnostics.length === 0 ? point : `${point}  ---\n  findings:\n${diagnostics.map(entry).join('')}  ...\n`
}

/** A path as a description, in which `#` would begin a directive. */
function description(path: string): string {
  return escapeControls(path).replace(/[\\#]/g, '\\$&')
}

/** A finding as an item of a YAML sequence; strings are written as in JSON, which YAML has too. */
function entry({ code, severity, message, hint, line, column }: Diagnostic): string {
  const members = { code, severity, message, ...(hint === undefined ? {} : { hint }), line, column }
  const lines = Object.entries(members).map(([name, value]) => `${name}: ${scalar(value)}\n`)
  return `    - ${lines.join('      ')}`
}

/** YAML breaks lines at characters that JSON does not escape. */
function scalar(value: string | number): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (c) => {
    return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
