import type { Edit, Finding, SourceText } from '../../diagnostics/index.js'
import type { XmlAttribute, XmlElement } from '../../xml/index.js'
import type { KeptDomain } from './kept.js'

/** What a rule found, and where. */
export interface Refusal extends Omit<Finding, 'code'> {
  readonly range: readonly [start: number, end: number]
}

/**
 * Something that libvirt refuses when a domain is defined, although its schema allows it. Each is shown with virsh in
 * `test/peers/parser-rules.test.ts`. A rule may expect a document that the schema allows. The elements that it looks at are named
 * by their paths from `<domain>`, such as `devices/disk/target`; `*` is any name.
 */
export type ParserRule = ElementRule | DomainRule

/** A rule about an element by itself. */
export interface ElementRule {
  readonly code: Finding['code']
  /** The paths of the elements that it is about. */
  readonly elements: readonly string[]
  /** The paths of others that it looks at. */
  readonly others?: readonly string[]
  /** Finds what is refused in an element at one of the paths; undefined or nothing if it is as it should be. */
  readonly refuses: (element: XmlElement, domain: KeptDomain, path: string) => readonly Refusal[] | undefined
}

/** A rule about what elements have to do with one another, or what is missing. */
export interface DomainRule {
  readonly code: Finding['code']
  /** The paths of the elements that it looks at. */
  readonly paths: readonly string[]
  /** Those of them without which there is nothing to find; all unless given, none if it is what is missing that counts. */
  readonly needs?: readonly string[]
  /** Finds what is refused in a `<domain>`. */
  readonly check: (domain: KeptDomain, document: SourceText) => readonly Refusal[]
}

/** The start tag of an element. */
export const tagRange = ({ start, openEnd }: XmlElement): readonly [number, number] => [start, openEnd]

/** An attribute, with its value. */
export const attributeRange = ({ start, end }: XmlAttribute): readonly [number, number] => [start, end]

/** The text of an element that has no child elements. */
export const textRange = ({ openEnd, closeStart }: XmlElement): readonly [number, number] => [openEnd, closeStart]

/** The edit that makes a range another text. */
export const replacing = ([start, end]: readonly [number, number], content: string): Edit => ({
  offset: start,
  length: end - start,
  content,
})

/** The value of an integer as the schema allows it, white space around it included; NaN for none. */
export const integerOf = (text: string | undefined): number =>
  text === undefined ? Number.NaN : Number.parseInt(text, 10)

/** Where an element is, for a message. */
export const lineOf = ({ start }: XmlElement, document: SourceText): string => `line ${document.position(start).line}`
