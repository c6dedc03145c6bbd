import { beginCompact } from './compact.js'
import type { ReportFormatName } from './formats.js'
import { beginGithub } from './github.js'
import { beginGitlab } from './gitlab.js'
import { beginJson } from './json.js'
import { beginJunit } from './junit.js'
import { beginMarkdown } from './markdown.js'
import type { BeginReport } from './report.js'
import { beginSarif } from './sarif.js'
import { beginTap } from './tap.js'
import { formatDiagnostic } from './text.js'
import { textReport } from './text-report.js'

/** All the formats of reports, by name. */
export const REPORTS: Readonly<Record<ReportFormatName, BeginReport>> = {
  text: textReport(async () => formatDiagnostic),
  compact: beginCompact,
  json: beginJson,
  sarif: beginSarif,
  junit: beginJunit,
  tap: beginTap,
  github: beginGithub,
  gitlab: beginGitlab,
  markdown: beginMarkdown,
}
