/** Which machine belongs to which domain, and the edits that bring its settings into the domain. */
export * from './match.js'
export * from './match-diagnostics.js'
export * from './merge.js'
