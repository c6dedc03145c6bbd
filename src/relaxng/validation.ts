import type { Automaton, State, WayIndexes } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import { expectedValues, isSame, requiredAttributes } from './expected.js'
import type { Limits } from './libxml2/limits.js'
import { ANY_NAME, type Message, type Messages, type Surroundings } from './messages.js'
import type { OpenElement, StartTag, TagAttribute } from './tags.js'
import { isBlank } from './value-match.js'
import type { Violation } from './violation.js'

/** Gives the namespace of a prefix, `''` being the default namespace; undefined if it is not declared. */
export type NamespaceOf = (prefix: string) => string | undefined

/**
 * The validation of one document. Tell it what you parse, in the order of the document, which must be well-formed; an end
 * tag without a start tag is ignored. After a violation it goes on as if what was there had been right.
 */
export interface Validation {
  /** A start tag between two offsets. */
  startTag(tag: StartTag, start: number, end: number): void
  /** Text, references resolved, or the content of a CDATA section; it may come in pieces. */
  characters(text: string): void
  /** An end tag, by its offset; for an element without one (`<a/>`), the offset just after the tag. */
  endTag(start: number): void
  /** What was found so far; of an element, what is missing in it comes last. */
  readonly violations: readonly Violation[]
  /** How many more there are than are listed, without those of `moreWords`. */
  readonly more: number
  /** How many more there are whose `limit` is `word`: they do not take the places of others. */
  readonly moreWords: number
}

/** The namespace of namespace declarations, which schemas say nothing about (section 2). */
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/** Most children that are remembered of an element, to tell of a wrong one whether it comes too late; most attributes that are tried. */
const MOST_CHILDREN = 100

/** Most violations of a document that are looked into; there can be very many, and it takes time. */
const MOST_EXPLAINED = 200

const NONE: WayIndexes = []

/** Follows the events through the states of an automaton. */
export class DocumentValidation implements Validation {
  readonly violations: Violation[] = []
  /** How many were found whose limit is `word`, and how many others. */
  private words = 0
  private others = 0
  state: State
  current: OpenElement | undefined
  private text = ''
  /** Depth inside an element that is not allowed, which is skipped. */
  skipped = 0
  private explained = 0

  constructor(
    private readonly automaton: Automaton,
    private readonly messages: Messages,
    readonly source: string,
    readonly context: DatatypeContext,
    private readonly limits: Limits | undefined,
    private readonly most = Number.POSITIVE_INFINITY,
  ) {
    this.state = automaton.start
  }

  get more(): number {
    return Math.max(0, this.others - this.most)
  }

  get moreWords(): number {
    return Math.max(0, this.words - this.most)
  }

  startTag(tag: StartTag, start: number, openEnd: number): void {
    const { automaton, current: parent } = this
    if (this.skipped > 0) {
      this.skipped++
      if (automaton.names.has(tag)) this.misplace(tag.local)
      return
    }
    if (this.text !== '') this.textBefore(tag, start)
    const after = automaton.startTagOpenDeriv(this.state, tag.uri, tag.local)
    const inside = after === undefined ? this.misplaced(tag, start) : automaton.inside(after)
    if (inside === undefined) {
      this.skipped = 1
      return
    }
    const element: OpenElement = {
      tag,
      start,
      openEnd,
      parent,
      after,
      closeStart: 0,
      around: this.state,
      inside,
      content: inside,
      children: undefined,
      matched: NONE,
      misplaced: undefined,
    }
    if (parent !== undefined && after !== undefined) {
      if (parent.children === undefined) parent.children = [element]
      else if (parent.children.length < MOST_CHILDREN) parent.children.push(element)
    }
    this.current = element
    this.state = this.attributes(element)
    element.content = this.state
  }

  /** Report an element that is not allowed; the state inside such elements, if they are known. */
  private misplaced(tag: StartTag, start: number): State | undefined {
    const { current: parent, messages } = this
    const said = messages.elementNotAllowed(this.state, tag, parent, this.around())
    this.report(said, start, start + 1 + tag.name.length)
    if (parent !== undefined) parent.misplaced ??= new Set()
    if (this.automaton.names.has(tag)) this.misplace(tag.local)
    for (const name of said.meant ?? []) this.misplace(name)
    return said.inside === undefined ? undefined : this.automaton.stateOf(said.inside)
  }

