/** Engines for schemas, and what they and the rules find in a domain. */
export { offerCaseFixes } from './case-fixes.js'
export * from './create-engine.js'
export * from './domain.js'
export * from './embedded.js'
export * from './engine.js'
export * from './fix.js'
export { applySilences } from './silences.js'
export { applyRuleLevels, RULE_LEVELS, type RuleLevel, type RuleLevels } from './severities.js'
