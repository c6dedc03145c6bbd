import type { Automaton, State } from './automaton.js'
import {
  contentsOf,
  elementsIn,
  expectedAttributes,
  expectedElements,
  expectedTexts,
  expectedValues,
  isSame,
  requiredAttributes,
  requiredElements,
} from './expected.js'
import type { MarkupFollower } from './follow-markup.js'
import type { Name } from './name-class.js'
import { Outlines } from './outline.js'
import type { Pattern } from './pattern.js'
import { markupIn, type WrittenAttribute, type WrittenTag, type WrittenText } from './written-markup.js'

/** Something that can be written at an offset of a document. */
export interface Completion {
  readonly kind: 'element' | 'attribute' | 'value' | 'endTag'
  /** The name or the value, as it is written. */
  readonly label: string
  /** The text to insert, in pieces: between two of them, something is left to be written. */
  readonly pieces: readonly string[]
  /** Whether the document is not valid without it. */
  readonly isRequired: boolean
}

/** What can be written at an offset, and the range that it replaces, in UTF-16 code units. */
export interface Completions {
  readonly start: number
  readonly end: number
  /** What is required first, then the end tag, then by name. */
  readonly items: readonly Completion[]
}

/** The offset at which completions are looked for. */
export class CompletionPlace {
  private readonly quote: string

  constructor(
    private readonly automaton: Automaton,
    /** It has followed everything before the markup that the offset is in. */
    private readonly follower: MarkupFollower,
    private readonly text: string,
    private readonly offset: number,
  ) {
    this.quote = quoteIn(text)
  }

  inText({ start, end }: WrittenText): Completions {
    const { follower, text, offset } = this
    const { state, parent } = follower
    const written = text.slice(start, end)
    const values =
      state !== undefined && parent !== undefined && parent.children === undefined ? this.valuesOf(state) : []
    if (values.length > 0) {
      // An empty content on several lines is replaced on the line of the offset.
      const from = written.trim() === '' ? offset : start + written.length - written.trimStart().length
      const to = written.trim() === '' ? offset : start + written.trimEnd().length
      return { start: Math.min(from, offset), end: Math.max(to, offset), items: values }
    }
    let wordStart = offset
    while (wordStart > start && /[\w:.-]/.test(text.charAt(wordStart - 1))) wordStart--
    const wordEnd = offset + (/^[\w:.-]*/.exec(text.slice(offset, end))?.[0].length ?? 0)
    const following = this.following(wordEnd)
    const endTag = following.isClosed ? [] : this.endTag('</')
    return { start: wordStart, end: wordEnd, items: [...this.elements('<', following.names), ...endTag] }
  }

  inTag(tag: WrittenTag): Completions {
    const { text, offset } = this
    const { nameStart, nameEnd } = tag
    if (offset < nameStart || (tag.kind === 'end' && offset > nameEnd)) return none(offset)
    if (tag.kind === 'end') {
      const end = text.charAt(nameEnd) === '>' ? nameEnd + 1 : nameEnd
      return { start: nameStart, end, items: this.endTag('') }
    }
    if (offset <= nameEnd) {
      const following = this.following(tag.end, tag.name !== '' && tag.isTerminated && !tag.isEmpty ? 1 : 0)
      const endTag = tag.name === '' && !following.isClosed ? this.endTag('/') : []
      return { start: nameStart, end: nameEnd, items: [...this.elements('', following.names, tag), ...endTag] }
    }
    const attribute = tag.attributes.find((one) => one.start <= offset && offset <= endOf(one))
    if (attribute === undefined || offset <= attribute.nameEnd) return this.attributes(tag, attribute)
    return this.attributeValues(tag, attribute)
  }

  /**
   * @param before what is not written yet of the markup before the name
   * @param following the elements that follow in the same parent
   * @param tag the tag whose name is written; if it has more, only its name is offered
   */
  private elements(before: string, following: readonly Name[], tag?: WrittenTag): readonly Completion[] {
    const { automaton, follower } = this
    const { state } = follower
    if (state === undefined) return []
    const pattern = automaton.pattern(state)
    const isWhole = tag !== undefined && (tag.isTerminated || tag.attributes.length > 0)
    const required = requiredElements(pattern).filter((name) => !following.some((other) => isSame(name, other)))
    const isInOrder = this.allows(state, following)
    return expectedElements(pattern).flatMap((name): readonly Completion[] => {
      const label = this.written(name, true)
      if (label === undefined) return []
      const follows = isInOrder && following.some((other) => isSame(name, other))
      if (follows && !this.allows(state, [name, ...following])) return []
      const pieces = isWhole ? [label] : this.outline(pattern, name, label)
      const [first = '', ...more] = pieces
      const inserted = isWhole || before !== '' ? first : first.slice(1)
      const isRequired = required.some((other) => isSame(name, other))
      return [{ kind: 'element', label, pieces: [inserted, ...more], isRequired }]
    })
  }

