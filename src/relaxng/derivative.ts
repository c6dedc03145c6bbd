import type { DatatypeContext } from './datatypes/datatype.js'
import { contains, type Name } from './name-class.js'
import type { Pattern, PatternBuilder } from './pattern.js'

/** Longest text whose derivative is kept. */
const LONGEST_KEPT = 64

/** Most texts kept for one pattern. */
const MOST_KEPT = 256

/** A name with the number that derivatives are kept by. */
export interface NumberedName extends Name {
  readonly number: number
}

/** Names by number, each once. */
export class NameTable {
  private readonly names = new Map<string, NumberedName>()

  name(uri: string, local: string): NumberedName {
    const key = `${uri} ${local}`
    const found = this.names.get(key)
    if (found !== undefined) return found
    const made = { uri, local, number: this.names.size }
    this.names.set(key, made)
    return made
  }
}

/**
 * The derivatives of patterns (James Clark, "An algorithm for RELAX NG validation"): what a pattern becomes behind a start
 * tag's name, an attribute, the end of a start tag, text, an end tag. Each is computed once and kept with its pattern.
 */
export class Derivatives {
  constructor(private readonly b: PatternBuilder) {}

  /** Behind the name of a start tag. */
  open(p: Pattern, name: NumberedName): Pattern {
    const kept = p.memo.open.get(name.number)
    if (kept !== undefined) return kept
    const made = this.makeOpen(p, name)
    p.memo.open.set(name.number, made)
    return made
  }

