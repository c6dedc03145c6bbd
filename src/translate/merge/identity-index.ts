import type { Identified } from '../machine.js'

/** How machines and domains are looked up. */
const KEYS = {
  uuid: ({ uuid }: Identified) => uuid,
  name: ({ name }: Identified) => name,
  'name-without-case': ({ name }: Identified) => name?.toLowerCase(),
} as const

type IdentityKey = keyof typeof KEYS

/** Machines or domains by each of the keys. */
export type IdentityIndex<Item> = Readonly<Record<IdentityKey, ReadonlyMap<string, readonly Item[]>>>

/** The index of these machines or domains. */
export function indexOf<Item extends Identified>(items: readonly Item[]): IdentityIndex<Item> {
  return {
    uuid: groupBy(items, KEYS.uuid),
    name: groupBy(items, KEYS.name),
    'name-without-case': groupBy(items, KEYS['name-without-case']),
  }
}

/** Those in the index that have the same key as this machine or domain; none if it does not have the key. */
export function having<Item>(index: IdentityIndex<Item>, key: IdentityKey, like: Identified): readonly Item[] {
  const value = KEYS[key](like)
  return (value === undefined ? undefined : index[key].get(value)) ?? []
}

/** Items by a key, each group in order; an item whose key is undefined is in no group. */
export function groupBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
