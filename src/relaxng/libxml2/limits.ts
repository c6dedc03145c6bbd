import type { State, WayIndexes } from '../automaton.js'
import { collapse } from '../datatypes/builtin.js'
import type { DatatypeContext } from '../datatypes/datatype.js'
import { cut } from '../messages.js'
import type { OpenElement } from '../tags.js'
import type { Violation } from '../violation.js'
import { isTogether, type KnownOrders, knownOrders, orderKey, placeOf, remember } from './known-orders.js'
import { acceptsOrder } from './order-check.js'
import { orderEdits } from './order-edits.js'
import { type Arrangement, arrange } from './order-moves.js'
import type { OrderPlans } from './order-plan.js'
import { respelled, type SpellingFault, spellingFault } from './spelling.js'

/** What another validator refuses although RELAX NG allows it. What is found is added to the violations of the document. */
export interface Limits {
  /** An unusual value or content that RELAX NG allows, and its range in UTF-16 code units. */
  value(document: LimitedDocument, state: State, matched: WayIndexes, text: string, start: number, end: number): void
  /** The children of an element that is closed. */
  children(document: LimitedDocument, element: OpenElement): void
}

/** A document that is validated. */
export interface LimitedDocument {
  readonly source: string
  readonly context: DatatypeContext
  /** List something that the other validator refuses. */
  add(violation: Violation): void
}

/** Fewest children that can alternate. */
const FEWEST = 3

/** Makes the limits of a validator, by its schema's plans. */
export type MakeLimits = (orders: () => OrderPlans) => Limits

/** Most moves that a message lists. */
const MOST_LISTED = 3

const FAULT_WORDS: Readonly<Record<Exclude<SpellingFault, 'word'>, string>> = {
  'white space': 'white space around this value',
  sign: 'a sign before this number',
  digits: 'a number of more than 24 digits',
}

/**
 * Find what libxml2 refuses although RELAX NG allows it: orders of children where an interleave has others as members, and
 * spellings of values. Such violations have a `limit`, and `edits` if there is an order or a spelling that libxml2 accepts.
 *
 * @param validator what messages call libxml2
 * @param program one that reads the documents afterwards and compares words exactly: a word of the schema with white space around
 *   it is beyond its limits, and so is a number with white space behind it
 */
export function libxml2Limits(validator = 'libxml2', program?: string): MakeLimits {
  return (orders) => new Libxml2Limits(orders, validator, program)
}

class Libxml2Limits implements Limits {
  /** Matches of texts that libxml2 accepts: a state keeps one for each text. */
  private readonly wellSpelt = new WeakSet<WayIndexes>()

  private known: OrderPlans | undefined

  constructor(
    private readonly orders: () => OrderPlans,
    private readonly validator: string,
    private readonly program: string | undefined,
  ) {}

  value(document: LimitedDocument, state: State, matched: WayIndexes, text: string, start: number, end: number): void {
    if (this.wellSpelt.has(matched)) return
    const { source, context } = document
    const ways = matched.flatMap((index) => state.ways[index] ?? [])
    const fault = spellingFault(ways, text, context, this.program !== undefined)
    if (fault === undefined) {
      this.wellSpelt.add(matched)
      return
    }
    const better = respelled(ways, text, context)
    const said = fault === 'word' ? this.wordFault(text) : this.valueFault(fault, better)
    // Markup in it, or what would have to be escaped, is left alone.
    const isPlain = better !== undefined && !/[<&"']/.test(better) && !source.slice(start, end).includes('<')
    const edits = isPlain ? { edits: [{ offset: start, length: end - start, content: better }] } : {}
    document.add({ ...said, start, end, ...edits })
  }

  private wordFault(text: string): Pick<Violation, 'limit' | 'message' | 'hint'> {
    const word = collapse(text)
    const message = `${this.program} does not take "${cut(text)}" for "${word}"`
    return { limit: 'word', message, hint: 'remove the white space' }
  }

  private valueFault(
    fault: keyof typeof FAULT_WORDS,
    better: string | undefined,
  ): Pick<Violation, 'limit' | 'message'> {
    const instead = better === undefined ? '' : `: write "${better}"`
    return { limit: 'spelling', message: `${this.validator} refuses ${FAULT_WORDS[fault]}${instead}` }
  }

  children(document: LimitedDocument, element: OpenElement): void {
    const { children, inside, matched, misplaced, tag } = element
    if (children === undefined || children.length < FEWEST) return
    if (inside.orders === undefined) inside.orders = this.knownOf(inside)
    const known = inside.orders
    if (known === null || matched.length === 0 || misplaced !== undefined || isTogether(known, children)) return
    const places = children.map((child) => placeOf(known, child))
    const key = orderKey(known, matched, tag.attributes, places)
    if (known.accepted.has(key)) return
    const ways = matched.map((index) => known.plans[index])
    const plans = ways.flatMap((way) => way ?? [])
    if (ways.includes(undefined) || acceptsOrder(plans, places, tag.attributes)) remember(known, key)
    else {
      const arranged = arrange(plans, places, tag.attributes)
      document.add(orderViolation(this.validator, document.source, children, arranged))
    }
  }

  private knownOf(state: State): KnownOrders | null {
    this.known ??= this.orders()
    const plans = state.ids.map((id) => this.known?.get(id))
    if (plans.every((plan) => plan === undefined)) return null
    return knownOrders(plans)
  }
}

/** What is said of an order, and the edits that make one that is accepted. */
function orderViolation(
  validator: string,
  source: string,
  children: readonly OpenElement[],
  arrangement: Arrangement | undefined,
): Violation {
  const moves = [...(arrangement?.moves ?? [])]
  const nameOf = (index: number): string => `<${children[index]?.tag.name}>`
  const listed = moves.slice(0, MOST_LISTED).map(([child, mate]) => `${nameOf(child)} next to ${nameOf(mate)}`)
  const more = moves.length > MOST_LISTED ? `, and ${moves.length - MOST_LISTED} more` : ''
  const what = moves.length === 0 ? 'this order of elements' : `this order: put ${listed.join(', ')}${more}`
  const child = children[moves[0]?.[0] ?? 0]
  const start = child?.start ?? 0
  return {
    limit: 'order',
    message: `${validator} refuses ${what}`,
    start,
    end: start + 1 + (child?.tag.name.length ?? 0),
    ...(arrangement === undefined ? {} : { edits: orderEdits(source, children, arrangement) }),
  }
}
