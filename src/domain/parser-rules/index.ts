/** What libvirt refuses when a domain is defined, although its schema allows it. */
import { type Diagnostic, inOrder, type SourceText } from '../../diagnostics/index.js'
import { bootOrder, bootTwice } from './boot.js'
import { cpuset, cputune, migratable, spinlocks, timezone } from './cpu.js'
import { memory, name, numatune, osType, vcpus } from './definition.js'
import { alias, bridge, characterDevice, diskTarget, onlyOne, usbIds } from './devices.js'
import { Keeper, stepsOf } from './kept.js'
import type { ParserRule } from './rule.js'

import { whiteSpace } from './white-space.js'

export type { ParserRule } from './rule.js'

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

const STEPS = stepsOf(PARSER_RULES.flatMap(({ paths }) => paths))

/** Rules at work on one document: told of it while it is parsed, and asked when it is known that the schema allows it. */
export class ParserCheck {
  readonly listener = new Keeper(STEPS)

  /** What libvirt would refuse, as warnings (VL220 to VL238), in document order. */
  refusals(document: SourceText): readonly Diagnostic[] {
    const { domain } = this.listener
    if (domain === undefined) return []
    return inOrder(
      PARSER_RULES.flatMap(({ code, check }) =>
        check(domain, document).map(({ range, ...finding }) => document.diagnostic({ code, ...finding }, ...range)),
      ),
    )
  }
}
