/** What libvirt refuses when a domain is defined, although its schema allows it. */
import { type Finding, FindingList, type SourceText } from '../../diagnostics/index.js'
import type { XmlElement } from '../../xml/index.js'
import { bootOrder, bootTwice } from './boot.js'
import { characterDevice, port, socketMode } from './character-devices.js'
import { cpuset, cputune, migratable, spinlocks, timezone } from './cpu.js'
import { memory, name, numatune, osType, vcpus } from './definition.js'
import { alias, bridge, diskTarget, onlyOne, usbIds } from './devices.js'
import { Keeper, type KeptDomain, Paths } from './kept.js'
import type { DomainRule, ElementRule, ParserRule, Refusal } from './rule.js'

export type { KeptDomain } from './kept.js'
export type { DomainRule, ElementRule, ParserRule, Refusal } from './rule.js'

export const PARSER_RULES: readonly ParserRule[] = [
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
  socketMode,
  port,
]

const ELEMENT_RULES = PARSER_RULES.filter((rule): rule is ElementRule => 'elements' in rule)
const DOMAIN_RULES = PARSER_RULES.filter((rule): rule is DomainRule => 'check' in rule)

const PATHS = new Paths([
  ...ELEMENT_RULES.flatMap(({ elements, others = [] }) => [...elements, ...others]),
  ...DOMAIN_RULES.flatMap(({ paths }) => paths),
])

/** The rules about the elements at each path, by its number. */
const RULES_AT = PATHS.names.map((path) => {
  return { path, rules: ELEMENT_RULES.filter(({ elements }) => elements.includes(path)) }
})

/** The rules with the numbers of the paths that they need. */
const NUMBERED = DOMAIN_RULES.map(({ code, check, paths, needs = paths }) => {
  return { code, check, needs: needs.map((path) => PATHS.numberOf(path)) }
})

/** The check of what libvirt's parser refuses, for documents that the schema allows. */
export interface ParserCheck {
  /** Begin with a document, before it is parsed. */
  readonly begin: () => BegunParserCheck
}

/** The same for one document. */
export interface BegunParserCheck {
  /** Whether the content of an element must be kept; to be asked of each at its start tag. Its depth is 0 for the root. */
  readonly keeps: (element: XmlElement, depth: number) => boolean
  /**
   * What libvirt would refuse, as warnings (VL221 to VL240); after the end of the document.
   *
   * @param most so many of each code are listed, at most
   */
  readonly refusals: (document: SourceText, domain: XmlElement, most: number) => FindingList
}

/** All the rules. Pass it to `validateDomain` to have them applied. */
export const parserCheck: ParserCheck = {
  begin: () => {
    const keeper = new Keeper(PATHS)
    return {
      keeps: keeper.keeps,
      refusals: (document, domain, most) => refusals(document, keeper.domain(domain), most),
    }
  },
}

/** This is done for every domain, and mostly there is nothing to find. */
function refusals(document: SourceText, kept: KeptDomain, most: number): FindingList {
  const found = new Found(document, most)
  const { elements, numbers } = kept
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]
    const at = RULES_AT[numbers[i] ?? -1]
    if (element === undefined || at === undefined) continue
    for (const { code, refuses } of at.rules) {
      const refused = refuses(element, kept, at.path)
      if (refused !== undefined) found.add(code, refused)
    }
  }
  for (const { code, check, needs } of NUMBERED) {
    if (needs.length === 0 || kept.hasAny(needs)) found.add(code, check(kept, document))
  }
  return found.list
}

/** What was found, of each code no more than so many. */
class Found {
  readonly list = new FindingList(Number.POSITIVE_INFINITY)
  private readonly counts = new Map<string, number>()

  constructor(
    private readonly document: SourceText,
    private readonly most: number,
  ) {}

  add(code: Finding['code'], refused: readonly Refusal[]): void {
    for (const { range, ...finding } of refused) {
      const count = this.counts.get(code) ?? 0
      this.counts.set(code, count + 1)
      if (count < this.most) this.list.listed.push(this.document.diagnostic({ code, ...finding }, ...range))
      else this.list.more++
    }
  }
}
