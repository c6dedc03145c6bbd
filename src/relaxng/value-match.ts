import type { DatatypeContext, DatatypeUse } from './datatypes/datatype.js'
import type { Pattern } from './pattern.js'

/** Where a value is, and which texts do not count. */
export interface MatchContext extends DatatypeContext {
  /** Whether a text that a datatype allows is refused all the same; none is unless given. */
  readonly isRefused?: (type: DatatypeUse, text: string) => boolean
}

/**
 * Clark's `valueMatch`: whether a pattern matches a text, the whole value of an attribute or the whole content of an element
 * (6.2.7 to 6.2.10).
 */
export function valueMatch(p: Pattern, text: string, context: MatchContext): boolean {
  return (p.nullable && isBlank(text)) || textDerivIsNullable(p, text, context)
}

/**
 * Whether Clark's `textDeriv` is nullable: a text is never followed by more, so the derivative itself is not needed. Of
 * several patterns in a group or an interleave, one takes the text and the others must match nothing.
 */
function textDerivIsNullable(p: Pattern, text: string, context: MatchContext): boolean {
  switch (p.kind) {
    case 'text':
      return true
    case 'value':
      return p.type.datatype.valueOf(text, context) === p.key && context.isRefused?.(p.type, text) !== true
    case 'data':
      return (
        p.type.datatype.allows(text, context) &&
        context.isRefused?.(p.type, text) !== true &&
        (p.except === undefined || !textDerivIsNullable(p.except, text, context))
      )
    case 'choice':
      return p.members.some((member) => textDerivIsNullable(member, text, context))
    case 'interleave':
      return p.members.some(
        (member, i) =>
          p.members.every((other, j) => i === j || other.nullable) && textDerivIsNullable(member, text, context),
      )
    case 'group':
      return (
        (p.rest.nullable && textDerivIsNullable(p.first, text, context)) ||
        (p.first.nullable && textDerivIsNullable(p.rest, text, context))
      )
    case 'oneOrMore':
      return textDerivIsNullable(p.content, text, context)
    case 'list': {
      const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
      return listDeriv(p.content, words, new Set([0]), context).has(words.length)
    }
    default:
      return false
  }
}

/** Clark's `listDeriv`, by index: where the content of a list can end if it begins at one of these words. */
function listDeriv(
  p: Pattern,
  words: readonly string[],
  begins: ReadonlySet<number>,
  context: MatchContext,
): ReadonlySet<number> {
  if (begins.size === 0) return begins
  switch (p.kind) {
    case 'empty':
      return begins
    case 'group':
      return listDeriv(p.rest, words, listDeriv(p.first, words, begins, context), context)
    case 'choice':
      return new Set(p.members.flatMap((member) => [...listDeriv(member, words, begins, context)]))
    case 'oneOrMore': {
      const all = new Set<number>()
      for (let next = begins; next.size > 0; ) {
        next = new Set([...listDeriv(p.content, words, next, context)].filter((end) => !all.has(end)))
        for (const end of next) all.add(end)
      }
      return all
    }
    default: {
      const found = new Set<number>()
      for (const begin of begins) {
        const word = words[begin]
        if (word !== undefined && textDerivIsNullable(p, word, context)) found.add(begin + 1)
      }
      return found
    }
  }
}

/** What a match depends on: whether there is any text, its characters, or the namespace declarations around it too. */
export type Dependence = 'presence' | 'characters' | 'namespaces'

/** The dependence of several patterns, any of which may match. */
export function dependenceOf(patterns: readonly Pattern[]): Dependence {
  return most(patterns.map(dependence))
}

function dependence(p: Pattern): Dependence {
  switch (p.kind) {
    case 'data':
      return most([dependenceOfType(p.type.name), p.except === undefined ? 'presence' : dependence(p.except)])
    case 'value':
      return dependenceOfType(p.type.name)
    case 'list':
      return most(['characters', dependence(p.content)])
    case 'choice':
    case 'interleave':
      return dependenceOf(p.members)
    case 'group':
      return dependenceOf([p.first, p.rest])
    case 'oneOrMore':
      return dependence(p.content)
    default:
      return 'presence'
  }
}

function dependenceOfType(name: string): Dependence {
  return name === 'QName' || name === 'NOTATION' ? 'namespaces' : 'characters'
}

function most(all: readonly Dependence[]): Dependence {
  if (all.includes('namespaces')) return 'namespaces'
  return all.includes('characters') ? 'characters' : 'presence'
}

/** Whether a text is white space only, or nothing. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return false
  }
  return true
}
