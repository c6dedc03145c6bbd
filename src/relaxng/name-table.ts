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

  constructor(names: Iterable<Name>) {
    for (const name of names) this.add(name)
  }

  /** The names that these classes tell apart. */
  static of(classes: Iterable<NameClass>): NameTable {
    const names: Name[] = [{ uri: IMPOSSIBLE, local: IMPOSSIBLE }]
    for (const nameClass of classes) {
      for (const name of samples(nameClass)) names.push({ uri: name.uri, local: IMPOSSIBLE }, name)
    }
    return new NameTable(names)
  }

  /** All names, by number. */
  get all(): readonly NumberedName[] {
    return [...this.namespaces.values()].flatMap((names) => [...names.values()]).sort((a, b) => a.number - b.number)
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

  /** Whether a name is one that the schema mentions. */
  has({ uri, local }: Name): boolean {
    return this.namespaces.get(uri)?.has(local) === true
  }

  private add({ uri, local }: Name): void {
    const names = this.namespaces.get(uri) ?? new Map<string, NumberedName>()
    this.namespaces.set(uri, names)
    if (!names.has(local)) names.set(local, { uri, local, number: this.count++ })
  }
}
