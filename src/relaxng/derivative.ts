import { contains } from './name-class.js'
import type { NumberedName } from './name-table.js'
import type { Pattern, PatternBuilder } from './pattern.js'

/** Clark's `after`: the content of an element or attribute, and what may follow it. */
export interface AfterPattern {
  readonly content: Pattern
  readonly rest: Pattern
}

const NONE: readonly AfterPattern[] = []

/**
 * The derivatives of single patterns (James Clark, "An algorithm for RELAX NG validation"); automaton.ts says how they make
 * states. Those of the schema's own patterns are kept, for they turn up in ever new surroundings.
 */
export class Derivatives {
  private readonly kept = {
    element: new Map<number, readonly AfterPattern[]>(),
    attribute: new Map<number, readonly AfterPattern[]>(),
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

  /**
   * Clark's `startTagOpenDeriv` for an element, `startAttributeDeriv` for an attribute: a choice of `after` patterns, as a
   * list in which each content is there once.
   */
  startDeriv(p: Pattern, kind: 'element' | 'attribute', name: NumberedName): readonly AfterPattern[] {
    if (!this.b.isOwn(p)) return this.makeStartDeriv(p, kind, name)
    const key = p.id * this.nameCount + name.number
    const kept = this.kept[kind].get(key)
    if (kept !== undefined) return kept
    const made = this.makeStartDeriv(p, kind, name)
    this.kept[kind].set(key, made)
    return made
  }

  private makeStartDeriv(p: Pattern, kind: 'element' | 'attribute', name: NumberedName): readonly AfterPattern[] {
    const { b } = this
    switch (p.kind) {
      case 'element':
      case 'attribute':
        return p.kind === kind && contains(p.name, name) ? [{ content: p.content, rest: b.empty }] : NONE
      case 'choice':
        return this.choice(p.members.map((member) => this.startDeriv(member, kind, name)))
      case 'interleave':
        return this.choice(
          p.members.map((member, i) =>
            applyAfter(this.startDeriv(member, kind, name), (rest) => b.interleave(p.members.with(i, rest))),
          ),
        )
      case 'oneOrMore':
        return applyAfter(this.startDeriv(p.content, kind, name), (rest) => b.group(rest, b.choice([p, b.empty])))
      case 'group': {
        const first = applyAfter(this.startDeriv(p.first, kind, name), (rest) => b.group(rest, p.rest))
        // Attributes have no order; an element may follow what can be left out.
        if (kind === 'attribute') {
          const second = applyAfter(this.startDeriv(p.rest, kind, name), (rest) => b.group(p.first, rest))
          return this.choice([first, second])
        }
        return p.first.nullable ? this.choice([first, this.startDeriv(p.rest, kind, name)]) : first
      }
      default:
        return NONE
    }
  }

  /** A choice of `after` patterns: what follows the same content is a choice in turn. */
  private choice(all: readonly (readonly AfterPattern[])[]): readonly AfterPattern[] {
    const some = all.filter((patterns) => patterns.length > 0)
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

  /** Behind the last attribute: those that are still required become `notAllowed`. */
  startTagCloseDeriv(p: Pattern): Pattern {
    return this.replaceAttributes(p, this.b.notAllowed)
  }

  /** Behind the last attribute of a start tag that is missing some: they become `empty` (jing's name). */
  ignoreMissingAttributes(p: Pattern): Pattern {
    return this.replaceAttributes(p, this.b.empty)
  }

  private replaceAttributes(p: Pattern, replacement: Pattern): Pattern {
    const { b } = this
    const inside = (member: Pattern): Pattern => this.replaceAttributes(member, replacement)
    switch (p.kind) {
      case 'attribute':
        return replacement
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

  /** Behind text that has elements around it, where there can be no data (restrictions 7.2; jing's name). */
  mixedTextDeriv(p: Pattern): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'text':
        return p
      case 'choice':
        return b.choice(p.members.map((member) => this.mixedTextDeriv(member)))
      case 'interleave':
        return b.choice(p.members.map((member, i) => b.interleave(p.members.with(i, this.mixedTextDeriv(member)))))
      case 'group': {
        const first = b.group(this.mixedTextDeriv(p.first), p.rest)
        return p.first.nullable ? b.choice([first, this.mixedTextDeriv(p.rest)]) : first
      }
      case 'oneOrMore':
        return b.group(this.mixedTextDeriv(p.content), b.choice([p, b.empty]))
      default:
        return b.notAllowed
    }
  }
}

/** Clark's `applyAfter`: change what follows. */
function applyAfter(patterns: readonly AfterPattern[], change: (rest: Pattern) => Pattern): readonly AfterPattern[] {
  return patterns.length === 0 ? NONE : patterns.map(({ content, rest }) => ({ content, rest: change(rest) }))
}