  /** Remember a name that may be what the element or one around it is missing. */
  private misplace(local: string): void {
    if (this.current === undefined) return
    this.current.misplaced ??= new Set()
    this.current.misplaced.add(local)
  }

  /** The state behind the attributes of a start tag. */
  private attributes(element: OpenElement): State {
    const { automaton } = this
    const { inside, tag } = element
    const known = tag.source === undefined ? undefined : automaton.behindTag(inside, tag.source)
    if (known !== undefined) return known
    let state = inside
    // Whether the next tag that is written like this one has the same result, and there is nothing more to say of it.
    let isSettled = true
    for (const attribute of tag.attributes) {
      const { uri, local, value } = attribute
      if (uri === XMLNS_URI) continue
      const after = automaton.startAttributeDeriv(state, uri, local)
      if (after === undefined) return this.wrongAttributes(element)
      const valueState = automaton.inside(after)
      const matched = automaton.valueMatch(valueState, value, this.context)
      if (matched.length === 0) return this.wrongAttributes(element)
      if (isUnusual(value))
        this.limits?.value(this, valueState, matched, value, attribute.valueStart, attribute.valueEnd)
      isSettled &&= valueState.dependence !== 'namespaces' && !isUnusual(value)
      state = automaton.endTagDeriv(after, matched)
    }
    const closed = automaton.startTagCloseDeriv(state)
    if (closed === undefined) return this.wrongAttributes(element)
    if (isSettled && tag.source !== undefined) automaton.keepTag(inside, tag.source, closed)
    return closed
  }

  /**
   * The same of a start tag that has something wrong. The attributes that tell what the element is come first, wherever
   * they are written, so that what does not go with them is found wrong, not they.
   */
  private wrongAttributes(element: OpenElement): State {
    const { automaton, messages } = this
    const found: Violation[] = []
    const wrong = new Set<TagAttribute>()
    const meant = new Set<string>()
    let state = element.inside
    for (const attribute of this.byImportance(element)) {
      const { uri, local, value, start, nameEnd, valueStart, valueEnd } = attribute
      const after = automaton.startAttributeDeriv(state, uri, local)
      if (after === undefined) {
        const said = messages.attributeNotAllowed(state, element, attribute, this.around(element))
        found.push({ ...withoutMeant(said), start, end: nameEnd })
        wrong.add(attribute)
        for (const name of said.meant ?? []) meant.add(name)
        for (const name of said.elements ?? []) {
          element.misplaced ??= new Set()
          element.misplaced.add(name)
        }
        continue
      }
      const inside = automaton.inside(after)
      const matched = automaton.valueMatch(inside, value, this.context)
      if (matched.length === 0) {
        const said = messages.wrongValue(inside, element, attribute, this.around(element))
        found.push({ ...said, start: valueStart, end: valueEnd })
        wrong.add(attribute)
      }
      state = automaton.endTagDeriv(after, matched)
    }
    found.sort((a, b) => a.start - b.start)
    const [first, ...more] = found
    const together = more.length === 0 ? undefined : messages.wrongTag(element, wrong, this.around(element))
    if (first !== undefined && together !== undefined) {
      this.add({ ...together, start: first.start, end: first.end })
      return automaton.ignoreMissingAttributes(state)
    }
    for (const violation of found) this.add(violation)
    const closed = automaton.startTagCloseDeriv(state)
    if (closed !== undefined) return closed
    const isExplained = found.length > 0
    const said = messages.attributesMissing(state, element, meant, isExplained, this.around(element))
    if (said !== undefined) this.report(said, ...nameRange(element))
    return automaton.ignoreMissingAttributes(state)
  }

