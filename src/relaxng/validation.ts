import type { After, Automaton, State, WayIndexes } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import type { Message, Messages } from './messages.js'
import { isBlank } from './value-match.js'

/** Something in a document that its schema does not allow. */
export interface Violation {
  /** What is wrong and what is allowed, in one line. It quotes the document: escape it for where you show it. */
  readonly message: string
  /** Range in the document, in UTF-16 code units; `end` is just after it. */
  readonly start: number
  readonly end: number
  /** What was probably meant. */
  readonly hint?: string
}

/** Gives the namespace of a prefix, `''` being the default namespace; undefined if it is not declared. */
export type NamespaceOf = (prefix: string) => string | undefined

/** A start tag, namespaces resolved. Offsets are in UTF-16 code units. */
export interface StartTag {
  /** The name as written, prefix included. */
  readonly name: string
  readonly local: string
  /** The namespace; empty for none. */
  readonly uri: string
  readonly attributes: readonly TagAttribute[]
}

/** An attribute of a start tag. Namespace declarations may be among them, in the namespace of `xmlns`. */
export interface TagAttribute {
  readonly name: string
  readonly local: string
  readonly uri: string
  /** References resolved. */
  readonly value: string
  /** Range of its name. */
  readonly start: number
  readonly nameEnd: number
  /** Range of its value, without the quotes. */
  readonly valueStart: number
  readonly valueEnd: number
}

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
  /** What was found so far, in the order of the document. */
  readonly violations: readonly Violation[]
}

/** The namespace of namespace declarations, which schemas say nothing about (section 2). */
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/** An element that is open. */
interface Open {
  readonly name: string
  /** Range of its start tag. */
  readonly start: number
  readonly openEnd: number
  /** What it is to its parent. */
  readonly after: After
  /** The names of the elements that were in it. */
  children: string[] | undefined
  /** A violation in it was reported, so nothing is reported as missing. */
  hasViolation: boolean
}

/** Follows the events through the states of an automaton. */
export class DocumentValidation implements Validation {
  readonly violations: Violation[] = []
  private readonly open: Open[] = []
  private state: State
  private current: Open | undefined
  private text = ''
  /** Depth inside an element that is not allowed, which is skipped. */
  private skipped = 0

  constructor(
    private readonly automaton: Automaton,
    private readonly messages: Messages,
    private readonly source: string,
    private readonly context: DatatypeContext,
  ) {
    this.state = automaton.start
  }

  startTag(tag: StartTag, start: number, openEnd: number): void {
    if (this.skipped > 0) {
      this.skipped++
      return
    }
    const { automaton, current } = this
    this.textBetween(start)
    const after = automaton.startTagOpenDeriv(this.state, tag.uri, tag.local)
    if (after === undefined) {
      const isRepeated = current?.children?.includes(tag.name) === true
      const message = this.messages.elementNotAllowed(this.pattern(), tag, current?.name, isRepeated)
      this.report(message, start, start + 1 + tag.name.length)
    }
    if (current !== undefined) {
      current.children ??= []
      current.children.push(tag.name)
    }
    if (after === undefined) {
      this.skipped = 1
      return
    }
    this.current = {
      name: tag.name,
      start,
      openEnd,
      after,
      children: undefined,
      hasViolation: false,
    }
    this.open.push(this.current)
    this.state = automaton.inside(after)
    for (const attribute of tag.attributes) if (attribute.uri !== XMLNS_URI) this.attribute(attribute, this.current)
    this.closeStartTag(this.current)
  }

  private attribute(attribute: TagAttribute, element: Open): void {
    const { automaton, state } = this
    const { name, uri, local, value, start, nameEnd, valueStart, valueEnd } = attribute
    const after = automaton.startAttributeDeriv(state, uri, local)
    if (after === undefined) {
      this.report(this.messages.attributeNotAllowed(this.pattern(), element.name, attribute), start, nameEnd)
      return
    }
    const inside = automaton.inside(after)
    const matched = automaton.valueMatch(inside, value, this.context)
    if (matched.length === 0) {
      const expected = automaton.pattern(inside)
      this.report(this.messages.wrongText(expected, `the attribute "${name}"`, value), valueStart, valueEnd)
    }
    this.state = automaton.endTagDeriv(after, matched)
  }

  private closeStartTag(element: Open): void {
    const closed = this.automaton.startTagCloseDeriv(this.state)
    if (closed !== undefined) {
      this.state = closed
      return
    }
    if (!element.hasViolation) {
      this.report(this.messages.attributesMissing(this.pattern(), element.name), ...nameRange(element))
    }
    this.state = this.automaton.ignoreMissingAttributes(this.state)
  }

  characters(value: string): void {
    if (this.skipped === 0) this.text += value
  }

  /** Text before a start tag, or before an end tag that follows elements. */
  private textBetween(end: number): void {
    if (this.text === '') return
    if (!isBlank(this.text) && this.current !== undefined) {
      const after = this.automaton.mixedTextDeriv(this.state)
      if (after !== undefined) this.state = after
      else {
        const at = Math.max(this.current.openEnd, this.source.lastIndexOf('>', end - 1) + 1)
        const lead = /^\s*/.exec(this.source.slice(at, end))?.[0].length ?? 0
        this.report(this.messages.textNotAllowed(this.current.name), at + lead, end)
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
    const matched = element.children === undefined ? this.endOfText(element, start) : this.endOfElements(element, start)
    this.state = this.automaton.endTagDeriv(element.after, matched)
    this.open.pop()
    this.current = this.open.at(-1)
    // Whatever the element was meant to be, it may be what its parent is missing.
    if (element.hasViolation && this.current !== undefined) this.current.hasViolation = true
  }

  private endOfText(element: Open, end: number): WayIndexes {
    const { text } = this
    this.text = ''
    const matched = this.automaton.valueMatch(this.state, text, this.context)
    if (matched.length === 0 && !element.hasViolation) {
      const range = isBlank(text) ? nameRange(element) : ([element.openEnd, end] as const)
      this.report(this.messages.wrongContent(this.pattern(), element.name, text), ...range)
    }
    return matched
  }

  private endOfElements(element: Open, end: number): WayIndexes {
    this.textBetween(end)
    const matched = this.automaton.nullable(this.state)
    if (matched.length === 0 && !element.hasViolation) {
      this.report(this.messages.incomplete(this.pattern(), element.name), ...nameRange(element))
    }
    return matched
  }

  /** What may come next, all ways taken together. */
  private pattern(): ReturnType<Automaton['pattern']> {
    return this.automaton.pattern(this.state)
  }

  private report(message: Message, start: number, end: number): void {
    this.violations.push({ ...message, start, end })
    if (this.current !== undefined) this.current.hasViolation = true
  }
}

/** The range of a start tag up to the end of its name. */
function nameRange({ start, name }: Open): readonly [start: number, end: number] {
  return [start, start + 1 + name.length]
}
