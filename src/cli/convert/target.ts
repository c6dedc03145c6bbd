import type { Diagnostic } from '../../diagnostics/index.js'
import type { Placement } from '../../domain/index.js'
import type { Merge, MergedDomain, ReadResult } from '../../translate/index.js'
import type { Interrupt } from '../console/interrupt.js'

/** Where `convert --into` puts settings: files, or a running libvirt. */
export interface Target {
  /** The domains that are there. */
  readonly domains: ReadResult
  /** Where the elements go unless the user says it; if neither does, where the domain has its own. */
  readonly placement?: Placement
  /** The domains that are to change, and those that should but cannot. */
  readonly plan: (merge: Merge) => Plan
  /** Print what would change. */
  readonly show: (changes: readonly MergedDomain[]) => Promise<void>
  /**
   * Change the domains; with `allOrNothing`, if one cannot be changed, change the others back. An interrupted run ends
   * early, or with `allOrNothing` changes the others back too.
   */
  readonly write: (changes: readonly MergedDomain[], allOrNothing: boolean, interrupt: Interrupt) => Promise<Written>
}

/** A domain that is not changed, and why. */
export interface Unchanged {
  readonly merged: MergedDomain
  readonly diagnostic: Diagnostic
}

/** What is to be done. */
export interface Plan {
  readonly changes: readonly MergedDomain[]
  readonly refused: readonly Unchanged[]
}

/** What was done. */
export interface Written {
  /** The domains that are changed now. */
  readonly done: readonly MergedDomain[]
  readonly failures: readonly Unchanged[]
  /** What failed that is about no single domain. */
  readonly others: readonly Diagnostic[]
}
