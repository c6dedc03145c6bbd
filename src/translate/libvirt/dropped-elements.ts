import type { Diagnostic, Finding } from '../../diagnostics/index.js'
import type { Placement } from '../../domain/index.js'
import { isEmptyLifecycle, type Lifecycle } from '../../lifecycle/index.js'
import { type Machine, machineDiagnostic } from '../machine.js'

/** A domain that was written: its lifecycle, as it is in the domain, and where. */
export interface WrittenLifecycle {
  readonly machine: Machine
  readonly lifecycle: Lifecycle
  readonly placement: Placement
}

/**
 * Says that today's libvirt drops the elements that were written (measured with 9.0; 12.8 does not know them either). Once,
 * at the first domain that has its settings nowhere else.
 */
export function droppedElements(written: readonly WrittenLifecycle[]): readonly Diagnostic[] {
  const first = written.find(({ lifecycle, placement }) => placement === 'element' && !isEmptyLifecycle(lifecycle))
  return first === undefined ? [] : [machineDiagnostic(first.machine, DROPPED)]
}

const DROPPED: Finding = {
  code: 'VL332',
  message: 'libvirt up to 12.8 silently drops <on_hoststart> and <on_hoststop> when it defines the domain',
  hint: 'it preserves them in the metadata: use --placement metadata',
}
