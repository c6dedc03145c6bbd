/** So many files are written at once: more than the disk flushes in one go, few enough for any limit of open files. */
export const FILES_AT_ONCE = 16

/**
 * Do work for each item, for several at once.
 *
 * @param isOver asked before each item: whether no more are begun
 * @returns the results in the order of the items; undefined for items that were not begun
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  bound: number,
  work: (item: Item) => Promise<Result>,
  isOver: () => boolean = () => false,
): Promise<readonly (Result | undefined)[]> {
  const results: (Result | undefined)[] = items.map(() => undefined)
  const waiting = items.entries()
  const next = async (): Promise<void> => {
    for (const [i, item] of waiting) {
      if (isOver()) return
      results[i] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(bound, items.length) }, next))
  return results
}
