import { childElements, type XmlAttribute, type XmlElement } from '../../xml/index.js'

/** A domain, as far as rules look at it. */
export interface KeptDomain {
  readonly root: XmlElement
  /** The elements at a path from `<domain>` that a rule has named, such as `devices/disk/target`; none in a namespace. */
  at(path: string): readonly XmlElement[]
  /** Whether there is an element at one of these paths, by the numbers that `Paths` has for them. */
  hasAny(paths: readonly number[]): boolean
  /** Calls back for each path that leads to elements. */
  each(visit: (path: string, elements: readonly XmlElement[]) => void): void
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

/** The elements at each path, by its number. */
type Lists = (XmlElement[] | undefined)[]

/** The paths that rules look at, such as `devices/disk/target`, or with one `*` for any name. */
export class Paths {
  private readonly first = newStep()
  private readonly numbers = new Map<string, number>()
  /** Each once, by number. */
  private readonly all: readonly string[]
  /** The names in them, and the names of the elements that may have any child. */
  private readonly names = new Set<string>()
  private readonly parentsOfAny = new Set<string>()

  constructor(paths: readonly string[]) {
    const named = paths.filter((path) => !path.includes('*'))
    this.all = [...new Set(paths)]
    for (const path of this.all) {
      this.numbers.set(path, this.numbers.size)
      this.add(path, path)
      // A name that has steps of its own beside the `*` has those of the `*` as well.
      if (path.includes('*')) for (const name of siblingsOf(path, named)) this.add(path.replace('*', name), path)
    }
  }

  /** Whether a rule looks at the content of an element: asked of each while the document is parsed. */
  keeps({ local, parent }: XmlElement): boolean {
    return this.names.has(local) || (parent !== undefined && this.parentsOfAny.has(parent.local))
  }

  /** The elements of a domain by the paths, after a parse that has kept them. */
  in(root: XmlElement): KeptDomain {
    const lists: Lists = new Array(this.numbers.size)
    collect(root, this.first, lists)
    return {
      root,
      at: (path) => lists[this.numbers.get(path) ?? -1] ?? NONE,
      hasAny: (paths) => {
        for (let i = 0; i < paths.length; i++) if (lists[paths[i] ?? -1] !== undefined) return true
        return false
      },
      each: (visit) => {
        for (let i = 0; i < lists.length; i++) {
          const elements = lists[i]
          if (elements !== undefined) visit(this.all[i] ?? '', elements)
        }
      },
    }
  }

  /** The numbers of paths that were given. */
  numbersOf(paths: readonly string[]): readonly number[] {
    return paths.map((path) => this.numbers.get(path) ?? -1)
  }

  private add(names: string, path: string): void {
    let step = this.first
    let parent = ''
    for (const name of names.split('/')) {
      if (name === '*') {
        this.parentsOfAny.add(parent)
        step.any ??= newStep()
        step = step.any
      } else {
        this.names.add(name)
        const next = step.next.get(name) ?? newStep()
        step.next.set(name, next)
        step = next
      }
      parent = name
    }
    const number = this.numbers.get(path)
    if (number !== undefined && !step.paths.includes(number)) step.paths.push(number)
  }
}

/** Add an element, and those below it, to the lists of the paths that lead to them. This is done for every domain. */
function collect(element: XmlElement, step: Step, lists: Lists): void {
  const { paths, next, any } = step
  for (let i = 0; i < paths.length; i++) {
    const number = paths[i] ?? 0
    const list = lists[number]
    if (list === undefined) lists[number] = [element]
    else list.push(element)
  }
  if (next.size === 0 && any === undefined) return
  const { children } = element
  for (let i = 0; i < children.length; i++) {
    const child = children[i]
    if (child?.kind !== 'element' || child.uri !== '') continue
    const after = next.get(child.local) ?? any
    if (after !== undefined) collect(child, after, lists)
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
export function attributeOf({ attributeNodes }: XmlElement, name: string): XmlAttribute | undefined {
  for (const attribute of attributeNodes) if (attribute.name === name) return attribute
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
