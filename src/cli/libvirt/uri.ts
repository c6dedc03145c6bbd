/** The value of --from for a running libvirt. */
export const LIBVIRT = 'libvirt'

/** The prefix of the URI of a running libvirt, where a path could be meant. */
const PREFIX = `${LIBVIRT}:`

/** The connection URI after `libvirt:`, empty for virsh's default; undefined for any other text. */
export function uriOf(text: string): string | undefined {
  return text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined
}
