import type { DatatypeContext, DatatypeUse } from './datatypes/datatype.js'
import type { NameClass } from './name-class.js'

interface Base {
  /** Patterns that are equal are the same object, and so have the same number. */
  readonly id: number
  /** Whether it matches nothing at all. */
  readonly nullable: boolean
}

/** The pattern of an element; its content is known once the whole schema is compiled. */
export interface ElementPattern extends Base {
  readonly kind: 'element'
  readonly name: NameClass
  content: Pattern
}

/** What a schema says of a part of a document, as the algorithm of derivatives has it. */
export type Pattern =
  | (Base & { readonly kind: 'empty' | 'notAllowed' | 'text' })
  | (Base & { readonly kind: 'choice' | 'interleave'; readonly members: readonly Pattern[] })
  | (Base & { readonly kind: 'group'; readonly first: Pattern; readonly rest: Pattern })
  | (Base & { readonly kind: 'oneOrMore' | 'list'; readonly content: Pattern })
  | (Base & { readonly kind: 'attribute'; readonly name: NameClass; readonly content: Pattern })
  | ElementPattern
  | (Base & { readonly kind: 'data'; readonly type: DatatypeUse; readonly except: Pattern | undefined })
  | (Base & {
      readonly kind: 'value'
      readonly type: DatatypeUse
      readonly text: string
      /** The value as the datatype's key. */
      readonly key: string
    })

/** A pattern without what follows from the rest of it. */
export type Shape<P> = P extends Pattern ? Omit<P, keyof Base> : never

/** Makes patterns, each once. */
export class PatternBuilder {
  private readonly interned = new Map<string, Pattern>()
  private count = 0
  private sealed = Number.POSITIVE_INFINITY
  private readonly own: Pattern[] = []
  private makeAll: (() => void) | undefined

  readonly empty: Pattern = this.make({ kind: 'empty' })
  readonly notAllowed: Pattern = this.make({ kind: 'notAllowed' })
  readonly text: Pattern = this.make({ kind: 'text' })

  /** Whether a pattern is the schema's own. */
  isOwn({ id }: Pattern): boolean {
    return id < this.sealed
  }

  choice(members: readonly Pattern[]): Pattern {
    const set = new Set<Pattern>()
    for (const member of members) {
      if (member.kind === 'choice') for (const inner of member.members) set.add(inner)
      else if (member.kind !== 'notAllowed') set.add(member)
    }
    // Something that matches nothing anyway makes the empty pattern superfluous.
    if (set.has(this.empty) && [...set].some((member) => member !== this.empty && member.nullable))
      set.delete(this.empty)
    const sorted = [...set].sort(byId)
    const [only] = sorted
    if (only === undefined) return this.notAllowed
    if (sorted.length === 1) return only
    return this.intern({ kind: 'choice', members: sorted })
  }

  interleave(members: readonly Pattern[]): Pattern {
    const flat: Pattern[] = []
    for (const member of members) {
      if (member.kind === 'notAllowed') return member
      if (member.kind === 'interleave') for (const inner of member.members) flat.push(inner)
      else if (member.kind !== 'empty') flat.push(member)
    }
    const sorted = flat.sort(byId)
    const [only] = sorted
    if (only === undefined) return this.empty
    if (sorted.length === 1) return only
    return this.intern({ kind: 'interleave', members: sorted })
  }

  group(first: Pattern, rest: Pattern): Pattern {
    if (first.kind === 'notAllowed' || rest.kind === 'notAllowed') return this.notAllowed
    if (first.kind === 'empty') return rest
    if (rest.kind === 'empty') return first
    if (first.kind === 'group') return this.group(first.first, this.group(first.rest, rest))
    return this.intern({ kind: 'group', first, rest })
  }

  oneOrMore(content: Pattern): Pattern {
    if (['notAllowed', 'empty', 'text', 'oneOrMore'].includes(content.kind)) return content
    return this.intern({ kind: 'oneOrMore', content })
  }

  list(content: Pattern): Pattern {
    return this.intern({ kind: 'list', content })
  }

  attribute(name: NameClass, content: Pattern): Pattern {
    return this.intern({ kind: 'attribute', name, content })
  }

  element(name: NameClass): ElementPattern {
    // The content is set before the pattern is used.
    return this.make({ kind: 'element', name, content: this.notAllowed })
  }

  data(type: DatatypeUse, except: Pattern | undefined): Pattern {
    return this.make({ kind: 'data', type, except })
  }

  value(type: DatatypeUse, text: string, context: DatatypeContext): Pattern {
    const key = type.datatype.valueOf(text, context)
    return key === undefined ? this.notAllowed : this.make({ kind: 'value', type, text, key })
  }