  private makeOpen(p: Pattern, name: NumberedName): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'choice':
        return b.choice(p.members.map((member) => this.open(member, name)))
      case 'element':
        return contains(p.name, name) ? b.after(p.content, b.empty) : b.notAllowed
      case 'interleave':
        return this.inTurn(p.members, (member) => this.open(member, name))
      case 'oneOrMore':
        return this.applyAfter(this.open(p.content, name), (rest) => b.group(rest, b.choice([p, b.empty])))
      case 'group': {
        const first = this.applyAfter(this.open(p.first, name), (rest) => b.group(rest, p.rest))
        return p.first.nullable ? b.choice([first, this.open(p.rest, name)]) : first
      }
      case 'after':
        return this.applyAfter(this.open(p.first, name), (rest) => b.after(rest, p.rest))
      default:
        return b.notAllowed
    }
  }

  /** Behind an attribute's name: its content is open then. */
  attribute(p: Pattern, name: NumberedName): Pattern {
    const kept = p.memo.attribute.get(name.number)
    if (kept !== undefined) return kept
    const made = this.makeAttribute(p, name)
    p.memo.attribute.set(name.number, made)
    return made
  }

  private makeAttribute(p: Pattern, name: NumberedName): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'choice':
        return b.choice(p.members.map((member) => this.attribute(member, name)))
      case 'attribute':
        return contains(p.name, name) ? b.after(p.content, b.empty) : b.notAllowed
      case 'interleave':
        return this.inTurn(p.members, (member) => this.attribute(member, name))
      case 'oneOrMore':
        return this.applyAfter(this.attribute(p.content, name), (rest) => b.group(rest, b.choice([p, b.empty])))
      case 'group':
        return b.choice([
          this.applyAfter(this.attribute(p.first, name), (rest) => b.group(rest, p.rest)),
          this.applyAfter(this.attribute(p.rest, name), (rest) => b.group(p.first, rest)),
        ])
      case 'after':
        return this.applyAfter(this.attribute(p.first, name), (rest) => b.after(rest, p.rest))
      default:
        return b.notAllowed
    }
  }

  /** Behind the value of an attribute whose name was read. */
  value(p: Pattern, text: string, context: DatatypeContext): Pattern {
    const kept = p.memo.values.get(text)
    if (kept !== undefined) return kept
    const made = this.makeValue(p, text, context)
    if (text.length <= LONGEST_KEPT && p.textUse < 2) {
      if (p.memo.values.size >= MOST_KEPT) p.memo.values.clear()
      p.memo.values.set(text, made)
    }
    return made
  }

  private makeValue(p: Pattern, text: string, context: DatatypeContext): Pattern {
    if (p.kind === 'choice') return this.b.choice(p.members.map((member) => this.makeValue(member, text, context)))
    if (p.kind !== 'after') return this.b.notAllowed
    const matches = (p.first.nullable && isBlank(text)) || this.text(p.first, text, context).nullable
    return matches ? p.rest : this.b.notAllowed
  }

  /** Behind the attributes of a start tag: those that are still wanted are missing. */
  close(p: Pattern): Pattern {
    p.memo.close ??= this.makeClose(p)
    return p.memo.close
  }

  private makeClose(p: Pattern): Pattern {
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
        return b.notAllowed
      case 'after':
        return b.after(this.close(p.first), p.rest)
      default:
        return p
    }
  }

  /** Behind text. */
  text(p: Pattern, text: string, context: DatatypeContext): Pattern {
    if (p.textUse === 0) {
      p.memo.text ??= this.makeText(p, text, context)
      return p.memo.text
    }
    const kept = p.memo.texts.get(text)
    if (kept !== undefined) return kept
    const made = this.makeText(p, text, context)
    if (text.length <= LONGEST_KEPT && p.textUse === 1) {
      if (p.memo.texts.size >= MOST_KEPT) p.memo.texts.clear()
      p.memo.texts.set(text, made)
    }
    return made
  }

  private makeText(p: Pattern, text: string, context: DatatypeContext): Pattern {
    const { b } = this
    switch (p.kind) {
      case 'choice':
        return b.choice(p.members.map((member) => this.text(member, text, context)))
      case 'interleave':
        return b.choice(
          p.members.map((member, i) => {
            const behind = this.text(member, text, context)
            return behind.kind === 'notAllowed' ? behind : b.interleave(p.members.with(i, behind))
          }),
        )
      case 'group': {
        const first = b.group(this.text(p.first, text, context), p.rest)
        return p.first.nullable ? b.choice([first, this.text(p.rest, text, context)]) : first
      }
      case 'after':
        return b.after(this.text(p.first, text, context), p.rest)
      case 'oneOrMore':
        return b.group(this.text(p.content, text, context), b.choice([p, b.empty]))
      case 'text':
        return p
      case 'value':
        return p.datatype.valueOf(text, context) === p.key ? b.empty : b.notAllowed
      case 'data': {
        if (!p.datatype.allows(text, context)) return b.notAllowed
        return p.except !== undefined && this.text(p.except, text, context).nullable ? b.notAllowed : b.empty
      }
      case 'list': {
        let behind = p.content
        for (const word of text.split(/[ \t\r\n]+/)) if (word !== '') behind = this.text(behind, word, context)
        return behind.nullable ? b.empty : b.notAllowed
      }
      default:
        return b.notAllowed
    }
  }

  /** Behind an end tag: what is open must be complete. */
  end(p: Pattern): Pattern {
    p.memo.end ??= this.makeEnd(p)
    return p.memo.end
  }

  private makeEnd(p: Pattern): Pattern {
    if (p.kind === 'choice') return this.b.choice(p.members.map((member) => this.end(member)))
    return p.kind === 'after' && p.first.nullable ? p.rest : this.b.notAllowed
  }

  /** One of the members of an interleave goes on, the others wait. */
  private inTurn(members: readonly Pattern[], derive: (member: Pattern) => Pattern): Pattern {
    return this.b.choice(
      members.map((member, i) => this.applyAfter(derive(member), (rest) => this.b.interleave(members.with(i, rest)))),
    )
  }

  /** Change what follows once what is open is closed. */
  private applyAfter(p: Pattern, change: (rest: Pattern) => Pattern): Pattern {
    if (p.kind === 'choice') return this.b.choice(p.members.map((member) => this.applyAfter(member, change)))
    return p.kind === 'after' ? this.b.after(p.first, change(p.rest)) : this.b.notAllowed
  }
}

/** Whether a text is white space only, or nothing. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}
