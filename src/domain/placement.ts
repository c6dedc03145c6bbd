/** Where the lifecycle is in domain XML: children of `<domain>`, inside `<metadata>`, or both. */
export const PLACEMENTS = ['element', 'metadata', 'both'] as const

/** One of the placements. */
export type Placement = (typeof PLACEMENTS)[number]

/** The two placements that a document may have, one or both. */
export const SINGLE_PLACEMENTS = ['element', 'metadata'] as const satisfies readonly Placement[]

/** One of these two. */
export type SinglePlacement = (typeof SINGLE_PLACEMENTS)[number]

/** How messages say where something is. */
export const PLACEMENT_WORDS: Readonly<Record<SinglePlacement, string>> = {
  element: 'in <domain>',
  metadata: 'in <metadata>',
}

/** The single placements that make up a placement. */
export function partsOf(placement: Placement): readonly SinglePlacement[] {
  return placement === 'both' ? SINGLE_PLACEMENTS : [placement]
}

/** The placement of a document whose lifecycle is in those given; undefined if there is none. */
export function placementOf(said: { readonly [Part in SinglePlacement]?: unknown }): Placement | undefined {
  const [first, second] = SINGLE_PLACEMENTS.filter((part) => said[part] !== undefined)
  return second === undefined ? first : 'both'
}
