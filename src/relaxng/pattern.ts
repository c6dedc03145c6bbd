import type { Datatype, DatatypeContext } from './datatypes/datatype.js'
import type { NameClass } from './name-class.js'
import type { SchemaPlace } from './schema-document.js'

interface Base {
  /** Patterns that are equal are the same object, and so have the same number. */
  readonly id: number
  /** Whether it matches nothing at all. */
  readonly nullable: boolean
  /** What text outside elements and attributes is judged by. */
  readonly textUse: TextUse
  /** Derivatives that were computed, and are kept. */
  readonly memo: Memo
}

/**
 * What text is judged by: 0, nothing; 1, its characters, where there is data, a value or a list; 2, also the namespaces
 * around it, where there are qualified names.
 */
export type TextUse = 0 | 1 | 2

/** What is known of a pattern. Names go by their numbers. */
export interface Memo {
  readonly open: Map<number, Pattern>
  readonly attribute: Map<number, Pattern>
  close?: Pattern
  /** Behind text that is not judged by its characters. */
  text?: Pattern
  /** Behind short texts that are. */
  readonly texts: Map<string, Pattern>
  /** Behind short values of an attribute. */
  readonly values: Map<string, Pattern>
  end?: Pattern
}

/** The pattern of an element; its content is known once the whole schema is compiled. */
export interface ElementPattern extends Base {
  readonly kind: 'element'
  readonly name: NameClass
  content: Pattern
  readonly place: SchemaPlace
}

/** What a schema says of a part of a document, as the algorithm of derivatives has it. */
export type Pattern =
  | (Base & { readonly kind: 'empty' | 'notAllowed' | 'text' })
  | (Base & { readonly kind: 'choice' | 'interleave'; readonly members: readonly Pattern[] })
  | (Base & { readonly kind: 'group'; readonly first: Pattern; readonly rest: Pattern })
  | (Base & { readonly kind: 'oneOrMore' | 'list'; readonly content: Pattern })
  | (Base & {
      readonly kind: 'attribute'
      readonly name: NameClass
      readonly content: Pattern
      readonly place: SchemaPlace
    })
  | ElementPattern
  | (Base & {
      readonly kind: 'data'
      readonly type: string
      readonly datatype: Datatype
      readonly except: Pattern | undefined
    })
  | (Base & {
      readonly kind: 'value'
      readonly type: string
      readonly datatype: Datatype
      readonly text: string
      /** The value as the datatype's key. */
      readonly key: string
    })
  /** Something open, and what follows once it is closed. */
  | (Base & { readonly kind: 'after'; readonly first: Pattern; readonly rest: Pattern })

type Shape<P> = P extends Pattern ? Omit<P, keyof Base> : never

/** Makes patterns, each once. */
export class PatternBuilder {
  private readonly interned = new Map<string, Pattern>()
  private count = 0

  readonly empty = this.make({ kind: 'empty' }, true, 0)
  readonly notAllowed = this.make({ kind: 'notAllowed' }, false, 0)
  readonly text = this.make({ kind: 'text' }, true, 0)

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
    return this.intern(`|${ids(sorted)}`, { kind: 'choice', members: sorted }, sorted.some(isNullable), mostOf(sorted))
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
    return this.intern(
      `&${ids(sorted)}`,
      { kind: 'interleave', members: sorted },
      sorted.every(isNullable),
      mostOf(sorted),
    )
  }

  group(first: Pattern, rest: Pattern): Pattern {
    if (first.kind === 'notAllowed' || rest.kind === 'notAllowed') return this.notAllowed
    if (first.kind === 'empty') return rest
    if (rest.kind === 'empty') return first
    if (first.kind === 'group') return this.group(first.first, this.group(first.rest, rest))
    return this.intern(
      `,${first.id},${rest.id}`,
      { kind: 'group', first, rest },
      first.nullable && rest.nullable,
      mostOf([first, rest]),
    )
  }

  oneOrMore(content: Pattern): Pattern {
    if (['notAllowed', 'empty', 'text', 'oneOrMore'].includes(content.kind)) return content
    return this.intern(`+${content.id}`, { kind: 'oneOrMore', content }, content.nullable, content.textUse)
  }

  list(content: Pattern): Pattern {
    return this.intern(`l${content.id}`, { kind: 'list', content }, false, content.textUse === 2 ? 2 : 1)
  }

  after(first: Pattern, rest: Pattern): Pattern {
    if (first.kind === 'notAllowed' || rest.kind === 'notAllowed') return this.notAllowed
    return this.intern(`>${first.id},${rest.id}`, { kind: 'after', first, rest }, false, first.textUse)
  }

  attribute(name: NameClass, content: Pattern, place: SchemaPlace): Pattern {
    const key = name.kind === 'name' ? `@${name.uri} ${name.local} ${content.id}` : undefined
    const shape = { kind: 'attribute', name, content, place } as const
    return key === undefined ? this.make(shape, false, 0) : this.intern(key, shape, false, 0)
  }

  element(name: NameClass, place: SchemaPlace): ElementPattern {
    // The content is set before the pattern is used.
    return this.make({ kind: 'element', name, content: this.notAllowed, place }, false, 0)
  }

  data(type: string, datatype: Datatype, except: Pattern | undefined): Pattern {
    return this.make({ kind: 'data', type, datatype, except }, false, useOf(type))
  }

  value(type: string, datatype: Datatype, text: string, context: DatatypeContext): Pattern {
    const key = datatype.valueOf(text, context)
    return key === undefined
      ? this.notAllowed
      : this.make({ kind: 'value', type, datatype, text, key }, false, useOf(type))
  }

  private intern(key: string, shape: Shape<Pattern>, nullable: boolean, textUse: TextUse): Pattern {
    const found = this.interned.get(key)
    if (found !== undefined) return found
    const made = this.make(shape, nullable, textUse)
    this.interned.set(key, made)
    return made
  }

  private make<S extends Shape<Pattern>>(shape: S, nullable: boolean, textUse: TextUse): S & Base {
    const memo: Memo = { open: new Map(), attribute: new Map(), texts: new Map(), values: new Map() }
    return { ...shape, id: this.count++, nullable, textUse, memo }
  }
}

const byId = (a: Pattern, b: Pattern): number => a.id - b.id
const isNullable = ({ nullable }: Pattern): boolean => nullable

function mostOf(patterns: readonly Pattern[]): TextUse {
  return TEXT_USES.findLast((use) => patterns.some(({ textUse }) => textUse === use)) ?? 0
}

const TEXT_USES: readonly TextUse[] = [0, 1, 2]

/** The datatypes whose values depend on the namespaces around them. */
function useOf(type: string): TextUse {
  return type === 'QName' || type === 'NOTATION' ? 2 : 1
}

function ids(patterns: readonly Pattern[]): string {
  return patterns.map(({ id }) => id).join(',')
}
