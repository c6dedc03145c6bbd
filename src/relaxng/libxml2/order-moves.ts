import type { Name } from '../name-class.js'
import { acceptsOrder } from './order-check.js'
import { membersOf, type OrderPlan } from './order-plan.js'
import type { Place } from './places.js'

/** An order that libxml2 accepts, made of one that it refuses. */
export interface Arrangement {
  /** The children, by their indexes in the order that it refuses. */
  readonly order: readonly number[]
  /** The children that are elsewhere now, and the one that each was put next to, which belongs to the same members. */
  readonly moves: ReadonlyMap<number, number>
}

/**
 * Put as few children as possible next to the nearest one before them that is in the same member of an interleave. Where
 * there is a choice, the earlier ones move.
 *
 * @returns undefined if libxml2 accepts no such order
 */
export function arrange(
  plans: readonly OrderPlan[],
  children: readonly Place[],
  attributes: readonly Name[],
): Arrangement | undefined {
  const members = plans.flatMap(membersOf)
  const memberships = children.map(({ parts }) => members.map((plan) => parts.has(plan)))
  const movable = new Set(children.keys())
  const accepted = (): Arrangement | undefined => {
    const arrangement = put(memberships, movable)
    const arranged = arrangement.order.flatMap((index) => children[index] ?? [])
    return acceptsOrder(plans, arranged, attributes) ? arrangement : undefined
  }
  let best = accepted()
  for (const child of [...(best?.moves.keys() ?? [])].reverse()) {
    movable.delete(child)
    const other = accepted()
    if (best !== undefined && other !== undefined && other.moves.size < best.moves.size) best = other
    else movable.add(child)
  }
  return best
}

/** The order with the movable children put next to those that they belong to. */
function put(memberships: readonly (readonly boolean[])[], movable: ReadonlySet<number>): Arrangement {
  const order: number[] = []
  const moves = new Map<number, number>()
  for (const child of memberships.keys()) {
    const common = order.map((other) => inCommon(memberships[child], memberships[other]))
    const most = common.reduce((longest, length) => Math.max(longest, length), 0)
    const at = most === 0 || !movable.has(child) ? -1 : common.lastIndexOf(most)
    const mate = order[at]
    if (mate === undefined || at === order.length - 1) order.push(child)
    else {
      order.splice(at + 1, 0, child)
      moves.set(child, mate)
    }
  }
  return { order, moves }
}

function inCommon(a: readonly boolean[] = [], b: readonly boolean[] = []): number {
  return a.filter((isIn, i) => isIn && b[i] === true).length
}
