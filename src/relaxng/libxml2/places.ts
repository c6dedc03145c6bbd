import type { Name, NameClass } from '../name-class.js'
import { contains } from '../name-class.js'
import { membersOf, type OrderPlan } from './order-plan.js'

/** Where children with a name have a place. */
export interface Place {
  /** What it is a place in. */
  readonly owner: Places
  /** No two places of the owner have the same. */
  readonly number: number
  /** The plans, and the plans in them, that take such a child. */
  readonly parts: ReadonlySet<OrderPlan>
  /** Those of them that are members of interleaves, by their indexes. */
  readonly members: readonly number[]
}

/** Most names that are remembered. */
const MOST_NAMES = 1000

/** The places that children have in some plans, by their names. */
export class Places {
  /** The members of all interleaves. */
  readonly members: readonly OrderPlan[]
  private readonly listed = new Map<string, Set<OrderPlan>>()
  private readonly unlisted: { readonly names: NameClass; readonly parts: readonly OrderPlan[] }[] = []
  private readonly indexes: ReadonlyMap<OrderPlan, number>
  private readonly known = new Map<string, Place>()
  private made = 0

  constructor(plans: readonly OrderPlan[]) {
    this.members = plans.flatMap(membersOf)
    this.indexes = new Map(this.members.map((member, i) => [member, i]))
    for (const plan of plans) this.add(plan, [])
  }

  /** The place of children with a name. */
  of(name: Name): Place {
    const key = keyOf(name)
    let place = this.known.get(key)
    if (place === undefined) {
      if (this.known.size >= MOST_NAMES) this.known.clear()
      place = this.find(name, key)
      this.known.set(key, place)
    }
    return place
  }

  private find(name: Name, key: string): Place {
    const parts = new Set(this.listed.get(key))
    for (const { names, parts: more } of this.unlisted) {
      if (contains(names, name)) for (const part of more) parts.add(part)
    }
    const members = [...parts].flatMap((part) => this.indexes.get(part) ?? [])
    return { owner: this, number: this.made++, parts, members }
  }

  /** @param around the plans that a plan is in */
  private add(plan: OrderPlan, around: readonly OrderPlan[]): void {
    const parts = [...around, plan]
    if ('members' in plan) for (const member of plan.members) this.add(member, parts)
    else if (plan.kind === 'elements') for (const names of plan.names) this.list(names, parts)
  }

  private list(names: NameClass, parts: readonly OrderPlan[]): void {
    if (names.kind === 'choice') for (const member of names.members) this.list(member, parts)
    else if (names.kind !== 'name') this.unlisted.push({ names, parts })
    else {
      const key = keyOf(names)
      const all = this.listed.get(key) ?? new Set()
      for (const part of parts) all.add(part)
      this.listed.set(key, all)
    }
  }
}

/** Neither part of a name contains a blank. */
function keyOf({ uri, local }: Name): string {
  return uri === '' ? local : `${local} ${uri}`
}
