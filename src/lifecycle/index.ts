/** The model: vocabulary, mapping tables, normal form, rules, autostart readings. Imports nothing of the rest. */
export * from './autostart.js'
export * from './lifecycle.js'
export * from './nearest.js'
export * from './vocabulary.js'
export * from './written.js'
