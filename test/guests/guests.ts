import type { Guest } from '../../src/guests/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'

/** A UUID for a number. */
export const uuidOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A persistent, running guest. */
export function guest(n: number, lifecycle: Lifecycle, more: Partial<Guest> = {}): Guest {
  const name = more.name ?? `vm${n}`
  return {
    uuid: uuidOf(n),
    name,
    state: 'running',
    persistent: true,
    saved: false,
    autostart: false,
    lifecycle,
    file: `libvirt/${name}`,
    ...more,
  }
}
