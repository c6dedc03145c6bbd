import type { GoesWith } from './explainer.js'
import { cut } from './messages.js'
import { oneOf } from './suggest.js'

/** Most values that are written each with the name of their attribute. */
const MOST_WRITTEN = 3

/** Alternatives in a sentence: "a, b or c". */
export function either(texts: readonly string[], word = 'or'): string {
  const last = texts.at(-1) ?? ''
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} ${word} ${last}`
}

/** Texts in quotes, as alternatives. */
export function quoted(texts: readonly string[], word = 'or'): string {
  return either(
    texts.map((text) => `"${text}"`),
    word,
  )
}

/** Names as tags, as alternatives. */
export function tags(names: readonly string[]): string {
  return either(names.map((name) => `<${name}>`))
}

/** To follow "needs": the values with which something would be right, and what there is instead. */
export function needed(goesWith: GoesWith): string {
  const { on, attribute, current } = goesWith
  const has = current === undefined ? `has no "${attribute}"` : `has ${attribute}="${cut(current)}"`
  return `${valuesOf(goesWith)}; this <${on}> ${has}`
}

/** An attribute with each of the values that would be right. */
export function valuesOf({ attribute, values, current = '' }: GoesWith): string {
  if (values.length <= MOST_WRITTEN) return either(values.map((value) => `${attribute}="${value}"`))
  return `"${attribute}" to be one of: ${oneOf(
    values.map((value) => `"${value}"`),
    current,
  )}`
}

/**
 * What to do where something needs another value of an attribute: change that, or do without.
 *
 * @param element the name of the element that the message is about
 * @param verb what else can be done, with what follows
 */
export function waysOut(
  { on, attribute, values, current }: GoesWith,
  element: string,
  verb: 'remove' | 'change',
  what: string,
): string {
  const [value, ...more] = values
  const where = on === element ? '' : ` on <${on}>`
  const change =
    current === undefined
      ? `add ${more.length === 0 ? `${attribute}="${value}"` : `"${attribute}"`}${where}`
      : `change "${attribute}"${where}`
  return current !== undefined && verb === 'change' ? `${change} or ${what}` : `${change}, or ${verb} ${what}`
}
