import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import type { Policy } from '../../domain/index.js'
import type { ReportFormatName } from '../../report/index.js'
import type { EngineName, RuleLevels } from '../../validate/index.js'
import { Boundary } from '../files/boundary.js'

/** The name of the file that is looked for. */
export const CONFIG_NAME = 'virt-lifecycle.config.json'

/** What a configuration may say; `schema/config.schema.json` describes it. */
export interface Config extends Pick<Policy, 'require' | 'placement'> {
  readonly paths?: readonly string[]
  readonly exclude?: readonly string[]
  readonly git?: boolean
  readonly skipNonDomains?: boolean
  /** The former name of `skipNonDomains`. */
  readonly skipOther?: boolean
  readonly fragment?: boolean
  readonly allowEmpty?: boolean
  readonly schema?: string
  readonly engine?: EngineName
  readonly format?: ReportFormatName
  readonly strict?: boolean
  readonly maxWarnings?: number
  readonly baseline?: string
  readonly rules?: RuleLevels
}

/** A configuration, and the directory that its paths are relative to. */
export interface ConfigFile {
  readonly directory: string
  readonly config: Config
}

/** The configuration of a run, if there is one, and what the run may read that the call does not name. */
export interface OpenedConfig {
  /** The configuration's path, as it is shown. */
  readonly file: string | undefined
  readonly config: ConfigFile | undefined
  readonly boundary: Boundary
}

/**
 * Find a configuration, unless the call names one or wants none (`false`), and read it.
 *
 * @returns what is wrong with it (VL507, VL520) if it cannot be used
 */
export async function openConfig(
  cwd: string,
  named: string | false | undefined,
): Promise<OpenedConfig | { readonly diagnostics: readonly Diagnostic[] }> {
  const found = named === undefined ? findConfig(cwd) : undefined
  const boundary = Boundary.around(cwd, found === undefined ? undefined : dirname(resolve(cwd, found)))
  const refusal = found === undefined ? undefined : boundary.refusal(found, 'repository')
  if (refusal !== undefined) return { diagnostics: [refusal] }
  const file = found ?? (named === false ? undefined : named)
  const config = file === undefined ? undefined : await readConfig(cwd, file)
  if (config !== undefined && 'diagnostics' in config) return config
  return { file, config, boundary }
}

/** The configuration of the working directory or of the nearest one above it, up to the root of the repository. */
function findConfig(cwd: string): string | undefined {
  for (let directory = cwd; ; directory = dirname(directory)) {
    const file = join(directory, CONFIG_NAME)
    if (existsSync(file)) return relative(cwd, file)
    if (existsSync(join(directory, '.git')) || dirname(directory) === directory) return undefined
  }
}

/** Read a configuration, or say what is wrong with it (VL507). */
async function readConfig(
  cwd: string,
  file: string,
): Promise<ConfigFile | { readonly diagnostics: readonly Diagnostic[] }> {
  const { readSettingsFile } = await import('../files/settings-file.js')
  const { ruleFaults } = await import('./rule-faults.js')
  const read = readSettingsFile(cwd, file, 'config', ruleFaults)
  if ('diagnostics' in read) return read
  // The JSON Schema has checked that it is one.
  return { directory: dirname(resolve(cwd, file)), config: read.value as Config }
}
