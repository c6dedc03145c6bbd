import type { Diagnostic } from '../../diagnostics/index.js'
import type { Lifecycle } from '../../lifecycle/index.js'
import type { XmlElement, XmlNode } from '../../xml/index.js'
import type { DomainDocument } from '../document.js'
import type { Placement } from '../placement.js'
import type { Subject } from '../subject.js'

/**
 * Reports what breaks the rule in a domain, with the edits that fix it if only one thing can have been meant. A rule that can
 * find as much as there are elements makes its diagnostics one by one.
 */
export type Rule = (subject: Subject) => Iterable<Diagnostic>

/** The settings that a team can require of every domain: the names of the elements without their `on_`. */
export const REQUIREMENTS = ['hoststart', 'hoststop'] as const

/** One of the requirements. */
export type Requirement = (typeof REQUIREMENTS)[number]

/** What a team requires of its domains beyond correctness. */
export interface Policy {
  /** The settings that every domain must have (VL214). */
  readonly require?: readonly Requirement[]
  /** The placement that every lifecycle must have, if there is one (VL215). */
  readonly placement?: Placement
  /** Whether to report the shorthand `stop-and-restart-on-next-boot`, and offer its pair as the fix (VL216). */
  readonly expandShorthand?: boolean
}

/** What a rule of a policy looks at: a domain whose lifecycle has no errors. */
export interface PolicySubject extends Subject {
  readonly lifecycle: Lifecycle
  readonly policy: Policy
}

/** Reports where a domain does not follow a policy, with the edits that make it follow. */
export type PolicyRule = (subject: PolicySubject) => readonly Diagnostic[]

/** The last of the white space; of what comes before it, XML allows only white space. */
const SPACE = 0x20

/** Whether a node is text or CDATA with more than white space in it. */
export function isStrayText(node: XmlNode): boolean {
  return (node.kind === 'text' || node.kind === 'cdata') && !isBlank(node.value)
}

/** Whether a text of a document is only white space. A loop, because this is asked of every gap between elements. */
function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > SPACE) return false
  return true
}

/** The range of a node for messages: an element's start tag, or text without the white space around it. */
export function rangeOfNode({ document: { text } }: DomainDocument, node: XmlNode): readonly [number, number] {
  if (node.kind === 'element') return [node.start, node.openEnd]
  const raw = text.slice(node.start, node.end)
  const start = node.start + Math.max(0, raw.search(/[^ \t\r\n]/))
  return [start, start + raw.trim().length]
}

/** The range of an element's name in its start tag. */
export function rangeOfName({ start, name }: XmlElement): readonly [number, number] {
  return [start, start + 1 + name.length]
}
