import type { Automaton, State } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import {
  attributesIn,
  elementsIn,
  expectedAttributes,
  expectedElements,
  expectedTexts,
  listed,
  requiredAttributes,
  requiredElements,
} from './expected.js'
import type { Name } from './name-class.js'
import type { Pattern } from './pattern.js'
import { oneOf } from './suggest.js'
import type { OpenElement, StartTag, TagAttribute } from './tags.js'
import { isBlank } from './value-match.js'

/** What is said of a violation. */
export interface Message {
  readonly message: string
  readonly hint?: string
  /** The schema does not have the name or the value that was found, nor one that was probably meant. */
  readonly isUnknown?: true
  /** The names that were probably meant, which need not be reported as missing; `ANY_NAME` for all. */
  readonly meant?: readonly string[]
  /** The local names of elements that were probably meant by an attribute, and need not be reported as missing in its element. */
  readonly elements?: readonly string[]
}

/** Stands for all names: what is missing is missing because of what was found. */
export const ANY_NAME = '*'

/** What is said of an element that is not allowed. */
export interface ElementMessage extends Message {
  /** What elements of that name may hold where they are allowed; absent for an unknown one, which is not looked into. */
  readonly inside?: readonly Pattern[]
}

/** The surroundings of a violation. */
export interface Surroundings {
  /** Where prefixes in values are looked up. */
  readonly context: DatatypeContext
  /** Whether to look for what else could be meant; false after very many violations of a document. */
  readonly isExplained: boolean
}

/**
 * Says what is wrong where a pattern was to be matched: what was found, and what would be right. Undefined stands for what
 * need not be said, because something else explains it.
 */
export interface Messages {
  /** An element that cannot be here; its parent is undefined if it is the root. */
  elementNotAllowed(state: State, tag: StartTag, parent: OpenElement | undefined, around: Surroundings): ElementMessage
  /** An attribute that the element does not take, or does not take any more. */
  attributeNotAllowed(state: State, element: OpenElement, attribute: TagAttribute, around: Surroundings): Message
  /** The value of an attribute. */
  wrongValue(inside: State, element: OpenElement, attribute: TagAttribute, around: Surroundings): Message
  /** Several attributes of a start tag that are wrong for one reason; undefined if it is not one. */
  wrongTag(element: OpenElement, wrong: ReadonlySet<TagAttribute>, around: Surroundings): Message | undefined
  /**
   * A start tag whose attributes are not all there.
   *
   * @param meant the names that others were meant to be
   * @param hasFaults whether others are wrong
   */
  attributesMissing(
    state: State,
    element: OpenElement,
    meant: ReadonlySet<string>,
    hasFaults: boolean,
    around: Surroundings,
  ): Message | undefined
  /** An element without elements in it, whose text is not right: it is wrong itself, or what is missing is. */
  wrongContent(state: State, element: OpenElement, text: string, around: Surroundings): Message | undefined
  /** Text beside elements, or in an element that must be empty. */
  textNotAllowed(state: State, element: OpenElement): Message
  /** An end tag that comes too early. */
  incomplete(state: State, element: OpenElement): Message | undefined
}

/** Longest value shown whole. */
const LONGEST_SHOWN = 60

/** Messages without hints, which take little code. */
export class BriefMessages implements Messages {
  constructor(private readonly automaton: Automaton) {}

  elementNotAllowed(state: State, { name }: StartTag, parent: OpenElement | undefined): ElementMessage {
    const names = namesOf(expectedElements(this.automaton.pattern(state)))
    const where = parent === undefined ? 'as the root' : `in <${parent.tag.name}>`
    return { message: `<${name}> is not allowed ${where}${names.length > 0 ? `; allowed: ${oneOf(names, name)}` : ''}` }
  }

  attributeNotAllowed(state: State, { tag, inside }: OpenElement, { name }: TagAttribute): Message {
    const next = namesOf(expectedAttributes(this.automaton.pattern(state)))
    const takes = takesAttributes(next, namesOf(attributesIn(this.automaton.pattern(inside))), name)
    return { message: `the attribute "${name}" is not allowed on <${tag.name}>; ${takes}` }
  }

