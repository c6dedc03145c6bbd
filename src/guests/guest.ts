import { type Diagnostic, type Finding, quote, SourceText } from '../diagnostics/index.js'
import type { Lifecycle } from '../lifecycle/index.js'

/**
 * The state of a guest, as far as it matters here; all but `shut off` are active. `other` is being shut down, crashed but
 * kept, or suspended by the guest.
 */
export type GuestState = 'running' | 'paused' | 'other' | 'shut off'

/** What identifies a guest: commands use the UUID, messages the name. */
export interface GuestIdentity {
  /** In the form of RFC 4122, in lower case. */
  readonly uuid: string
  readonly name: string
}

/** A domain of a running libvirt, as far as the host's stop and start are concerned. */
export interface Guest extends GuestIdentity {
  readonly state: GuestState
  /** Whether libvirt keeps its definition while it is off. */
  readonly persistent: boolean
  /** Whether it has a managed save image, from which its next start resumes it. */
  readonly saved: boolean
  /** libvirt's own flag: started when libvirt's daemon starts. */
  readonly autostart: boolean
  /** Its settings; absent if they are invalid. */
  readonly lifecycle?: Lifecycle
  /** What diagnostics show as its file: the connection and its name. */
  readonly file: string
}

/** Whether a guest in this state is active: it has a process, memory and devices. */
export function isActive(state: GuestState): boolean {
  return state !== 'shut off'
}

/** A diagnostic about a guest. */
export function guestDiagnostic(guest: Pick<Guest, 'file' | 'name'>, { message, ...finding }: Finding): Diagnostic {
  return new SourceText(guest.file, '').diagnostic({ ...finding, message: `guest ${quote(guest.name)}: ${message}` }, 0)
}
