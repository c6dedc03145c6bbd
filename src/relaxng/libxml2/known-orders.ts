import { contains, type Name, type NameClass } from '../name-class.js'
import type { OrderPlan } from './order-plan.js'
import { type Place, Places } from './places.js'

/** What is known of the children of elements in one state. */
export interface KnownOrders {
  /** For each way. */
  readonly plans: readonly (readonly OrderPlan[] | undefined)[]
  /** The attributes on which an order can depend. */
  readonly attributes: readonly NameClass[]
  readonly places: Places
  /** Orders that libxml2 accepts (`orderKey`). */
  readonly accepted: Set<string>
  /** For each member of an interleave, when it was last seen. */
  readonly seen: number[]
  checks: number
}

/** A child, as far as its order is concerned. */
interface Child {
  readonly tag: Name
  /** What it is to its parent, where its place is kept. */
  readonly after: { place: Place | undefined } | undefined
}

/** Most orders of a state that are remembered. */
const MOST_KNOWN = 2000

/** Nothing is known yet but the plans. */
export function knownOrders(plans: KnownOrders['plans']): KnownOrders {
  const all = plans.flatMap((plan = []) => plan)
  const places = new Places(all)
  const seen = places.members.map(() => 0)
  return { plans, attributes: all.flatMap(attributesOf), places, accepted: new Set(), seen, checks: 0 }
}

/** The attributes in a plan. */
function attributesOf(plan: OrderPlan): readonly NameClass[] {
  if (plan.kind === 'attribute') return [plan.name]
  return 'members' in plan ? plan.members.flatMap(attributesOf) : []
}

/**
 * Whether the children of each member are next to each other, as in most documents: then there is nothing that libxml2 could
 * confuse.
 */
export function isTogether(known: KnownOrders, children: readonly Child[]): boolean {
  const { seen } = known
  const check = ++known.checks
  let last = NOWHERE
  for (const child of children) {
    const { members } = placeOf(known, child)
    if (members === last) continue
    for (const member of members) {
      if (seen[member] === check && !last.includes(member)) return false
      seen[member] = check
    }
    last = members
  }
  return true
}

const NOWHERE: readonly number[] = []

/** The place of a child. */
export function placeOf({ places }: KnownOrders, { tag, after }: Child): Place {
  if (after?.place?.owner === places) return after.place
  const place = places.of(tag)
  if (after !== undefined) after.place = place
  return place
}

/** What decides whether an order of children is accepted, as a text; `matched` are the ways that the element may be. */
export function orderKey(
  known: KnownOrders,
  matched: readonly number[],
  attributes: readonly Name[],
  children: readonly Place[],
): string {
  const present = known.attributes.map((nameClass) => attributes.some((attribute) => contains(nameClass, attribute)))
  const numbers = children.map(({ number }) => number)
  return `${matched.join()} ${present.map(Number).join('')} ${numbers.join()}`
}

/** Remember an order that is accepted. */
export function remember({ accepted }: KnownOrders, key: string): void {
  if (accepted.size >= MOST_KNOWN) accepted.clear()
  accepted.add(key)
}
