import type { ReportFormatName } from '../../report/index.js'

/** A report, and where it goes. */
export interface ReportChoice {
  readonly format: ReportFormatName
  /** `append`: a file that another program has made, and that others add to. */
  readonly to: 'stdout' | 'stderr' | { readonly file: string } | { readonly append: string }
}

/** The services that are recognised by the variable that they set, and what they get beside the text. */
const SERVICES: readonly { readonly variable: string; readonly report: ReportChoice }[] = [
  { variable: 'GITHUB_ACTIONS', report: { format: 'github', to: 'stdout' } },
  // The file that GitLab's own templates have for Code Quality.
  { variable: 'GITLAB_CI', report: { format: 'gitlab', to: { file: 'gl-code-quality-report.json' } } },
]

/**
 * The reports of a run: the format that is named on standard output, and each file that is named. Where no format is
 * named, text, and beside it what the service shows that the run takes place on, unless a file of that format is named. On
 * GitHub, annotations come with a summary of the step, in the file that GitHub names for it.
 */
export function chooseReports(
  format: ReportFormatName | undefined,
  outputs: readonly ReportChoice[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly ReportChoice[] {
  const { GITHUB_ACTIONS: onGithub, GITHUB_STEP_SUMMARY: summary } = environment
  const steps: readonly ReportChoice[] =
    onGithub === 'true' && summary && (format === undefined || format === 'github')
      ? [{ format: 'markdown', to: { append: summary } }]
      : []
  if (format !== undefined) return [{ format, to: 'stdout' }, ...outputs, ...steps]
  const beside = SERVICES.filter(({ variable }) => environment[variable] === 'true').map(({ report }) => report)
  return [
    { format: 'text', to: 'stdout' },
    ...beside.filter((report) => !outputs.some((output) => output.format === report.format)),
    ...outputs,
    ...steps,
  ]
}
