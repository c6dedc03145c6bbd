/** What libvirt refuses when a domain is defined, although its schema allows it. */
import { FindingList, type SourceText } from '../../diagnostics/index.js'
import type { XmlElement } from '../../xml/index.js'
import { bootOrder, bootTwice } from './boot.js'
import { cpuset, cputune, migratable, spinlocks, timezone } from './cpu.js'
import { memory, name, numatune, osType, vcpus } from './definition.js'
import { alias, bridge, characterDevice, diskTarget, onlyOne, usbIds } from './devices.js'
import { Keeper, type KeptDomain, Paths } from './kept.js'
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

/** The rules with the numbers of the paths that they need. */
const NUMBERED = PARSER_RULES.map(({ code, check, paths, needs = paths }) => {
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
   * What libvirt would refuse, as warnings (VL220 to VL238); after the end of the document.
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
      keeps: (element, depth) => keeper.keeps(element, depth),
      refusals: (document, domain, most) => refusals(document, keeper.domain(domain), most),
    }
  },
}

function refusals(document: SourceText, kept: KeptDomain, most: number): FindingList {
  const found = new FindingList(Number.POSITIVE_INFINITY)
  // This is done for every domain, and most rules have nothing to do.
  for (const { code, check, needs } of NUMBERED) {
    if (needs.length > 0 && !kept.hasAny(needs)) continue
    const refused = check(kept, document)
    if (refused.length === 0) continue
    for (const { range, ...finding } of refused.slice(0, most))
      found.listed.push(document.diagnostic({ code, ...finding }, ...range))
    found.more += Math.max(0, refused.length - most)
  }
  return found
}
