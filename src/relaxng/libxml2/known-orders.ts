import { contains, type Name, type NameClass } from '../name-class.js'
import { membersOf, type OrderPlan, takes } from './order-plan.js'

/** What is known of the children of elements in one state. */
export interface KnownOrders {
  /** For each way. */
  readonly plans: readonly (readonly OrderPlan[] | undefined)[]
  /** The attributes on which an order can depend. */
  readonly attributes: readonly NameClass[]
  /** Orders of no child yet, by the indexes of those attributes that are there. */
  readonly first: Map<string, KnownOrder>
  /** How many children the known orders have in all. */
  count: number
  /** The places of children by their names. */
  readonly places: Map<string, Place>
  readonly members: readonly OrderPlan[]
  /** For each member, when it was last seen. */
  readonly seen: number[]
  checks: number
}

/** What is known of the children with one name. */
export interface Place {
  readonly known: KnownOrders
  /** The members of interleaves that they are in, by their indexes; names in the same ones share the list. */
  readonly members: readonly number[]
}

/** A child, as far as its order is concerned. */
interface Child {
  readonly tag: Name
  /** What it is to its parent, where its place is kept. */
  readonly after: { place: Place | undefined } | undefined
}

/**
 * Some first children, each by its place. Documents have few orders, and following them child by child takes
 * much less than the check.
 */
interface KnownOrder {
  readonly next: Map<Place, KnownOrder>
  /** The ways for which libxml2 accepts these children as all there are. */
  readonly accepted: Set<string>
}

/** Most children that the known orders of a state have in all, and most names. */
const MOST_KNOWN = 2000

/** Nothing is known yet but the plans. */
export function knownOrders(plans: KnownOrders['plans']): KnownOrders {
  const attributes = plans.flatMap((plan = []) => plan.flatMap(attributesOf))
  const all = plans.flatMap((plan = []) => plan.flatMap(membersOf))
  // Several ways often have the same members.
  const members =
    plans.length === 1 ? all : [...new Map(all.map((member) => [JSON.stringify(member), member])).values()]
  return {
    plans,
    attributes,
    first: new Map(),
    count: 0,
    places: new Map(),
    members,
    seen: members.map(() => 0),
    checks: 0,
  }
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

function placeOf(known: KnownOrders, { tag, after }: Child): Place {
  if (after?.place?.known === known) return after.place
  const name = `${tag.uri} ${tag.local}`
  let place = known.places.get(name)
  if (place === undefined) {
    const own = known.members.flatMap((member, i) => (takes(member, tag) ? [i] : []))
    const same = [...known.places.values()].find(({ members }) => members.join() === own.join())
    place = { known, members: same?.members ?? own }
    if (known.places.size >= MOST_KNOWN) known.places.clear()
    known.places.set(name, place)
  }
  if (after !== undefined) after.place = place
  return place
}

/** What is known of these children, in this order. */
export function orderOf(known: KnownOrders, attributes: readonly Name[], children: readonly Child[]): KnownOrder {
  if (known.count > MOST_KNOWN) {
    known.first.clear()
    known.count = 0
  }
  let present = ''
  for (let i = 0; i < known.attributes.length; i++) {
    const nameClass = known.attributes[i]
    if (nameClass !== undefined && attributes.some((attribute) => contains(nameClass, attribute))) present += ` ${i}`
  }
  let order = known.first.get(present) ?? newOrder()
  known.first.set(present, order)
  for (const child of children) {
    const place = placeOf(known, child)
    let next = order.next.get(place)
    if (next === undefined) {
      next = newOrder()
      order.next.set(place, next)
      known.count++
    }
    order = next
  }
  return order
}

function newOrder(): KnownOrder {
  return { next: new Map(), accepted: new Set() }
}
