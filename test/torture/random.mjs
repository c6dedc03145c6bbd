/** Chance that can be repeated: the same seed gives the same numbers (mulberry32, by Tommy Ettinger). */
export class Random {
  #state

  /** @param {number} seed an integer */
  constructor(seed) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** An integer from 0 up to, and without, a limit. */
  below(limit) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  /** One of a list. */
  pick(list) {
    return list[this.below(list.length)]
  }

  /** A list in any order. */
  shuffled(list) {
    const rest = [...list]
    return list.map(() => rest.splice(this.below(rest.length), 1)[0])
  }

  /** Some of a list, in its order: at most so many. */
  some(list, most) {
    if (list.length <= most) return list
    const chosen = new Set()
    while (chosen.size < most) chosen.add(this.below(list.length))
    return list.filter((_, i) => chosen.has(i))
  }
}
