/** Settings of `guests stop` that the pictures assume: its own defaults. */
export const STOP_OPTIONS = { defaultStop: 'leave', timeout: 300, saveTimeout: 600, onTimeout: 'destroy' }

/** A persistent guest of a libvirt. @param {import('../../dist/lifecycle/index.js').Lifecycle} lifecycle */
export function guest(name, lifecycle, state = 'running') {
  return { uuid: name, name, state, persistent: true, saved: false, autostart: false, lifecycle, file: name }
}
