import type { Policy } from '../../domain/index.js'
import type { ReportFormatName } from '../../report/index.js'
import type { EngineName, RuleLevels } from '../../validate/index.js'
import type { Boundary } from '../files/boundary.js'
import type { FileChoice } from '../files/choose-files.js'
import { type Relative, shownFrom } from '../files/paths.js'
import type { ReportChoice } from './choose-reports.js'
import type { ConfigFile } from './config-file.js'

/** What the options of `validate` say; absent is what was not given. */
export interface ValidateOptions extends Policy {
  readonly filesFrom?: string
  readonly exclude?: readonly string[]
  readonly git?: boolean
  readonly skipNonDomains?: boolean
  /** The former name of `skipNonDomains`. */
  readonly skipOther?: boolean
  readonly fragment?: boolean
  readonly allowEmpty?: boolean
  readonly schema?: string
  readonly engine?: EngineName
  readonly cache: boolean
  readonly format?: ReportFormatName
  readonly output?: readonly ReportChoice[]
  readonly quiet?: true
  /** Undefined: only on a terminal, and never with NO_COLOR. */
  readonly color?: boolean
  readonly failFast?: true
  readonly listRules?: true
  readonly strict?: boolean
  readonly maxWarnings?: number
  readonly maxFindings: number
  /** `false`: none, whatever the configuration says. */
  readonly baseline?: string | false
  readonly updateBaseline?: true
  readonly fix?: true
  readonly fixDryRun?: true
  readonly expandShorthand?: true
  readonly followLinks?: true
  readonly jobs?: number
  /** `false`: none is looked for. */
  readonly config?: string | false
  readonly maxSize: number
  readonly maxDepth: number
}

/** What `validate` is to do: what the options say, else what the configuration says. */
export interface Settings extends Policy {
  readonly files: FileChoice & { readonly allowEmpty: boolean; readonly boundary: Boundary }
  readonly skipNonDomains: boolean
  /** Whether a device, such as `<disk>`, is checked by itself. */
  readonly fragment: boolean
  readonly schema: string
  readonly engine: EngineName
  readonly format: ReportFormatName | undefined
  readonly strict: boolean
  readonly maxWarnings: number
  readonly baseline: string | undefined
  readonly rules: RuleLevels
}

/** Put options and configuration together. */
export function settingsOf(
  cwd: string,
  paths: readonly string[],
  options: ValidateOptions,
  boundary: Boundary,
  { directory, config }: ConfigFile = { directory: '', config: {} },
): Settings {
  const require = options.require ?? config.require
  const placement = options.placement ?? config.placement
  return {
    files: {
      paths: pathsOf(paths, options.filesFrom, directory, config.paths),
      filesFrom: options.filesFrom,
      exclude: [
        { base: directory, patterns: config.exclude ?? [] },
        { base: '', patterns: options.exclude ?? [] },
      ],
      git: options.git ?? config.git ?? false,
      allowEmpty: options.allowEmpty ?? config.allowEmpty ?? false,
      maxSize: options.maxSize,
      boundary,
    },
    skipNonDomains: options.skipNonDomains ?? options.skipOther ?? config.skipNonDomains ?? config.skipOther ?? false,
    fragment: options.fragment ?? config.fragment ?? false,
    schema: options.schema ?? schemaIn(cwd, directory, config.schema) ?? 'auto',
    engine: options.engine ?? config.engine ?? 'builtin',
    format: options.format ?? config.format,
    strict: options.strict ?? config.strict ?? false,
    maxWarnings: options.maxWarnings ?? config.maxWarnings ?? Number.POSITIVE_INFINITY,
    ...(require === undefined ? {} : { require }),
    ...(placement === undefined ? {} : { placement }),
    baseline: baselineOf(cwd, options.baseline, directory, config.baseline),
    rules: config.rules ?? {},
  }
}

/** If a call names nothing, what the configuration names; without one standard input. */
function pathsOf(
  paths: readonly string[],
  filesFrom: string | undefined,
  directory: string,
  configured: readonly string[] | undefined,
): readonly Relative[] {
  if (paths.length > 0) return [{ base: '', patterns: paths }]
  if (filesFrom !== undefined) return []
  return configured === undefined ? [{ base: '', patterns: ['-'] }] : [{ base: directory, patterns: configured }]
}

function schemaIn(cwd: string, directory: string, schema: string | undefined): string | undefined {
  return schema === undefined || schema === 'auto' || schema === 'embedded' ? schema : shownFrom(cwd, directory, schema)
}

function baselineOf(
  cwd: string,
  given: string | false | undefined,
  directory: string,
  configured: string | undefined,
): string | undefined {
  if (given !== undefined) return given === false ? undefined : given
  return configured === undefined ? undefined : shownFrom(cwd, directory, configured)
}
