import type { Automaton, Branching, State } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import { isBlank } from './matches.js'
import type { Message, Messages } from './messages.js'

/** Something in a document that its schema does not allow. Offsets are in UTF-16 code units. */
export interface Fault {
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** A start tag, namespaces resolved. */
export interface StartTag {
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly attributes: readonly TagAttribute[]
}

/** An attribute of a start tag; declarations of namespaces may be among them, in the namespace of `xmlns`. */
export interface TagAttribute {
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly value: string
  /** Offset of the first character of its name. */
  readonly start: number
  readonly nameEnd: number
  /** Offsets of its value, without the quotes. */
  readonly valueStart: number
  readonly valueEnd: number
}

/** The namespace of declarations of namespaces, which no schema speaks of (1.4). */
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/** An element that is open. */
interface Open {
  readonly name: string
  /** Where its start tag is. */
  readonly start: number
  readonly openEnd: number
  /** What it is to its parent. */
  readonly branching: Branching
  /** The names of the elements that were in it. */
  children: string[] | undefined
  /** Something in it was wrong and has been reported, so that nothing is said to be missing. */
  hasFault: boolean
}

/**
 * One document's validation. Its parser tells what it reads, in order; the document must be well-formed. What follows a
 * fault is judged as if it had been right.
 */
export class Validation {
  readonly faults: Fault[] = []
  private readonly open: Open[] = []
  private state: State
  private current: Open | undefined
  private text = ''
  /** Depth inside an element that is not allowed, and is passed over. */
  private skipped = 0

  /**
   * @param source the document, to find the places of attributes in
   * @param context where prefixes are looked up while a start tag or text is told of
   */
  constructor(
    private readonly automaton: Automaton,
    private readonly messages: Messages,
    private readonly source: string,
    private readonly context: DatatypeContext,
  ) {
    this.state = automaton.start
  }

  /** A start tag between two offsets. */
  startTag(tag: StartTag, start: number, openEnd: number): void {
    if (this.skipped > 0) {
      this.skipped++
      return
    }
    const { automaton, current } = this
    this.textBetween(start)
    const branching = automaton.element(this.state, tag.uri, tag.local)
    if (branching === undefined) {
      const isRepeated = current?.children?.includes(tag.name) === true
      const message = this.messages.elementNotAllowed(this.pattern(), tag, current?.name, isRepeated)
      this.report(message, start, start + 1 + tag.name.length)
    }
    if (current !== undefined) {
      current.children ??= []
      current.children.push(tag.name)
    }
    if (branching === undefined) {
      this.skipped = 1
      return
    }
    this.current = {
      name: tag.name,
      start,
      openEnd,
      branching,
      children: undefined,
      hasFault: false,
    }
    this.open.push(this.current)
    this.state = automaton.inside(branching)
    for (const attribute of tag.attributes) if (attribute.uri !== XMLNS_URI) this.attribute(attribute, this.current)
    this.closeStartTag(this.current)
  }

  private attribute(attribute: TagAttribute, element: Open): void {
    const { automaton, state } = this
    const { name, uri, local, value, start, nameEnd, valueStart, valueEnd } = attribute
    const branching = automaton.attribute(state, uri, local)
    if (branching === undefined) {
      this.report(this.messages.attributeNotAllowed(this.pattern(), element.name, attribute), start, nameEnd)
      return
    }
    const inside = automaton.inside(branching)
    const remaining = automaton.matching(inside, value, this.context)
    if (remaining.length === 0) {
      const wanted = automaton.pattern(inside)
      this.report(this.messages.wrongText(wanted, `the attribute "${name}"`, value), valueStart, valueEnd)
    }
    this.state = automaton.behind(branching, remaining)
  }

  private closeStartTag(element: Open): void {
    const closed = this.automaton.closed(this.state)
    if (closed !== undefined) {
      this.state = closed
      return
    }
    if (!element.hasFault) {
      this.report(this.messages.attributesMissing(this.pattern(), element.name), ...nameOf(element))
    }
    this.state = this.automaton.closedAnyway(this.state)
  }

  /** Text or a CDATA section; several may follow one another. */
  characters(value: string): void {
    if (this.skipped === 0) this.text += value
  }

  /** Text in front of a start tag, or of an end tag behind elements. */
  private textBetween(end: number): void {
    if (this.text === '') return
    if (!isBlank(this.text) && this.current !== undefined) {
      const behind = this.automaton.mixed(this.state)
      if (behind !== undefined) this.state = behind
      else {
        const at = Math.max(this.current.openEnd, this.source.lastIndexOf('>', end - 1) + 1)
        const lead = /^\s*/.exec(this.source.slice(at, end))?.[0].length ?? 0
        this.report(this.messages.textNotAllowed(this.current.name), at + lead, end)
      }
    }
    this.text = ''
  }

  /** An end tag, or the end of an element without one, at an offset. */
  endTag(start: number): void {
    if (this.skipped > 0) {
      this.skipped--
      return
    }
    const element = this.current
    if (element === undefined) return
    const remaining =
      element.children === undefined ? this.endOfText(element, start) : this.endOfElements(element, start)
    this.state = this.automaton.behind(element.branching, remaining)
    this.open.pop()
    this.current = this.open.at(-1)
    // Whatever the element was meant to be, it may be what its parent misses.
    if (element.hasFault && this.current !== undefined) this.current.hasFault = true
  }

  private endOfText(element: Open, end: number): readonly number[] {
    const { text } = this
    this.text = ''
    const remaining = this.automaton.matching(this.state, text, this.context)
    if (remaining.length === 0 && !element.hasFault) {
      const place = isBlank(text) ? nameOf(element) : ([element.openEnd, end] as const)
      this.report(this.messages.wrongContent(this.pattern(), element.name, text), ...place)
    }
    return remaining
  }

  private endOfElements(element: Open, end: number): readonly number[] {
    this.textBetween(end)
    const remaining = this.automaton.complete(this.state)
    if (remaining.length === 0 && !element.hasFault) {
      this.report(this.messages.incomplete(this.pattern(), element.name), ...nameOf(element))
    }
    return remaining
  }

  /** What may come next, all ways taken together. */
  private pattern(): ReturnType<Automaton['pattern']> {
    return this.automaton.pattern(this.state)
  }

  private report(message: Message, start: number, end: number): void {
    this.faults.push({ ...message, start, end })
    if (this.current !== undefined) this.current.hasFault = true
  }
}

/** Where the name stands in a start tag. */
function nameOf({ start, name }: Open): readonly [start: number, end: number] {
  return [start, start + 1 + name.length]
}
