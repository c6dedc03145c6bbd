import { type Diagnostic, type Finding, hasErrors, SourceText } from '../../diagnostics/index.js'
import { machineDiagnostic, type ReadResult } from '../../translate/index.js'

/**
 * The error (VL320) of a run that is to set something, with `--into` or by a script, while no machine of its inputs has a
 * setting. None if an error in the inputs says why there is none.
 */
export function nothingToSet({ machines, diagnostics }: ReadResult, paths: readonly string[]): readonly Diagnostic[] {
  if (machines.some(({ lifecycle }) => Object.keys(lifecycle).length > 0)) return []
  const [first] = machines
  if (first !== undefined) return [machineDiagnostic(first, NOTHING)]
  if (hasErrors(diagnostics)) return []
  const [path = '-'] = paths
  return [new SourceText(path === '-' ? '<stdin>' : path, '').diagnostic(NOTHING, 0)]
}

const NOTHING: Finding = {
  code: 'VL320',
  message: 'there is nothing to set: no machine in the input has a lifecycle setting',
  hint: 'export the lifecycle properties of the machines too',
}
