import { childElements, type XmlAttribute, type XmlElement } from '../../xml/index.js'

/** A domain, as far as rules look at it. */
export interface KeptDomain {
  readonly root: XmlElement
  /** The elements at a path from `<domain>` that a rule has named, such as `devices/disk/target`; none in a namespace. */
  at(path: string): readonly XmlElement[]
}

/** What may come next in the paths of rules; `*` is any name. */
interface Step {
  readonly next: Map<string, Step>
  /** The paths that end here. */
  readonly paths: string[]
}

const NONE: readonly XmlElement[] = []

/** The paths that rules look at, such as `devices/disk/target`, or with one `*` for any name. */
export class Paths {
  private readonly first: Step = { next: new Map(), paths: [] }
  /** The names in them, and the names of the elements that may have any child. */
  private readonly names = new Set<string>()
  private readonly parentsOfAny = new Set<string>()

  constructor(paths: readonly string[]) {
    const named = paths.filter((path) => !path.includes('*'))
    for (const path of paths) {
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
    const byPath = new Map<string, XmlElement[]>()
    const walk = (element: XmlElement, step: Step): void => {
      for (const path of step.paths) {
        const others = byPath.get(path)
        if (others === undefined) byPath.set(path, [element])
        else others.push(element)
      }
      if (step.next.size === 0) return
      for (const child of element.children) {
        if (child.kind !== 'element' || child.uri !== '') continue
        const next = step.next.get(child.local) ?? step.next.get('*')
        if (next !== undefined) walk(child, next)
      }
    }
    walk(root, this.first)
    return { root, at: (path) => byPath.get(path) ?? NONE }
  }

  private add(names: string, path: string): void {
    let step = this.first
    let parent = ''
    for (const name of names.split('/')) {
      if (name === '*') this.parentsOfAny.add(parent)
      else this.names.add(name)
      const next = step.next.get(name) ?? { next: new Map(), paths: [] }
      step.next.set(name, next)
      step = next
      parent = name
    }
    if (!step.paths.includes(path)) step.paths.push(path)
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
