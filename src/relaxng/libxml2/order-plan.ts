import type { ElementGrammar, Grammar } from '../grammar.js'
import type { NameClass } from '../name-class.js'
import type { Pattern } from '../pattern.js'

/** What libxml2 makes of the content of an element, as far as it decides the order that it accepts. */
export type OrderPlan =
  /** Elements of these names, in any order. */
  | { readonly kind: 'elements'; readonly names: readonly NameClass[] }
  /** An attribute that can be left out, in a group before an interleave. */
  | { readonly kind: 'attribute'; readonly name: NameClass }
  | { readonly kind: 'group' | 'choice' | 'interleave'; readonly members: readonly OrderPlan[] }

/** The plans of the elements with the same content, by the number of its pattern. */
export type OrderPlans = ReadonlyMap<number, readonly OrderPlan[]>

/**
 * The plans of the elements whose content has an interleave in another: libxml2 accepts any other content in every order
 * that RELAX NG accepts. Where elements with and without a plan have the same content, it has none.
 */
export function orderPlans(
  elements: readonly ElementGrammar[],
  contentOf: (element: ElementGrammar) => Pattern,
): OrderPlans {
  const plans = new Map<number, OrderPlan[]>()
  const free = new Set<number>()
  for (const element of elements) {
    const { id } = contentOf(element)
    const plan = planOf(element.content)
    if (plan === undefined || !isNested(plan)) free.add(id)
    else plans.set(id, [...(plans.get(id) ?? []), plan])
  }
  for (const id of free) plans.delete(id)
  return plans
}

/** The plan of a content without refs; undefined where it holds no elements. */
function planOf(content: Grammar): OrderPlan | undefined {
  switch (content.kind) {
    case 'element':
      return { kind: 'elements', names: [content.name] }
    case 'oneOrMore':
      return planOf(content.content)
    case 'group':
    case 'choice':
    case 'interleave': {
      const members = content.members.flatMap((member) => planOf(member) ?? [])
      const [only, ...more] = members
      if (only === undefined) return undefined
      if (content.kind === 'group' && members.some(hasInterleave)) {
        return { kind: 'group', members: content.members.flatMap((member) => planOf(member) ?? attributesOf(member)) }
      }
      // libxml2 takes text with one other pattern, `<mixed>`, for that pattern.
      const isMixed = content.members.length === 2 && content.members.some(({ kind }) => kind === 'text')
      if (more.length === 0 && (content.kind !== 'interleave' || isMixed)) return only
      const names = content.kind === 'interleave' ? undefined : namesOf(members)
      return names === undefined ? { kind: content.kind, members } : { kind: 'elements', names }
    }
    default:
      return undefined
  }
}

/** The names of plans that are only elements. */
function namesOf(plans: readonly OrderPlan[]): readonly NameClass[] | undefined {
  return plans.every((plan) => plan.kind === 'elements') ? plans.flatMap(({ names }) => names) : undefined
}

function hasInterleave(plan: OrderPlan): boolean {
  return plan.kind === 'interleave' || ('members' in plan && plan.members.some(hasInterleave))
}

/** The attributes of a content without elements that can each be left out. */
function attributesOf(content: Grammar): readonly OrderPlan[] {
  if (content.kind === 'group') return content.members.flatMap(attributesOf)
  if (content.kind !== 'choice' || !content.members.some(({ kind }) => kind === 'empty')) return []
  return content.members.flatMap((member) =>
    member.kind === 'attribute' ? [{ kind: 'attribute', name: member.name }] : [],
  )
}

/** Whether an interleave is in another. */
function isNested(plan: OrderPlan, isInside = false): boolean {
  if (!('members' in plan)) return false
  if (plan.kind === 'interleave' && isInside) return true
  return plan.members.some((member) => isNested(member, isInside || plan.kind === 'interleave'))
}

/** The members of all interleaves of a plan. */
export function membersOf(plan: OrderPlan): readonly OrderPlan[] {
  if (!('members' in plan)) return []
  return [...(plan.kind === 'interleave' ? plan.members : []), ...plan.members.flatMap(membersOf)]
}
