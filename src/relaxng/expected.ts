import { distance } from 'fastest-levenshtein'
import type { NameClass } from './name-class.js'
import type { Pattern } from './pattern.js'

/** What a pattern wants next: elements or attributes by name, text, or the rules of data. */
export interface Expected {
  /** Local names; those of other namespaces than the one around are there too. */
  readonly names: readonly string[]
  /** Whether any name of some namespace would do. */
  readonly anyName: boolean
}

/** The elements that could come next. */
export function expectedElements(p: Pattern): Expected {
  return namesIn(p, 'element', new Set())
}

/** The names of all elements that could be in a content, early or late. */
export function allElements(p: Pattern): readonly string[] {
  switch (p.kind) {
    case 'element':
      return listed(p.name)
    case 'choice':
    case 'interleave':
      return p.members.flatMap(allElements)
    case 'group':
      return [...allElements(p.first), ...allElements(p.rest)]
    case 'oneOrMore':
      return allElements(p.content)
    default:
      return []
  }
}

/** The attributes that could still come. */
export function expectedAttributes(p: Pattern): Expected {
  return namesIn(p, 'attribute', new Set())
}

/** The attributes that must still come; the alternatives of a choice that has several are left out. */
export function requiredAttributes(p: Pattern): readonly string[] {
  switch (p.kind) {
    case 'attribute':
      return listed(p.name)
    case 'group':
      return [...requiredAttributes(p.first), ...requiredAttributes(p.rest)]
    case 'interleave':
      return p.members.flatMap(requiredAttributes)
    case 'choice': {
      const [first = [], ...more] = p.members.map(requiredAttributes)
      return first.filter((name) => more.every((names) => names.includes(name)))
    }
    case 'oneOrMore':
      return requiredAttributes(p.content)
    default:
      return []
  }
}

/** The elements that must still come before something can be closed. */
export function requiredElements(p: Pattern): readonly string[] {
  if (p.nullable) return []
  switch (p.kind) {
    case 'element':
      return listed(p.name)
    case 'group':
      return [...requiredElements(p.first), ...requiredElements(p.rest)]
    case 'interleave':
      return p.members.flatMap(requiredElements)
    case 'choice': {
      const [first = [], ...more] = p.members.map(requiredElements)
      return first.filter((name) => more.every((names) => names.includes(name)))
    }
    case 'oneOrMore':
      return requiredElements(p.content)
    default:
      return []
  }
}

/** The rules of what text could be, in words: values in quotes, datatypes by their rule. */
export function expectedTexts(p: Pattern): readonly string[] {
  switch (p.kind) {
    case 'value':
      return [`"${p.text.trim()}"`]
    case 'data':
      return [p.type.datatype.rule]
    case 'text':
      return ['text']
    case 'empty':
      return ['nothing']
    case 'choice':
    case 'interleave':
      return [...new Set(p.members.flatMap(expectedTexts))]
    case 'group':
      return expectedTexts(p.first)
    case 'list':
      return ['a list']
    case 'oneOrMore':
      return expectedTexts(p.content)
    default:
      return []
  }
}

function namesIn(p: Pattern, kind: 'element' | 'attribute', seen: Set<Pattern>): Expected {
  if (seen.has(p)) return { names: [], anyName: false }
  seen.add(p)
  if (p.kind === kind) return { names: listed(p.name), anyName: p.name.kind !== 'name' && p.name.kind !== 'choice' }
  switch (p.kind) {
    case 'choice':
    case 'interleave':
      return merged(p.members.map((member) => namesIn(member, kind, seen)))
    case 'group': {
      // Attributes have no order.
      const both = kind === 'attribute' || p.first.nullable
      return merged([p.first, ...(both ? [p.rest] : [])].map((member) => namesIn(member, kind, seen)))
    }
    case 'oneOrMore':
      return namesIn(p.content, kind, seen)
    default:
      return { names: [], anyName: false }
  }
}

function merged(all: readonly Expected[]): Expected {
  return { names: [...new Set(all.flatMap(({ names }) => names))], anyName: all.some(({ anyName }) => anyName) }
}

function listed(nameClass: NameClass): readonly string[] {
  if (nameClass.kind === 'name') return [nameClass.local]
  return nameClass.kind === 'choice' ? nameClass.members.flatMap(listed) : []
}

/** The one of these texts that a wrong one was probably meant to be. */
export function nearestOf(wrong: string, right: readonly string[]): string | undefined {
  const [best] = right
    .map((text) => ({ text, away: distance(wrong.toLowerCase().slice(0, 100), text.toLowerCase()) }))
    .filter(({ text, away }) => away <= Math.max(1, Math.floor(Math.min(text.length, wrong.length) / 3)))
    .sort((a, b) => a.away - b.away)
  return best?.text
}

/** Most alternatives a message names. */
const MOST_NAMED = 8

/** Alternatives in words, those nearest to what was found first, and how many there are more. */
export function oneOf(alternatives: readonly string[], found: string): string {
  const sorted = [...alternatives].sort((a, b) => distance(found, a) - distance(found, b))
  const shown = sorted.length > MOST_NAMED + 2 ? sorted.slice(0, MOST_NAMED) : [...alternatives]
  const more = alternatives.length - shown.length
  return shown.join(', ') + (more === 0 ? '' : ` and ${more} more`)
}