  /** An element with all that it must have. */
  private outline(pattern: Pattern, name: Name, label: string): readonly string[] {
    const outlines = new Outlines((part) => this.written(part, true) ?? part.local, undefined)
    const { text } = outlines.elementIn(pattern, name) ?? { text: `<${label}/>` }
    const holds = contentsOf(pattern, name).some((p) => elementsIn(p).length + expectedTexts(p).length > 0)
    const whole = text === `<${label}/>` && holds ? `<${label}>…</${label}>` : text
    return whole.replaceAll('"', this.quote).split('…')
  }

  /** The end tag of the innermost element; `before` is what is not written yet of the markup before the name. */
  private endTag(before: string): readonly Completion[] {
    const name = this.follower.openName
    if (name === undefined) return []
    return [{ kind: 'endTag', label: `/${name}`, pieces: [`${before}${name}>`], isRequired: false }]
  }

  private attributes(tag: WrittenTag, at: WrittenAttribute | undefined): Completions {
    const state = this.besides(tag, at)
    const { start, nameEnd: end } = at ?? { start: this.offset, nameEnd: this.offset }
    if (state === undefined) return none(this.offset)
    const pattern = this.automaton.pattern(state)
    const required = requiredAttributes(pattern)
    const { quote } = this
    const items = expectedAttributes(pattern).flatMap((name): readonly Completion[] => {
      const label = this.written(name, false)
      if (label === undefined) return []
      const pieces = at?.hasValue === true ? [label] : [`${label}=${quote}`, quote]
      return [{ kind: 'attribute', label, pieces, isRequired: required.some((other) => isSame(name, other)) }]
    })
    return { start, end, items }
  }

  private attributeValues(tag: WrittenTag, at: WrittenAttribute): Completions {
    const { automaton, follower, offset } = this
    const { valueStart: start, valueEnd: end, quote } = at
    const state = this.besides(tag, at)
    if (state === undefined || !at.hasValue || offset < start) return none(offset)
    const named = follower.resolved({ ...tag, attributes: [at] }).tag.attributes[0]
    const after = named && automaton.startAttributeDeriv(state, named.uri, named.local)
    const items = after === undefined ? [] : this.valuesOf(automaton.inside(after))
    const left = quote === '' ? this.quote : ''
    const right = quote === '' ? left : at.isTerminated ? '' : quote
    return {
      start,
      end,
      items: items.map((item) => ({ ...item, pieces: item.pieces.map((value) => `${left}${value}${right}`) })),
    }
  }

  /** The values that the schema lists. */
  private valuesOf(state: State): readonly Completion[] {
    const values = new Set(expectedValues(this.automaton.pattern(state)).filter((value) => value !== ''))
    return [...values].map((value) => ({ kind: 'value', label: value, pieces: [escaped(value)], isRequired: false }))
  }

  /** The state in a start tag, after all attributes but one. */
  private besides(written: WrittenTag, without: WrittenAttribute | undefined): State | undefined {
    const { automaton, follower } = this
    const { tag, namespaceOf } = follower.resolved({
      ...written,
      attributes: written.attributes.filter((attribute) => attribute !== without),
    })
    let state = follower.state && follower.inside(follower.state, tag)
    for (const { uri, local, value } of tag.attributes) {
      const after = state && automaton.startAttributeDeriv(state, uri, local)
      if (after === undefined) continue
      const matched = automaton.valueMatch(automaton.inside(after), value, { namespaceOf })
      state = automaton.endTagDeriv(after, matched)
    }
    return state
  }

  /** Whether elements may come one after another, as far as their names tell. */
  private allows(from: State, names: readonly Name[]): boolean {
    let state = from
    for (const { uri, local } of names) {
      const after = this.automaton.startTagOpenDeriv(state, uri, local)
      if (after === undefined) return false
      state = this.automaton.endTagDeriv(after, [])
    }
    return true
  }

  /**
   * The elements that follow in the same parent, and whether its end tag does.
   *
   * @param depth how many elements inside the parent are open
   */
  private following(from: number, depth = 0): { readonly names: readonly Name[]; readonly isClosed: boolean } {
    const { follower, text } = this
    const parent = follower.openName
    const names: Name[] = []
    for (const markup of markupIn(text, from)) {
      if (markup.kind === 'start' && markup.isTerminated) {
        if (depth === 0) names.push(follower.resolved(markup).tag)
        if (!markup.isEmpty) depth++
      } else if (markup.kind === 'end') {
        if (depth === 0) return { names, isClosed: markup.name === parent }
        depth--
      }
    }
    return { names, isClosed: false }
  }

  /** A name with its prefix; undefined where no prefix is declared for its namespace. */
  private written({ uri, local }: Name, isElement: boolean): string | undefined {
    const { follower } = this
    if (uri === (isElement ? follower.namespaceOf('') : '')) return local
    const prefix = follower.prefixOf(uri)
    return prefix === undefined ? undefined : `${prefix}:${local}`
  }
}

function none(offset: number): Completions {
  return { start: offset, end: offset, items: [] }
}

/** The quote of the first attribute of a document; libvirt's own where it has none. */
function quoteIn(text: string): string {
  return /<[^<>?!]*?=\s*(["'])/.exec(text)?.[1] ?? "'"
}

function endOf({ hasValue, nameEnd, valueEnd }: WrittenAttribute): number {
  return hasValue ? valueEnd : nameEnd
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;')
}
