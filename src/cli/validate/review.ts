import type { DiagnosticCode } from '../../diagnostics/index.js'
import type { Policy } from '../../domain/index.js'
import { applyRuleLevels, applySilences, offerCaseFixes, type Review, type RuleLevels } from '../../validate/index.js'

/** What decides about the findings of documents. Plain data, so that it can be handed to another process. */
export interface ReviewOptions extends Policy {
  /** What the configuration makes of codes. */
  readonly rules: RuleLevels
  /** Whether documents are checked against a schema that knows more than the lifecycle elements. */
  readonly hasWholeSchema: boolean
  /** Whether two engines are compared. */
  readonly comparesEngines: boolean
}

/** First what comments in the document silence, then what the configuration makes of the rest. */
export function reviewOf(options: ReviewOptions): Review {
  return (document, found) => {
    const offered = offerCaseFixes(document, found)
    const { diagnostics, silenced } = applySilences(document, offered, (code) => couldFind(code, options))
    return { diagnostics: applyRuleLevels(diagnostics, options.rules), silenced }
  }
}

/** Whether a run with these options can find a code: if not, a comment that names it may be needed in another run. */
function couldFind(code: DiagnosticCode, options: ReviewOptions): boolean {
  const { require = [], placement, expandShorthand = false, hasWholeSchema, comparesEngines } = options
  const needed: Readonly<Partial<Record<DiagnosticCode, boolean>>> = {
    VL214: require.length > 0,
    VL215: placement !== undefined,
    VL216: expandShorthand,
    VL405: comparesEngines,
  }
  return needed[code] ?? (hasWholeSchema || !code.startsWith('VL4'))
}
