import type { GuestIdentity } from './guest.js'
import type { GuestAction } from './plan.js'

/**
 * What became of a request. That it was accepted does not say that the guest obeys: its state does. `busy`: not now, for
 * something else is being done with the guest, such as its migration.
 */
export type Answer = 'accepted' | 'unreachable' | 'busy' | { readonly refused: string }

/** A running libvirt. Nothing is thrown. */
export interface Hypervisor {
  /** Whether each guest that exists is active, by UUID; undefined if it cannot be reached. */
  activity(): Promise<ReadonlyMap<string, boolean> | undefined>
  /**
   * Ask for an action. Ends after about `within` seconds at the latest, and soon after the signal is aborted; what libvirt
   * has begun then goes on.
   */
  request(action: GuestAction, guest: GuestIdentity, within: number, signal: AbortSignal): Promise<Answer>
  /** Which of these guests are off because they have moved to another host. */
  movedAway(guests: readonly GuestIdentity[]): Promise<ReadonlySet<string>>
}

/** Time, so that a test need not wait for it. */
export interface Clock {
  /** Milliseconds since the host's start. */
  now(): number
  /** Ends early if the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}
