/** The model: the two elements, their attributes, normal form, conflicts, autostart. No hypervisor's words. */
export * from './attributes.js'
export * from './autostart.js'
export * from './finding.js'
export * from './lifecycle.js'
export * from './vocabulary.js'
export * from './written.js'
