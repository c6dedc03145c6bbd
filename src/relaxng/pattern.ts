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

type Shape<P> = P extends Pattern ? Omit<P, keyof Base> : never

/** Makes patterns, each once. */
export class PatternBuilder {
  private readonly interned = new Map<string, Pattern>()
  private count = 0
  private sealed = Number.POSITIVE_INFINITY
  private readonly own: Pattern[] = []

  readonly empty: Pattern = this.make({ kind: 'empty' }, true)
  readonly notAllowed: Pattern = this.make({ kind: 'notAllowed' }, false)
  readonly text: Pattern = this.make({ kind: 'text' }, true)

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
    return this.intern(`|${ids(sorted)}`, { kind: 'choice', members: sorted }, sorted.some(isNullable))
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
    return this.intern(`&${ids(sorted)}`, { kind: 'interleave', members: sorted }, sorted.every(isNullable))
  }

  group(first: Pattern, rest: Pattern): Pattern {
    if (first.kind === 'notAllowed' || rest.kind === 'notAllowed') return this.notAllowed
    if (first.kind === 'empty') return rest
    if (rest.kind === 'empty') return first
    if (first.kind === 'group') return this.group(first.first, this.group(first.rest, rest))
    return this.intern(`,${first.id},${rest.id}`, { kind: 'group', first, rest }, first.nullable && rest.nullable)
  }

  oneOrMore(content: Pattern): Pattern {
    if (['notAllowed', 'empty', 'text', 'oneOrMore'].includes(content.kind)) return content
    return this.intern(`+${content.id}`, { kind: 'oneOrMore', content }, content.nullable)
  }

  list(content: Pattern): Pattern {
    return this.intern(`l${content.id}`, { kind: 'list', content }, false)
  }

  attribute(name: NameClass, content: Pattern): Pattern {
    const shape = { kind: 'attribute', name, content } as const
    return name.kind === 'name'
      ? this.intern(`@${name.uri} ${name.local} ${content.id}`, shape, false)
      : this.make(shape, false)
  }

  element(name: NameClass): ElementPattern {
    // The content is set before the pattern is used.
    return this.make({ kind: 'element', name, content: this.notAllowed }, false)
  }

  data(type: DatatypeUse, except: Pattern | undefined): Pattern {
    return this.make({ kind: 'data', type, except }, false)
  }

  value(type: DatatypeUse, text: string, context: DatatypeContext): Pattern {
    const key = type.datatype.valueOf(text, context)
    return key === undefined ? this.notAllowed : this.make({ kind: 'value', type, text, key }, false)
  }

  /** What was made until now is the schema's own, and is never forgotten; by number. */
  seal(): readonly Pattern[] {
    this.sealed = this.count
    return this.own.splice(0)
  }

  /** Forget the patterns made since `seal` that none of these is made of. */
  retain(patterns: Iterable<Pattern>): void {
    const needed = new Set<Pattern>()
    const add = (pattern: Pattern): void => {
      if (pattern.id < this.sealed || needed.has(pattern)) return
      needed.add(pattern)
      for (const part of partsOf(pattern)) add(part)
    }
    for (const pattern of patterns) add(pattern)
    for (const [key, pattern] of this.interned) {
      if (pattern.id >= this.sealed && !needed.has(pattern)) this.interned.delete(key)
    }
  }

  private intern(key: string, shape: Shape<Pattern>, nullable: boolean): Pattern {
    const found = this.interned.get(key)
    if (found !== undefined) return found
    const made = this.make(shape, nullable)
    this.interned.set(key, made)
    return made
  }

  private make<S extends Shape<Pattern>>(shape: S, nullable: boolean): S & Base {
    const made: S & Base = { ...shape, id: this.count++, nullable }
    if (this.sealed > made.id) this.own.push(made as Base as Pattern)
    return made
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
const isNullable = ({ nullable }: Pattern): boolean => nullable

function ids(patterns: readonly Pattern[]): string {
  return patterns.map(({ id }) => id).join(',')
}
