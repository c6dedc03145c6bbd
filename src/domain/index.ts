/** Everything about libvirt's domain XML: find a domain, read it, check it, edit it, create a new one. */
export * from './check.js'
export * from './create.js'
export * from './document.js'
export * from './edit.js'
export { contentEdits } from './edit-value.js'
export { lifecycleText } from './lifecycle-text.js'
export {
  type BegunParserCheck,
  type DomainRule,
  type ElementRule,
  type KeptDomain,
  PARSER_RULES,
  type ParserCheck,
  type ParserRule,
  parserCheck,
  type Refusal,
} from './parser-rules/index.js'
export * from './placement.js'
export * from './read.js'
export { type Policy, REQUIREMENTS, type Requirement } from './rules/index.js'
