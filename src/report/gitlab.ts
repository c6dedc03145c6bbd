import type { Severity } from '../diagnostics/index.js'
import { Fingerprints } from './fingerprint.js'
import { JsonItems } from './json-items.js'
import type { BeginReport } from './report.js'

/** A finding in GitLab's Code Quality (see "Code Quality report format" in GitLab's documentation). */
interface CodeQualityIssue {
  readonly description: string
  readonly check_name: string
  /** Must be unique: of several findings with the same fingerprint, GitLab shows only the first. */
  readonly fingerprint: string
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  readonly location: {
    readonly path: string
    readonly lines: { readonly begin: number; readonly end: number }
  }
}

const SEVERITIES: Readonly<Record<Severity, CodeQualityIssue['severity']>> = {
  error: 'major',
  warning: 'minor',
  note: 'info',
}

/** Begin a report for GitLab's Code Quality. */
export const beginGitlab: BeginReport = ({ pathOf, digest }) => {
  const issues = new JsonItems('', '')
  return {
    document: ({ file, diagnostics }) => {
      const path = pathOf(file)
      const fingerprints = new Fingerprints((text) => digest(`${path}\n${text}`))
      const items = diagnostics.map((diagnostic) => {
        const { code, severity, message, hint, line, endLine } = diagnostic
        const issue: CodeQualityIssue = {
          description: hint === undefined ? message : `${message} (${hint})`,
          check_name: code,
          fingerprint: fingerprints.next(diagnostic),
          severity: SEVERITIES[severity],
          location: { path, lines: { begin: line, end: endLine ?? line } },
        }
        return issues.add(issue)
      })
      return items.join('')
    },
    end: () => `${issues.end()}\n`,
  }
}
