import { IMPOSSIBLE, type Name, type NameClass, samples } from './name-class.js'

/** A name with a number of its own. */
export interface NumberedName extends Name {
  readonly number: number
}

/**
 * The names that a schema tells apart, numbered. All names of a namespace that it does not mention are one to it, and so
 * are all namespaces that it does not mention: a document cannot make the table grow.
 */
export class NameTable {
  private readonly namespaces = new Map<string, Map<string, NumberedName>>()
  private count = 0

  constructor(classes: Iterable<NameClass>) {
    this.add({ uri: IMPOSSIBLE, local: IMPOSSIBLE })
    for (const nameClass of classes) {
      for (const name of samples(nameClass)) {
        this.add({ uri: name.uri, local: IMPOSSIBLE })
        this.add(name)
      }
    }
  }

  /** How many names there are; their numbers are less. */
  get size(): number {
    return this.count
  }

  name(uri: string, local: string): NumberedName {
    const names = this.namespaces.get(uri) ?? this.namespaces.get(IMPOSSIBLE)
    const found = names?.get(local) ?? names?.get(IMPOSSIBLE)
    if (found === undefined) throw new TypeError('a namespace has a name for what is not mentioned')
    return found
  }

  private add({ uri, local }: Name): void {
    const names = this.namespaces.get(uri) ?? new Map<string, NumberedName>()
    this.namespaces.set(uri, names)
    if (!names.has(local)) names.set(local, { uri, local, number: this.count++ })
  }
}
