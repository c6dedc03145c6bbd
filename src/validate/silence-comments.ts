import type { SourceText } from '../diagnostics/index.js'

/** What a comment can tell: which findings are silenced. */
export const DIRECTIVES = ['disable-next-line', 'disable-line', 'disable', 'enable'] as const

/** One of them. */
export type Directive = (typeof DIRECTIVES)[number]

/** A word in a comment; offsets in UTF-16 code units. */
export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A comment that begins with `virt-lifecycle-`. */
export interface SilenceComment {
  /** Offset of its `<`. */
  readonly start: number
  /** Offset just after its `>`. */
  readonly end: number
  /** Whether the root element begins after it. */
  readonly isBeforeRoot: boolean
  /** What follows `virt-lifecycle-`; not one of the directives if it is misspelt. */
  readonly directive: Word
  /** The codes as they are written, after blanks or commas. */
  readonly codes: readonly Word[]
  /** What follows a colon; empty if nothing does. */
  readonly reason: string
}

/** What such a comment begins with. */
const MARK = 'virt-lifecycle-'

/** Markup that may contain what looks like a comment, and what ends it. */
const SECTIONS: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]

/**
 * The comments of an XML document that silence findings, in order, as far as the document is well-formed. One pass over the
 * text; a text without `virt-lifecycle-` is only searched for that.
 */
export function silenceComments({ text }: SourceText): readonly SilenceComment[] {
  if (!text.includes(MARK)) return []
  const found: SilenceComment[] = []
  let isBeforeRoot = true
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const section = SECTIONS.find(([start]) => text.startsWith(start, at))
    if (section === undefined) {
      isBeforeRoot = false
      at++
      continue
    }
    const [opening, closing] = section
    const close = text.indexOf(closing, at + opening.length)
    if (close < 0) break
    const end = close + closing.length
    if (opening === '<!--') {
      const comment = readComment(text, at, end, isBeforeRoot)
      if (comment !== undefined) found.push(comment)
    }
    at = end
  }
  return found
}

function readComment(text: string, start: number, end: number, isBeforeRoot: boolean): SilenceComment | undefined {
  const content = text.slice(start + 4, end - 3)
  const blanks = content.length - content.trimStart().length
  if (!content.startsWith(MARK, blanks)) return undefined
  const colon = content.indexOf(':')
  const instructions = colon < 0 ? content : content.slice(0, colon)
  const words = [...instructions.slice(blanks + MARK.length).matchAll(/[^\s,]+/g)].map((match): Word => {
    const from = start + 4 + blanks + MARK.length + match.index
    return { text: match[0], start: from, end: from + match[0].length }
  })
  const afterMark = start + 4 + blanks + MARK.length
  // A blank after the mark: what follows it is no directive.
  const named = words[0]?.start === afterMark
  const directive = (named ? words[0] : undefined) ?? { text: '', start: afterMark, end: afterMark }
  return {
    start,
    end,
    isBeforeRoot,
    directive,
    codes: named ? words.slice(1) : words,
    reason: colon < 0 ? '' : content.slice(colon + 1).trim(),
  }
}
