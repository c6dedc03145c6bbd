/** What libvirt refuses when a domain is defined, although its schema allows it. */
import { type Diagnostic, inOrder, type SourceText } from '../../diagnostics/index.js'
import type { XmlElement } from '../../xml/index.js'
import { bootOrder, bootTwice } from './boot.js'
import { cpuset, cputune, migratable, spinlocks, timezone } from './cpu.js'
import { memory, name, numatune, osType, vcpus } from './definition.js'
import { alias, bridge, characterDevice, diskTarget, onlyOne, usbIds } from './devices.js'
import { Paths } from './kept.js'
import type { ParserRule } from './rule.js'
import { whiteSpace } from './white-space.js'

export type { KeptDomain } from './kept.js'
export type { ParserRule, Refusal } from './rule.js'

export const PARSER_RULES: readonly ParserRule[] = [
  whiteSpace,
  bootTwice,
  bootOrder,
  memory,
  diskTarget,
  name,
  osType,
  bridge,
  migratable,
  timezone,
  characterDevice,
  spinlocks,
  usbIds,
  alias,
  vcpus,
  cputune,
  cpuset,
  numatune,
  onlyOne,
]

const PATHS = new Paths(PARSER_RULES.flatMap(({ paths }) => paths))
const NEEDS = PARSER_RULES.map(({ paths, needs = paths }) => PATHS.numbersOf(needs))

/** The check of what libvirt's parser refuses, for a document that the schema allows. */
export interface ParserCheck {
  /** Whether the content of an element must be kept when the document is parsed. */
  readonly keeps: (element: XmlElement) => boolean
  /** What libvirt would refuse, as warnings (VL220 to VL238), in document order. */
  readonly refusals: (document: SourceText, domain: XmlElement) => readonly Diagnostic[]
}

/** All the rules. Pass it to `validateDomain` to have them applied. */
export const parserCheck: ParserCheck = {
  keeps: (element) => PATHS.keeps(element),
  refusals: (document, domain) => {
    const kept = PATHS.in(domain)
    const found: Diagnostic[] = []
    // This is done for every domain, and most rules have nothing to do.
    for (let i = 0; i < PARSER_RULES.length; i++) {
      const rule = PARSER_RULES[i]
      const needs = NEEDS[i] ?? []
      if (rule === undefined || (needs.length > 0 && !kept.hasAny(needs))) continue
      const { code, check } = rule
      for (const { range, ...finding } of check(kept, document))
        found.push(document.diagnostic({ code, ...finding }, ...range))
    }
    return found.length === 0 ? found : inOrder(found)
  },
}