  /** Attributes that must be there first, then those with the most values to choose from, then the rest. */
  private byImportance({ inside, tag }: OpenElement): readonly TagAttribute[] {
    const { automaton } = this
    const required = requiredAttributes(automaton.pattern(inside))
    const ranked = tag.attributes.flatMap((attribute) => {
      const { uri, local } = attribute
      if (uri === XMLNS_URI) return []
      if (required.some((name) => isSame(name, attribute))) return [{ attribute, rank: Number.POSITIVE_INFINITY }]
      const after = automaton.startAttributeDeriv(inside, uri, local)
      const values = after === undefined ? [] : expectedValues(automaton.pattern(automaton.inside(after)))
      return [{ attribute, rank: values.length }]
    })
    // The difference of two infinities is no number.
    return ranked.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank)).map(({ attribute }) => attribute)
  }

  characters(value: string): void {
    if (this.skipped === 0) this.text += value
  }

  /** Text before a start tag. */
  private textBefore(tag: StartTag, start: number): void {
    const { automaton, current, state, text } = this
    if (isBlank(text)) {
      this.text = ''
      return
    }
    const isBetween = current?.children !== undefined || automaton.startTagOpenDeriv(state, tag.uri, tag.local)
    // Else it may be the whole content of the element, and the start tag is what is wrong.
    if (isBetween) this.textBetween(start)
  }

  /** Text that has elements around it, up to an offset. */
  private textBetween(end: number): void {
    if (!isBlank(this.text) && this.current !== undefined) {
      const after = this.automaton.mixedTextDeriv(this.state)
      if (after !== undefined) this.state = after
      else {
        const at = Math.max(this.current.openEnd, this.source.lastIndexOf('>', end - 1) + 1)
        const text = this.source.slice(at, end).trimEnd()
        this.report(
          this.messages.textNotAllowed(this.state, this.current),
          at + text.length - text.trimStart().length,
          at + text.length,
        )
      }
    }
    this.text = ''
  }

  endTag(start: number): void {
    if (this.skipped > 0) {
      this.skipped--
      return
    }
    const element = this.current
    if (element === undefined) return
    const { after, parent, misplaced } = element
    element.closeStart = start
    element.matched =
      element.children === undefined ? this.endOfText(element, start) : this.endOfElements(element, start)
    this.limits?.children(this, element)
    element.children = undefined
    this.state = after === undefined ? element.around : this.automaton.endTagDeriv(after, element.matched)
    this.current = parent
    // What a wrong branch is missing is only its own.
    misplaced?.delete(ANY_NAME)
    if (misplaced === undefined || misplaced.size === 0 || parent === undefined) return
    if (parent.misplaced === undefined) parent.misplaced = misplaced
    else for (const name of misplaced) parent.misplaced.add(name)
  }

  private endOfText(element: OpenElement, end: number): WayIndexes {
    const { text, state, messages } = this
    this.text = ''
    const matched = this.automaton.valueMatch(state, text, this.context)
    if (matched.length === 0) {
      const said = messages.wrongContent(state, element, text, this.around())
      const range = isBlank(text) ? nameRange(element) : ([element.openEnd, end] as const)
      if (said !== undefined) this.report(said, ...range)
    } else if (isUnusual(text)) this.limits?.value(this, state, matched, text, element.openEnd, end)
    return matched
  }

  private endOfElements(element: OpenElement, end: number): WayIndexes {
    if (this.text !== '') this.textBetween(end)
    const matched = this.automaton.nullable(this.state)
    if (matched.length === 0) {
      const said = this.messages.incomplete(this.state, element)
      if (said !== undefined) this.report(said, ...nameRange(element))
    }
    return matched
  }

  private around(element = this.current): Surroundings {
    const isExplained = this.explained++ < MOST_EXPLAINED && !isCrowded(element)
    return { context: this.context, isExplained }
  }

  private report(said: Message, start: number, end: number): void {
    this.add({ ...withoutMeant(said), start, end })
  }

  /** List a violation, unless there are too many. */
  add(violation: Violation): void {
    const before = violation.limit === 'word' ? this.words++ : this.others++
    if (before < this.most) this.violations.push(violation)
  }
}

/** Whether an element, or one around it that an explanation may be found on, has too many attributes to try others of them. */
function isCrowded(element: OpenElement | undefined, levels = 3): boolean {
  return (
    element !== undefined &&
    levels > 0 &&
    (element.tag.attributes.length > MOST_CHILDREN || isCrowded(element.parent, levels - 1))
  )
}

/** Whether another validator may refuse how a text is spelt. It is asked of every value, so it must be quick. */
function isUnusual(text: string): boolean {
  const first = text.charCodeAt(0)
  // White space, "+" and "-" and what has less of a code; or many digits.
  return (
    first <= 0x2d || text.charCodeAt(text.length - 1) <= 0x20 || (text.length > 24 && first <= 0x39 && first > 0x2f)
  )
}

function withoutMeant({ message, hint, isUnknown }: Message): Message {
  if (hint !== undefined) return { message, hint }
  return isUnknown === undefined ? { message } : { message, isUnknown }
}

/** The range of a start tag up to the end of its name. */
function nameRange({ start, tag }: OpenElement): readonly [start: number, end: number] {
  return [start, start + 1 + tag.name.length]
}