  /** What was made until now is the schema's own, and is never forgotten; by number. */
  seal(): readonly Pattern[] {
    this.sealed = this.count
    return this.own.splice(0)
  }

  /** Forget the patterns made since `seal` that none of these is made of. */
  retain(patterns: Iterable<Pattern>): void {
    const needed = new Set(this.madeFor(patterns))
    for (const [key, pattern] of this.interned) {
      if (pattern.id >= this.sealed && !needed.has(pattern)) this.interned.delete(key)
    }
  }

  /** The patterns made since `seal` that these are made of, themselves among them, in the order they were made. */
  madeFor(patterns: Iterable<Pattern>): readonly Pattern[] {
    const needed = new Set<Pattern>()
    const add = (pattern: Pattern): void => {
      if (pattern.id < this.sealed || needed.has(pattern)) return
      needed.add(pattern)
      for (const part of partsOf(pattern)) add(part)
    }
    for (const pattern of patterns) add(pattern)
    return [...needed].sort(byId)
  }

  /**
   * Take on patterns that were saved: they keep their numbers, and are made one by one as they are asked for.
   *
   * @param own how many of them are the schema's own; they come first
   * @param count how many there are
   * @param makeAll makes those that were not asked for, before anything new is made
   */
  takeOn(own: number, count: number, makeAll: () => void): void {
    this.own.splice(0)
    this.sealed = own
    this.count = count
    this.makeAll = makeAll
  }

  /** Make one of the saved patterns, whose parts are made. */
  remake(id: number, shape: Shape<Pattern>): Pattern {
    const made = { ...shape, id, nullable: isNullable(shape) } as Pattern
    const key = keyOf(shape)
    if (key !== undefined) this.interned.set(key, made)
    return made
  }

  /** The same of an element; what it holds is asked for when it is needed, for it can lead back to the element. */
  remakeElement(id: number, name: NameClass, content: () => Pattern): Pattern {
    return {
      kind: 'element',
      id,
      nullable: false,
      name,
      get content() {
        return content()
      },
    }
  }

  private intern(shape: Shape<Pattern>): Pattern {
    this.beforeMaking()
    const key = keyOf(shape)
    const found = key === undefined ? undefined : this.interned.get(key)
    if (found !== undefined) return found
    const made = this.make(shape) as Pattern
    if (key !== undefined) this.interned.set(key, made)
    return made
  }

  private make<S extends Shape<Pattern>>(shape: S): S & Base {
    this.beforeMaking()
    const made: S & Base = { ...shape, id: this.count++, nullable: isNullable(shape) }
    if (this.sealed > made.id) this.own.push(made as Base as Pattern)
    return made
  }

  private beforeMaking(): void {
    const { makeAll } = this
    this.makeAll = undefined
    makeAll?.()
  }
}

/** What is equal in patterns that are equal; undefined for those that are as many as they are made. */
function keyOf(shape: Shape<Pattern>): string | undefined {
  switch (shape.kind) {
    case 'choice':
      return `|${ids(shape.members)}`
    case 'interleave':
      return `&${ids(shape.members)}`
    case 'group':
      return `,${shape.first.id},${shape.rest.id}`
    case 'oneOrMore':
      return `+${shape.content.id}`
    case 'list':
      return `l${shape.content.id}`
    case 'attribute': {
      const { name, content } = shape
      return name.kind === 'name' ? `@${name.uri} ${name.local} ${content.id}` : undefined
    }
    default:
      return undefined
  }
}

function isNullable(shape: Shape<Pattern>): boolean {
  switch (shape.kind) {
    case 'empty':
    case 'text':
      return true
    case 'choice':
      return shape.members.some(({ nullable }) => nullable)
    case 'interleave':
      return shape.members.every(({ nullable }) => nullable)
    case 'group':
      return shape.first.nullable && shape.rest.nullable
    case 'oneOrMore':
      return shape.content.nullable
    default:
      return false
  }
}

/** The patterns that a pattern is made of; not what an element holds. */
function partsOf(p: Pattern): readonly Pattern[] {
  switch (p.kind) {
    case 'choice':
    case 'interleave':
      return p.members
    case 'group':
      return [p.first, p.rest]
    case 'oneOrMore':
    case 'list':
      return [p.content]
    default:
      return []
  }
}

const byId = (a: Pattern, b: Pattern): number => a.id - b.id

function ids(patterns: readonly Pattern[]): string {
  return patterns.map(({ id }) => id).join(',')
}
