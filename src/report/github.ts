import type { Diagnostic, Severity } from '../diagnostics/index.js'
import type { BeginReport, ReportContext } from './report.js'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** Begin a report of workflow commands (see "Workflow commands" in GitHub's documentation), which become annotations. */
export const beginGithub: BeginReport = (context) => ({
  document: ({ diagnostics }) => diagnostics.map((diagnostic) => `${commandOf(diagnostic, context)}\n`).join(''),
  end: () => '',
})

function commandOf(diagnostic: Diagnostic, { pathOf }: ReportContext): string {
  const { severity, code, message, hint, file, line, column, endLine = line, endColumn } = diagnostic
  // GitHub does not accept columns for an annotation of several lines.
  const columns = endLine === line ? { col: column, endColumn } : {}
  const properties = Object.entries({ file: pathOf(file), line, endLine, ...columns, title: code })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(hint === undefined ? message : `${message}\n${hint}`)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
