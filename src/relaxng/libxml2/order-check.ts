import { contains, type Name } from '../name-class.js'
import type { OrderPlan } from './order-plan.js'
import type { Place } from './places.js'

/*
 * How libxml2 validates an interleave (2.9.14 and, for all that is known, every other version; docs/engines.md):
 *
 * It deals the children out to the members of the interleave by their names, and makes a list of each member's children by
 * changing the links from a child to its next sibling. Then it validates the lists, one member after the other. At the end
 * it links the children from the first to the last that it has dealt out as they are in the document. A member that is an
 * interleave itself does that too while the lists of the members after it are still needed: in those, a child between the
 * first and the last of the inner interleave leads on to its sibling, which is another member's.
 *
 * Behind an attribute that can be left out and is there, it goes on in two ways, with the attribute and without, and
 * validates an interleave that follows in the same group for each of them: the second time, the children of the interleave
 * itself are linked as they are in the document.
 */

/** The index of each child's next sibling. */
type Links = number[]

/** There is no such child. */
const NONE = -1

/**
 * Whether libxml2 accepts the children of an element in this order, of which RELAX NG accepts every one.
 *
 * @param plans of the elements that it may be; one that accepts is enough
 * @param children their places in these plans
 * @param attributes those that it has
 */
export function acceptsOrder(
  plans: readonly OrderPlan[],
  children: readonly Place[],
  attributes: readonly Name[],
): boolean {
  return plans.some((plan) => {
    const accepts = (isRelinked: boolean): boolean => {
      const links = children.map((_, i) => (i + 1 < children.length ? i + 1 : NONE))
      return follow(plan, 0, { children, attributes, links, isRelinked }) === NONE
    }
    // A plan says less than the schema, and must not blame an order for what it does not say.
    return accepts(true) || !accepts(false)
  })
}

interface Walk {
  readonly children: readonly Place[]
  readonly attributes: readonly Name[]
  links: Links
  /** Whether an interleave that is done links the children as they are in the document, or as they were. */
  readonly isRelinked: boolean
}

/** Follow the links from a child through what a plan takes; the first child that it does not take. */
function follow(plan: OrderPlan, from: number, walk: Walk): number | undefined {
  switch (plan.kind) {
    case 'elements': {
      let at = from
      while (at !== NONE && takesChild(plan, at, walk)) at = next(walk, at)
      return at
    }
    case 'attribute':
      return from
    case 'group':
      return group(plan.members, from, walk)
    case 'choice':
      return followAny(plan.members, from, walk)
    case 'interleave':
      return interleave(plan.members, from, walk)
  }
}

function group(members: readonly OrderPlan[], from: number, walk: Walk): number | undefined {
  let at = from
  let isTwice = false
  for (const member of members) {
    isTwice ||= member.kind === 'attribute' && walk.attributes.some((attribute) => contains(member.name, attribute))
    const first = follow(member, at, walk)
    if (first === undefined || (isTwice && follow(member, at, walk) !== first)) return undefined
    at = first
  }
  return at
}

/** The choice that gets furthest. */
function followAny(plans: readonly OrderPlan[], from: number, walk: Walk): number | undefined {
  const before = walk.links
  let best: { readonly at: number; readonly links: Links } | undefined
  for (const plan of plans.filter((member) => from !== NONE && takesChild(member, from, walk))) {
    walk.links = [...before]
    const at = follow(plan, from, walk)
    if (at === undefined) continue
    if (best === undefined || (best.at !== NONE && (at === NONE || at > best.at))) best = { at, links: walk.links }
  }
  walk.links = best?.links ?? before
  return best?.at ?? from
}

/** The first child that an interleave does not take; undefined where one of its lists leads to another member's child. */
function interleave(members: readonly OrderPlan[], from: number, walk: Walk): number | undefined {
  const before = walk.isRelinked ? undefined : [...walk.links]
  const firsts = members.map(() => NONE)
  const lasts = members.map(() => NONE)
  let at = from
  let changed = NONE
  while (at !== NONE) {
    const member = memberOf(members, at, walk)
    if (member < 0) break
    const last = lasts[member] ?? NONE
    if (last === NONE) firsts[member] = at
    else walk.links[last] = at
    lasts[member] = at
    const following = next(walk, at)
    changed = following === NONE ? at : following
    at = following
  }
  for (let i = 0; i < members.length; i++) {
    const last = lasts[i] ?? NONE
    const plan = members[i]
    if (last === NONE || plan === undefined) continue
    const behind = next(walk, last)
    walk.links[last] = NONE
    if (follow(plan, firsts[i] ?? NONE, walk) !== NONE) return undefined
    walk.links[last] = behind
  }
  if (before === undefined) for (let i = changed; i > from; i--) walk.links[i - 1] = i
  else walk.links = before
  return at
}

/** The first member that has a place for a child; -1 if none has. */
function memberOf(members: readonly OrderPlan[], child: number, { children }: Walk): number {
  const parts = children[child]?.parts
  if (parts === undefined) return -1
  for (let i = 0; i < members.length; i++) {
    const plan = members[i]
    if (plan !== undefined && parts.has(plan)) return i
  }
  return -1
}

/** Whether a plan has a place for a child. */
function takesChild(plan: OrderPlan, child: number, walk: Walk): boolean {
  return walk.children[child]?.parts.has(plan) === true
}

function next({ links }: Walk, child: number): number {
  return links[child] ?? NONE
}
