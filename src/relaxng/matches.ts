import type { DatatypeContext } from './datatypes/datatype.js'
import type { Pattern } from './pattern.js'

/** Whether a text, the whole of an attribute's value or of an element's content, is what a pattern wants (6.2.8 to 6.2.10). */
export function matches(p: Pattern, text: string, context: DatatypeContext): boolean {
  return (p.nullable && isBlank(text)) || matchesAsText(p, text, context)
}

/** Of a pattern that holds text and data only; where several stand together, one takes the text and the others nothing. */
function matchesAsText(p: Pattern, text: string, context: DatatypeContext): boolean {
  switch (p.kind) {
    case 'text':
      return true
    case 'value':
      return p.type.datatype.valueOf(text, context) === p.key
    case 'data':
      return (
        p.type.datatype.allows(text, context) && (p.except === undefined || !matchesAsText(p.except, text, context))
      )
    case 'choice':
      return p.members.some((member) => matchesAsText(member, text, context))
    case 'interleave':
      return p.members.some(
        (member, i) => p.members.every((other, j) => i === j || other.nullable) && matchesAsText(member, text, context),
      )
    case 'group':
      return (
        (p.rest.nullable && matchesAsText(p.first, text, context)) ||
        (p.first.nullable && matchesAsText(p.rest, text, context))
      )
    case 'oneOrMore':
      return matchesAsText(p.content, text, context)
    case 'list': {
      const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
      return ends(p.content, words, new Set([0]), context).has(words.length)
    }
    default:
      return false
  }
}

/** Of the content of a list: the words that may come next, where it may begin at these. */
function ends(
  p: Pattern,
  words: readonly string[],
  begins: ReadonlySet<number>,
  context: DatatypeContext,
): ReadonlySet<number> {
  if (begins.size === 0) return begins
  switch (p.kind) {
    case 'empty':
      return begins
    case 'group':
      return ends(p.rest, words, ends(p.first, words, begins, context), context)
    case 'choice':
      return new Set(p.members.flatMap((member) => [...ends(member, words, begins, context)]))
    case 'oneOrMore': {
      const all = new Set<number>()
      for (let next = begins; next.size > 0; ) {
        next = new Set([...ends(p.content, words, next, context)].filter((end) => !all.has(end)))
        for (const end of next) all.add(end)
      }
      return all
    }
    default: {
      const found = new Set<number>()
      for (const begin of begins) {
        const word = words[begin]
        if (word !== undefined && matchesAsText(p, word, context)) found.add(begin + 1)
      }
      return found
    }
  }
}

/** What decides whether a pattern matches a text: whether there is one, its characters, or the namespaces around it too. */
export type Judge = 'shape' | 'characters' | 'namespaces'

/** The judge of several patterns, any of which may match. */
export function judgeOf(patterns: readonly Pattern[]): Judge {
  return most(patterns.map(judge))
}

function judge(p: Pattern): Judge {
  switch (p.kind) {
    case 'data':
      return most([judgeOfType(p.type.name), p.except === undefined ? 'shape' : judge(p.except)])
    case 'value':
      return judgeOfType(p.type.name)
    case 'list':
      return most(['characters', judge(p.content)])
    case 'choice':
    case 'interleave':
      return judgeOf(p.members)
    case 'group':
      return judgeOf([p.first, p.rest])
    case 'oneOrMore':
      return judge(p.content)
    default:
      return 'shape'
  }
}

function judgeOfType(name: string): Judge {
  return name === 'QName' || name === 'NOTATION' ? 'namespaces' : 'characters'
}

function most(judges: readonly Judge[]): Judge {
  if (judges.includes('namespaces')) return 'namespaces'
  return judges.includes('characters') ? 'characters' : 'shape'
}

/** Whether a text is white space only, or nothing. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return false
  }
  return true
}
