import type { XmlAttribute, XmlListener, XmlTag } from '../../xml/index.js'

/** An element that a rule looks at. Offsets are in UTF-16 code units. */
export interface Kept {
  readonly name: string
  readonly attributes: readonly XmlAttribute[]
  /** Offsets of the `<` of the start tag, just after its `>`, and of the end tag. */
  readonly start: number
  readonly openEnd: number
  readonly closeStart: number
  /** The text directly in it. */
  readonly text: string
  readonly parent: Kept | undefined
  /** Those that a rule looks at. */
  readonly children: readonly Kept[]
}

type Growing = { -readonly [Property in keyof Kept]: Kept[Property] } & { children: Growing[] }

/** The names that may follow each other in the paths of rules; `*` is any name. */
interface Step {
  readonly next: Map<string, Step>
}

/** The elements of a domain that some rules look at, kept while it is parsed; all others cost one look-up of a name. */
export class Keeper implements XmlListener {
  /** The root element, if it is a `<domain>`. */
  domain: Kept | undefined
  private readonly open: (Growing | undefined)[] = []
  private readonly steps: (Step | undefined)[]

  constructor(paths: Step) {
    this.steps = [paths]
  }

  startTag({ local, uri, attributes }: XmlTag, start: number, end: number): void {
    const step = this.steps.at(-1)
    const next = step === undefined || uri !== '' ? undefined : (step.next.get(local) ?? step.next.get('*'))
    this.steps.push(next)
    if (next === undefined) {
      this.open.push(undefined)
      return
    }
    const parent = this.open.at(-1)
    const kept: Growing = {
      name: local,
      attributes,
      start,
      openEnd: end,
      closeStart: end,
      text: '',
      parent,
      children: [],
    }
    if (parent === undefined) this.domain = kept
    else parent.children.push(kept)
    this.open.push(kept)
  }

  characters(value: string): void {
    const kept = this.open.at(-1)
    if (kept !== undefined) kept.text += value
  }

  endTag(start: number): void {
    this.steps.pop()
    const kept = this.open.pop()
    if (kept !== undefined) kept.closeStart = start
  }
}

/** Make the steps of paths from the root, such as `domain/devices/disk/target`. A name beside a `*` has the steps of both. */
export function stepsOf(paths: readonly string[]): Step {
  const root: Step = { next: new Map() }
  const wild = paths.filter((path) => path.includes('*'))
  const named = paths.filter((path) => !path.includes('*'))
  const add = (path: string): void => {
    let step = root
    for (const name of path.split('/')) {
      const next = step.next.get(name) ?? { next: new Map() }
      step.next.set(name, next)
      step = next
    }
  }
  for (const path of [...named, ...wild]) add(path)
  for (const path of wild) for (const name of siblingsOf(path, named)) add(path.replace('*', name))
  return root
}

/** The names that other paths have where a path has its `*`. */
function siblingsOf(path: string, named: readonly string[]): readonly string[] {
  const before = path.slice(0, path.indexOf('*'))
  return named.flatMap((other) => (other.startsWith(before) ? (other.slice(before.length).split('/')[0] ?? []) : []))
}

/** The kept elements below another, by a path such as `devices/disk/target`; `*` is any name. */
export function below(from: Kept, path: string): readonly Kept[] {
  return path
    .split('/')
    .reduce<readonly Kept[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)),
      [from],
    )
}

/** An attribute of an element, by its name. */
export function attributeOf({ attributes }: Kept, name: string): XmlAttribute | undefined {
  return attributes.find((attribute) => attribute.name === name)
}

/** Elements that have something in common with an earlier one, and that one. @param keyOf undefined: with no other */
export function repeated<Key>(
  elements: readonly Kept[],
  keyOf: (element: Kept) => Key | undefined,
): readonly { readonly first: Kept; readonly again: Kept; readonly key: Key }[] {
  const seen = new Map<Key, Kept>()
  return elements.flatMap((again) => {
    const key = keyOf(again)
    if (key === undefined) return []
    const first = seen.get(key)
    if (first === undefined) seen.set(key, again)
    return first === undefined ? [] : [{ first, again, key }]
  })
}
