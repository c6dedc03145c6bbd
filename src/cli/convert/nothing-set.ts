import { type Diagnostic, hasErrors, SourceText } from '../../diagnostics/index.js'
import { isEmptyLifecycle } from '../../lifecycle/index.js'
import { NOTHING_TO_SET, nothingToSet, type ReadResult } from '../../translate/index.js'

/**
 * The error (VL320) of a run that is to set something, while its inputs have no machine with a setting. None if an error
 * in the inputs says why there is no machine.
 */
export function nothingIn({ machines, diagnostics }: ReadResult, paths: readonly string[]): readonly Diagnostic[] {
  if (machines.length > 0) {
    const settable = machines.filter(({ lifecycle }) => !isEmptyLifecycle(lifecycle)).length
    const nothing = nothingToSet(machines, settable)
    return nothing === undefined ? [] : [nothing]
  }
  if (hasErrors(diagnostics)) return []
  const [path = '-'] = paths
  return [new SourceText(path === '-' ? '<stdin>' : path, '').diagnostic(NOTHING_TO_SET, 0)]
}