  wrongValue(inside: State, _: OpenElement, { name, value }: TagAttribute): Message {
    return wrongText(`the attribute "${name}"`, value, expectedTexts(this.automaton.pattern(inside)))
  }

  wrongTag(): undefined {}

  attributesMissing(state: State, { tag }: OpenElement): Message {
    const p = this.automaton.pattern(state)
    return missingAttributes(tag.name, namesOf(requiredAttributes(p)), namesOf(expectedAttributes(p)))
  }

  wrongContent(state: State, element: OpenElement, text: string): Message | undefined {
    const p = this.automaton.pattern(state)
    const rules = expectedTexts(p)
    if (isBlank(text) && (rules.length === 0 || requiredElements(p).length > 0)) return this.incomplete(state, element)
    if (isBlank(text) && element.misplaced !== undefined) return undefined
    return rules.length === 0
      ? this.textNotAllowed(state, element)
      : wrongText(`<${element.tag.name}>`, isBlank(text) ? '' : text, rules)
  }

  textNotAllowed(_: State, { tag, content }: OpenElement): Message {
    const could = elementsIn(this.automaton.pattern(content)).flatMap(({ name }) => listed(name))
    return { message: textBesideElements(tag.name, could.length === 0 ? undefined : namesOf(could)) }
  }

  incomplete(state: State, { tag, misplaced }: OpenElement): Message | undefined {
    const p = this.automaton.pattern(state)
    const required = requiredElements(p)
    const missing = required.filter(({ local }) => misplaced?.has(local) !== true)
    if (missing.length === 0 && (required.length > 0 || misplaced !== undefined)) return undefined
    return { message: missingElements(tag.name, namesOf(missing), namesOf(expectedElements(p))) }
  }
}

/** What an element takes: the attributes that could still come, else all of them. */
function takesAttributes(next: readonly string[], all: readonly string[], found: string): string {
  if (next.length > 0) return `allowed: ${oneOf(next, found)}`
  return all.length > 0 ? `it takes only: ${oneOf(all, found)}` : 'it takes no attributes'
}

/** What is said of a start tag that lacks an attribute. */
export function missingAttributes(element: string, missing: readonly string[], next: readonly string[]): Message {
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'attribute' : 'attributes'
    return { message: `<${element}> is missing the required ${noun} ${missing.map((name) => `"${name}"`).join(', ')}` }
  }
  const allowed = next.length === 0 ? '' : `, one of: ${oneOf(next, '')}`
  return { message: `<${element}> is missing a required attribute${allowed}` }
}

/** What is said of an element that lacks others. */
export function missingElements(element: string, missing: readonly string[], next: readonly string[]): string {
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'element' : 'elements'
    return `<${element}> is missing the required ${noun} ${missing.map((name) => `<${name}>`).join(', ')}`
  }
  return `<${element}> is incomplete${next.length === 0 ? '' : `; it needs one of: ${oneOf(next, '')}`}`
}

/** What is said of text where there can be none; the elements are undefined where there can be none of them either. */
export function textBesideElements(element: string, elements: readonly string[] | undefined): string {
  if (elements === undefined) return `<${element}> must hold no text`
  return `text is not allowed in <${element}>, only elements${elements.length > 0 ? `: ${oneOf(elements, '')}` : ''}`
}

/** What is said of a value or a text, by the rules that it does not meet. */
export function wrongText(what: string, text: string, rules: readonly string[]): Message {
  const list = anyOf(rules, text)
  if (text === '') return { message: `${what} must not be empty${rules.length === 0 ? '' : `; expected ${list}`}` }
  return { message: `${what} is "${cut(text)}"${rules.length === 0 ? '' : `, not ${list}`}` }
}

/** Rules of a text, to follow "not" or "is". */
export function anyOf(rules: readonly string[], found: string): string {
  if (rules.length > 3 || rules.some((rule) => rule.startsWith('"'))) {
    return `${rules.length > 1 ? 'one of: ' : ''}${oneOf(rules, `"${cut(found)}"`)}`
  }
  return rules.join(' or ')
}

/** A text, or the beginning of a long one. */
export function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

function namesOf(names: readonly Name[]): readonly string[] {
  return [...new Set(names.map(({ local }) => local))]
}
