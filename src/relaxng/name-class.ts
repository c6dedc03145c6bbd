/** An expanded name: namespace and local part. */
export interface Name {
  readonly uri: string
  readonly local: string
}

/** A set of names (RELAX NG, sections 3 and 6.2.2). */
export type NameClass =
  | { readonly kind: 'name'; readonly uri: string; readonly local: string }
  | { readonly kind: 'nsName'; readonly uri: string; readonly except?: NameClass }
  | { readonly kind: 'anyName'; readonly except?: NameClass }
  | { readonly kind: 'choice'; readonly members: readonly NameClass[] }

/** Whether a name belongs to a class. */
export function contains(nameClass: NameClass, { uri, local }: Name): boolean {
  switch (nameClass.kind) {
    case 'name':
      return nameClass.uri === uri && nameClass.local === local
    case 'nsName':
      return nameClass.uri === uri && !isExcepted(nameClass.except, { uri, local })
    case 'anyName':
      return !isExcepted(nameClass.except, { uri, local })
    case 'choice':
      return nameClass.members.some((member) => contains(member, { uri, local }))
  }
}

function isExcepted(except: NameClass | undefined, name: Name): boolean {
  return except !== undefined && contains(except, name)
}

/** A local part and a namespace that no schema names: "\0" is no character of XML. */
export const IMPOSSIBLE = '\0'

/**
 * Whether two classes share a name. It is enough to try the names that either mentions, and of every namespace one that
 * none mentions.
 */
export function overlap(a: NameClass, b: NameClass): boolean {
  return [...samples(a), ...samples(b)].some((name) => contains(a, name) && contains(b, name))
}

/** Names enough to tell two classes apart: those that it mentions, and one in each namespace that it does not. */
export function samples(nameClass: NameClass): readonly Name[] {
  switch (nameClass.kind) {
    case 'name':
      return [nameClass]
    case 'nsName':
      return [{ uri: nameClass.uri, local: IMPOSSIBLE }, ...(nameClass.except ? samples(nameClass.except) : [])]
    case 'anyName':
      return [{ uri: IMPOSSIBLE, local: IMPOSSIBLE }, ...(nameClass.except ? samples(nameClass.except) : [])]
    case 'choice':
      return nameClass.members.flatMap(samples)
  }
}

/** Whether a class holds more names than it could list. */
export function isInfinite(nameClass: NameClass): boolean {
  if (nameClass.kind === 'choice') return nameClass.members.some(isInfinite)
  return nameClass.kind !== 'name'
}
