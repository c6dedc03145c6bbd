import { contains } from './name-class.js'
import type { NumberedName } from './name-table.js'
import type { Pattern, PatternBuilder } from './pattern.js'

/** What an element or attribute can be: the pattern of its content, and what may follow it then. */
export interface Branch {
  readonly content: Pattern
  readonly rest: Pattern
}

const NONE: readonly Branch[] = []

/**
 * The derivatives of patterns (James Clark, "An algorithm for RELAX NG validation"). What an element or attribute is
 * depends on its content, so a name gives branches: each content once, with what follows. Those of the schema's own
 * patterns are kept, for they are met in ever new surroundings.
 */
export class Derivatives {
  private readonly kept = {
    element: new Map<number, readonly Branch[]>(),
    attribute: new Map<number, readonly Branch[]>(),
  }
  constructor(
    private readonly b: PatternBuilder,
    private readonly nameCount: number,
  ) {}

  /** Forget what was kept. */
  forget(): void {
    this.kept.element.clear()
    this.kept.attribute.clear()
  }

  /** What a pattern makes of an element or an attribute of this name. */
  branches(p: Pattern, kind: 'element' | 'attribute', name: NumberedName): readonly Branch[] {
    if (!this.b.isOwn(p)) return this.make(p, kind, name)
    const key = p.id * this.nameCount + name.number
    const kept = this.kept[kind].get(key)
    if (kept !== undefined) return kept
    const made = this.make(p, kind, name)
    this.kept[kind].set(key, made)
    return made
  }

  private make(p: Pattern, kind: 'element' | 'attribute', name: NumberedName): readonly Branch[] {
    const { b } = this
    switch (p.kind) {
      case 'element':
      case 'attribute':
        return p.kind === kind && contains(p.name, name) ? [{ content: p.content, rest: b.empty }] : NONE
      case 'choice':
        return this.merged(p.members.map((member) => this.branches(member, kind, name)))
      case 'interleave':
        return this.merged(
          p.members.map((member, i) =>
            followed(this.branches(member, kind, name), (rest) => b.interleave(p.members.with(i, rest))),
          ),
        )
      case 'oneOrMore':
        return followed(this.branches(p.content, kind, name), (rest) => b.group(rest, b.choice([p, b.empty])))
      case 'group': {
        const first = followed(this.branches(p.first, kind, name), (rest) => b.group(rest, p.rest))
        // Attributes have no order; an element can be behind what may be left out.
        if (kind === 'attribute') {
          const second = followed(this.branches(p.rest, kind, name), (rest) => b.group(p.first, rest))
          return this.merged([first, second])
        }
        return p.first.nullable ? this.merged([first, this.branches(p.rest, kind, name)]) : first
      }
      default:
        return NONE
    }
  }

  /** Branches of several patterns: what follows the same content is a choice. */
  merged(all: readonly (readonly Branch[])[]): readonly Branch[] {
    const some = all.filter((branches) => branches.length > 0)
    const [only = NONE, ...more] = some
    if (more.length === 0) return only
    const rests = new Map<Pattern, Pattern[]>()
    for (const { content, rest } of some.flat()) {
      const known = rests.get(content)
      if (known === undefined) rests.set(content, [rest])
      else known.push(rest)
    }
    return [...rests].map(([content, members]) => ({ content, rest: this.b.choice(members) }))
  }

  /** Behind the last attribute: what those that are still wanted become, `notAllowed` where they must not be missing. */
  withoutAttributes(p: Pattern, missing: Pattern): Pattern {
    const { b } = this
    const inside = (member: Pattern): Pattern => this.withoutAttributes(member, missing)
    switch (p.kind) {
      case 'attribute':
        return missing
      case 'choice':
        return b.choice(p.members.map(inside))
      case 'interleave':
        return b.interleave(p.members.map(inside))
      case 'group':
        return b.group(inside(p.first), inside(p.rest))
      case 'oneOrMore':
        return b.oneOrMore(inside(p.content))
      default:
        return p
    }
  }

  /** Behind text that stands beside elements, where there can be no data (7.2). */
  text(p: Pattern): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'text':
        return p
      case 'choice':
        return b.choice(p.members.map((member) => this.text(member)))
      case 'interleave':
        return b.choice(p.members.map((member, i) => b.interleave(p.members.with(i, this.text(member)))))
      case 'group': {
        const first = b.group(this.text(p.first), p.rest)
        return p.first.nullable ? b.choice([first, this.text(p.rest)]) : first
      }
      case 'oneOrMore':
        return b.group(this.text(p.content), b.choice([p, b.empty]))
      default:
        return b.notAllowed
    }
  }
}

function followed(branches: readonly Branch[], change: (rest: Pattern) => Pattern): readonly Branch[] {
  return branches.length === 0 ? NONE : branches.map(({ content, rest }) => ({ content, rest: change(rest) }))
}
