/** The model: vocabulary, mapping tables, normal form, rules, autostart readings. Imports nothing of the rest. */
export * from './autostart.ts'
export * from './lifecycle.ts'
export * from './nearest.ts'
export * from './vocabulary.ts'
export * from './written.ts'
