import type { PlainPatterns } from './datatypes/libraries.js'
import { expand } from './expand.js'
import { checkSize } from './expanded-size.js'
import type { ElementGrammar, Grammar } from './grammar.js'
import { type OrderPlans, orderPlans } from './libxml2/order-plan.js'
import { type ElementPattern, type Pattern, PatternBuilder } from './pattern.js'
import { checkRestrictions } from './restrictions.js'
import { type SimplifyOptions, simplify } from './simplify.js'

/** A schema, ready to validate with. */
export interface CompiledSchema {
  readonly builder: PatternBuilder
  readonly start: Pattern
  /** All patterns of the schema, by number. */
  readonly patterns: () => readonly Pattern[]
  /** What decides which orders libxml2 accepts, made anew each time; absent where it was not saved. */
  readonly orders?: () => OrderPlans
  /** What is known of its regular expressions. */
  readonly plain: PlainPatterns
}

/**
 * Compile a schema: simplify it (section 4), check the restrictions (section 7), make patterns of it.
 *
 * @throws SchemaError for the first error
 */
export function compile(text: string, uri: string, options: SimplifyOptions): Omit<CompiledSchema, 'plain'> {
  const { start, elements } = expand(simplify(text, uri, options))
  checkSize(start, elements)
  checkRestrictions(start, elements)
  const builder = new PatternBuilder()
  const elementPatterns = new Map<ElementGrammar, ElementPattern>(
    elements.map((element) => [element, builder.element(element.name)]),
  )
  const known = new Map<Grammar, Pattern>()
  const make = (grammar: Grammar): Pattern => {
    const found = known.get(grammar)
    if (found !== undefined) return found
    const made = patternOf(grammar, builder, make, elementPatterns)
    known.set(grammar, made)
    return made
  }
  for (const [element, pattern] of elementPatterns) pattern.content = make(element.content)
  const pattern = make(start)
  const patterns = builder.seal()
  const orders = () => orderPlans(elements, (element) => make(element.content))
  return { builder, start: pattern, patterns: () => patterns, orders }
}

function patternOf(
  grammar: Grammar,
  builder: PatternBuilder,
  make: (grammar: Grammar) => Pattern,
  elements: ReadonlyMap<ElementGrammar, Pattern>,
): Pattern {
  switch (grammar.kind) {
    case 'empty':
      return builder.empty
    case 'notAllowed':
      return builder.notAllowed
    case 'text':
      return builder.text
    case 'choice':
      return builder.choice(grammar.members.map(make))
    case 'interleave':
      return builder.interleave(grammar.members.map(make))
    case 'group':
      return grammar.members.map(make).reduceRight((rest, first) => builder.group(first, rest))
    case 'oneOrMore':
      return builder.oneOrMore(make(grammar.content))
    case 'list':
      return builder.list(make(grammar.content))
    case 'attribute':
      return builder.attribute(grammar.name, make(grammar.content))
    case 'element':
      return elements.get(grammar) ?? builder.notAllowed
    case 'data':
      return builder.data(grammar.type, grammar.except === undefined ? undefined : make(grammar.except))
    case 'value':
      return builder.value(grammar.type, grammar.text, grammar.context)
    case 'ref':
      throw new TypeError('refs are expanded before')
  }
}
