import type { Definition, ElementGrammar, Grammar } from './grammar.js'
import { SchemaError, type SchemaPosition } from './schema-document.js'

/** A grammar whose refs are expanded; only the content of an element can lead back to where it came from. */
export type Expanded = Exclude<Grammar, { readonly kind: 'ref' }>

/**
 * Expand refs (4.19), and take `notAllowed` and `empty` out of what they decide (4.20, 4.21). Elements keep their
 * identity; their contents are expanded in position.
 *
 * @returns the pattern of the start, and all elements that can be reached
 * @throws SchemaError where a ref leads back to itself without an element between
 */
export function expand(grammar: Grammar): { readonly start: Expanded; readonly elements: readonly ElementGrammar[] } {
  const expander = new Expander()
  const start = expander.expand(grammar)
  const seen = new Set<Grammar>()
  const elements = new Set<ElementGrammar>()
  addElements(start, elements, seen)
  // An element that is found while others are expanded is put at the end.
  for (const element of elements) {
    element.content = expander.expand(element.content)
    addElements(element.content, elements, seen)
  }
  return { start, elements: [...elements] }
}

/** Add the elements that are not inside others; what was seen before, because several refs lead to it, adds nothing. */
function addElements(grammar: Grammar, elements: Set<ElementGrammar>, seen: Set<Grammar>): void {
  if (seen.has(grammar)) return
  seen.add(grammar)
  if (grammar.kind === 'element') elements.add(grammar)
  else if ('members' in grammar) for (const member of grammar.members) addElements(member, elements, seen)
  else if ('content' in grammar) addElements(grammar.content, elements, seen)
}

/** Deepest nesting of patterns, refs followed. */
const MOST_LEVELS = 500

const EMPTY: Expanded = { kind: 'empty' }
const NOT_ALLOWED: Expanded = { kind: 'notAllowed' }

class Expander {
  private readonly done = new Map<Definition, Expanded>()
  private readonly underWay = new Set<Definition>()
  private levels = 0

  expand(grammar: Grammar): Expanded {
    if (this.levels >= MOST_LEVELS && 'position' in grammar) {
      throw new SchemaError(`patterns are nested more than ${MOST_LEVELS} deep, references followed`, grammar.position)
    }
    this.levels++
    const expanded = this.expandOne(grammar)
    this.levels--
    return expanded
  }

  private expandOne(grammar: Grammar): Expanded {
    switch (grammar.kind) {
      case 'empty':
      case 'notAllowed':
      case 'text':
      case 'value':
      case 'element':
        return grammar
      case 'ref':
        return this.definition(grammar.definition, grammar.position)
      case 'choice':
        return choice(
          grammar.members.map((member) => this.expand(member)),
          grammar.position,
        )
      case 'group':
      case 'interleave':
        return together(
          grammar.kind,
          grammar.members.map((member) => this.expand(member)),
          grammar.position,
        )
      case 'oneOrMore':
      case 'list': {
        const content = this.expand(grammar.content)
        if (content.kind === 'notAllowed') return NOT_ALLOWED
        return grammar.kind === 'oneOrMore' && content.kind === 'empty' ? EMPTY : { ...grammar, content }
      }
      case 'attribute': {
        const content = this.expand(grammar.content)
        return content.kind === 'notAllowed' ? NOT_ALLOWED : { ...grammar, content }
      }
      case 'data': {
        const except = grammar.except === undefined ? undefined : this.expand(grammar.except)
        return { ...grammar, except: except?.kind === 'notAllowed' ? undefined : except }
      }
    }
  }

  private definition(definition: Definition, position: SchemaPosition): Expanded {
    const found = this.done.get(definition)
    if (found !== undefined) return found
    if (this.underWay.has(definition)) {
      const what = definition.name === '' ? 'the start' : `"${definition.name}"`
      throw new SchemaError(`${what} refers to itself without an element between`, position)
    }
    this.underWay.add(definition)
    const expanded = this.expand(definition.content ?? NOT_ALLOWED)
    this.underWay.delete(definition)
    this.done.set(definition, expanded)
    return expanded
  }
}

function choice(members: readonly Expanded[], position: SchemaPosition): Expanded {
  const allowed = members.filter(({ kind }) => kind !== 'notAllowed')
  const others = allowed.filter(({ kind }) => kind !== 'empty')
  const [only, ...more] = others.length < allowed.length ? [EMPTY, ...others] : allowed
  if (only === undefined) return NOT_ALLOWED
  return more.length === 0 ? only : { kind: 'choice', members: [only, ...more], position }
}

function together(kind: 'group' | 'interleave', members: readonly Expanded[], position: SchemaPosition): Expanded {
  if (members.some((member) => member.kind === 'notAllowed')) return NOT_ALLOWED
  const [only, ...more] = members.filter((member) => member.kind !== 'empty')
  if (only === undefined) return EMPTY
  return more.length === 0 ? only : { kind, members: [only, ...more], position }
}
