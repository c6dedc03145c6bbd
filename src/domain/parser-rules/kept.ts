import { childElements, type XmlAttribute, type XmlElement } from '../../xml/index.js'

/** A domain, as far as rules look at it. */
export interface KeptDomain {
  readonly root: XmlElement
  /** The elements at a path from `<domain>` that a rule has named, such as `devices/disk/target`; none in a namespace. */
  at(path: string): readonly XmlElement[]
  /** All these elements in the order of the document, and the number of the path of each. One at several paths is there for each. */
  readonly elements: readonly XmlElement[]
  readonly numbers: readonly number[]
  /** Whether there is an element at one of these paths, by the numbers that `Paths` has for them. */
  hasAny(paths: readonly number[]): boolean
}

/** What may come next in the paths of rules. */
interface Step {
  readonly next: Map<string, Step>
  /** What any other name leads to. */
  any: Step | undefined
  /** The numbers of the paths that end here. */
  readonly paths: number[]
}

const newStep = (): Step => ({ next: new Map(), any: undefined, paths: [] })

const NONE: readonly XmlElement[] = []

/** The paths that rules look at, such as `devices/disk/target`, or with one `*` for any name. */
export class Paths {
  readonly first = newStep()
  private readonly numbers = new Map<string, number>()

  constructor(paths: readonly string[]) {
    const named = paths.filter((path) => !path.includes('*'))
    for (const path of new Set(paths)) {
      this.numbers.set(path, this.numbers.size)
      this.add(path, path)
      // A name that has steps of its own beside the `*` has those of the `*` as well.
      if (path.includes('*')) for (const name of siblingsOf(path, named)) this.add(path.replace('*', name), path)
    }
  }

  /** The paths, by their numbers. */
  get names(): readonly string[] {
    return [...this.numbers.keys()]
  }

  /** The number of a path that was given. */
  numberOf(path: string): number {
    return this.numbers.get(path) ?? -1
  }

  private add(names: string, path: string): void {
    let step = this.first
    for (const name of names.split('/')) {
      if (name === '*') {
        step.any ??= newStep()
        step = step.any
      } else {
        const next = step.next.get(name) ?? newStep()
        step.next.set(name, next)
        step = next
      }
    }
    const number = this.numberOf(path)
    if (!step.paths.includes(number)) step.paths.push(number)
  }
}

/** Keeps the elements at the paths of rules while a domain is parsed. This is done for every domain, so it is quick. */
export class Keeper {
  /** The elements at each path, by its number. */
  private lists: (XmlElement[] | undefined)[] = []
  private elements: XmlElement[] = []
  private numbers: number[] = []
  /** What may come next in the element that is open at each depth. */
  private readonly steps: (Step | undefined)[] = []

  constructor(private readonly paths: Paths) {}

  /**
   * Whether a rule looks at the content of an element: asked of each, in the order of the document. It begins anew with the
   * root element, for a document may be read twice.
   */
  readonly keeps = (element: XmlElement, depth: number): boolean => {
    if (depth === 0) {
      this.lists = []
      this.elements = []
      this.numbers = []
    }
    const step = depth === 0 ? this.paths.first : this.stepOf(element, this.steps[depth - 1])
    this.steps[depth] = step
    if (step === undefined) return false
    for (const number of step.paths) {
      const list = this.lists[number]
      if (list === undefined) this.lists[number] = [element]
      else list.push(element)
      this.elements.push(element)
      this.numbers.push(number)
    }
    return true
  }

  /** The elements of the domain that was parsed. */
  domain(root: XmlElement): KeptDomain {
    const { lists, elements, numbers, paths } = this
    return {
      root,
      elements,
      numbers,
      at: (path) => lists[paths.numberOf(path)] ?? NONE,
      hasAny: (numbers) => {
        for (const number of numbers) if (lists[number] !== undefined) return true
        return false
      },
    }
  }

  private stepOf({ local, uri }: XmlElement, around: Step | undefined): Step | undefined {
    return around === undefined || uri !== '' ? undefined : (around.next.get(local) ?? around.any)
  }
}

/** The names that other paths have where a path has its `*`. */
function siblingsOf(path: string, named: readonly string[]): readonly string[] {
  const before = path.slice(0, path.indexOf('*'))
  return named.flatMap((other) => (other.startsWith(before) ? (other.slice(before.length).split('/')[0] ?? []) : []))
}

/** The children of an element that have a name. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return childElements(element).filter(({ local, uri }) => local === name && uri === '')
}

/** An attribute of an element, by its name. */
export function attributeOf(element: XmlElement, name: string): XmlAttribute | undefined {
  // The nodes are made on demand, and mostly the attribute is not there.
  if (element.attributes[name] === undefined) return undefined
  for (const attribute of element.attributeNodes) if (attribute.name === name) return attribute
  return undefined
}

/** Elements that have something in common with an earlier one, and that one. @param keyOf undefined: with no other */
export function repeated<Key>(
  elements: readonly XmlElement[],
  keyOf: (element: XmlElement) => Key | undefined,
): readonly { readonly first: XmlElement; readonly again: XmlElement; readonly key: Key }[] {
  if (elements.length < 2) return []
  const seen = new Map<Key, XmlElement>()
  return elements.flatMap((again) => {
    const key = keyOf(again)
    if (key === undefined) return []
    const first = seen.get(key)
    if (first === undefined) seen.set(key, again)
    return first === undefined ? [] : [{ first, again, key }]
  })
}
