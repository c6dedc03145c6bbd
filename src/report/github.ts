import type { Diagnostic, Severity } from '../diagnostics/index.js'
import type { BeginReport, ReportContext } from './report.js'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** Begin a report of workflow commands (see "Workflow commands" in GitHub's documentation), which become annotations. */
export const beginGithub: BeginReport = (context) => ({
  document: ({ diagnostics }) => diagnostics.map((diagnostic) => `${commandOf(diagnostic, context)}\n`).join(''),
  end: ({ findings = [] }) => findings.map((diagnostic) => `${commandOf(diagnostic)}\n`).join(''),
})

/** @param context absent for a finding about the run, which is shown without a file */
function commandOf(diagnostic: Diagnostic, context?: ReportContext): string {
  const { severity, code, message, hint, file, line, column, endLine = line, endColumn } = diagnostic
  // GitHub does not accept columns for an annotation of several lines.
  const columns = endLine === line ? { col: column, endColumn } : {}
  const position = context === undefined ? {} : { file: context.pathOf(file), line, endLine, ...columns }
  const properties = Object.entries({ ...position, title: code })
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
