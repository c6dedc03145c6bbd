import { beginCompact } from './compact.js'
import type { ReportFormatName } from './formats.js'
import { beginGithub } from './github.js'
import { beginGitlab } from './gitlab.js'
import { beginJson } from './json.js'
import { beginJunit } from './junit.js'
import type { BeginReport } from './report.js'
import { beginSarif } from './sarif.js'
import { formatDiagnostic } from './text.js'
import { textReport } from './text-report.js'

/** All the formats of reports, by name. */
export const REPORTS: Readonly<Record<ReportFormatName, BeginReport>> = {
  text: textReport(async () => formatDiagnostic),
  compact: beginCompact,
  json: beginJson,
  sarif: beginSarif,
  junit: beginJunit,
  github: beginGithub,
  gitlab: beginGitlab,
}
