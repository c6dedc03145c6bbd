import type { BeginReport } from './report.js'

/** A format of reports. */
interface ReportFormat {
  /** One line about it. */
  readonly summary: string
  /** Loaded when it is asked for: most runs need one. */
  readonly load: () => Promise<BeginReport>
}

/**
 * The formats of reports, by name, each loaded when it is asked for. `REPORTS` has them all at once, for bundlers that
 * cannot load a module later.
 */
export const REPORT_FORMATS = {
  text: {
    summary: 'for people: the source line with the fault underlined, and a hint',
    load: async () =>
      (await import('./text-report.js')).textReport(async () => (await import('./text.js')).formatDiagnostic),
  },
  compact: {
    summary: 'a line each, as compilers print them: file:line:column: severity: message',
    load: async () => (await import('./compact.js')).beginCompact,
  },
  json: {
    summary: 'schema/validation-report.schema.json',
    load: async () => (await import('./json.js')).beginJson,
  },
  sarif: {
    summary: 'SARIF 2.1.0, for GitHub code scanning and others',
    load: async () => (await import('./sarif.js')).beginSarif,
  },
  junit: {
    summary: 'JUnit XML, for Jenkins and GitLab: a test case a document',
    load: async () => (await import('./junit.js')).beginJunit,
  },
  tap: {
    summary: 'TAP 14, for test harnesses: a test a document',
    load: async () => (await import('./tap.js')).beginTap,
  },
  github: {
    summary: 'workflow commands, which GitHub Actions shows in the pull request',
    load: async () => (await import('./github.js')).beginGithub,
  },
  gitlab: {
    summary: 'GitLab Code Quality, which merge requests show',
    load: async () => (await import('./gitlab.js')).beginGitlab,
  },
  markdown: {
    summary: 'a Markdown table of at most 1 MiB, for the summary of a step or a comment',
    load: async () => (await import('./markdown.js')).beginMarkdown,
  },
} as const satisfies Readonly<Record<string, ReportFormat>>

/** The name of a format of reports. */
export type ReportFormatName = keyof typeof REPORT_FORMATS

/** The names of the formats, in the order they are listed. */
export const REPORT_FORMAT_NAMES = Object.keys(REPORT_FORMATS) as readonly ReportFormatName[] // Object.keys forgets
