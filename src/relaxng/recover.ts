import type { Pattern, PatternBuilder } from './pattern.js'

/**
 * What a pattern becomes where something was wrong and has been reported: as if it had been right, so that what follows is
 * judged on its own.
 */
export class Recovery {
  constructor(private readonly b: PatternBuilder) {}

  /** Behind an attribute whose value was wrong. */
  value(p: Pattern): Pattern {
    return this.rest(p)
  }

  /** Behind a start tag whose attributes were not complete. */
  close(p: Pattern): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'choice':
        return b.choice(p.members.map((member) => this.close(member)))
      case 'interleave':
        return b.interleave(p.members.map((member) => this.close(member)))
      case 'group':
        return b.group(this.close(p.first), this.close(p.rest))
      case 'oneOrMore':
        return b.oneOrMore(this.close(p.content))
      case 'attribute':
        return b.empty
      case 'after':
        return b.after(this.close(p.first), p.rest)
      default:
        return p
    }
  }

  /** Behind an end tag, whatever was still to come. */
  end(p: Pattern): Pattern {
    return this.rest(p)
  }

  private rest(p: Pattern): Pattern {
    if (p.kind === 'choice') return this.b.choice(p.members.map((member) => this.rest(member)))
    return p.kind === 'after' ? p.rest : this.b.notAllowed
  }
}
