import type { Policy } from '../../domain/index.js'
import type { CheckOptions } from './check-file.js'
import type { ReadyEngine } from './set-up-engine.js'
import type { Settings, ValidateOptions } from './settings.js'

/** How each document is checked, by what the options and the configuration say and the schema that was found. */
export function checkOptionsOf(
  options: ValidateOptions,
  settings: Settings,
  { isEmbedded, others }: ReadyEngine,
): CheckOptions {
  const { maxSize, maxDepth, maxFindings, fix, fixDryRun, expandShorthand } = options
  const { strict, skipNonDomains, fragment, require, placement, rules } = settings
  const policy: Policy = {
    ...(require && { require }),
    ...(placement && { placement }),
    ...(expandShorthand && { expandShorthand }),
  }
  const fixing = fix === true ? { fix: 'write' as const } : fixDryRun === true ? { fix: 'show' as const } : {}
  const parserRules = others.libvirt !== undefined
  const review = { rules, hasWholeSchema: !isEmbedded, comparesEngines: settings.engine === 'both' }
  return {
    ...policy,
    ...review,
    parserRules,
    strict,
    skipNonDomains,
    fragment,
    maxSize,
    maxDepth,
    maxFindings,
    ...fixing,
  }
}
