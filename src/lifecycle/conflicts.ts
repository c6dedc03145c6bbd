import type { StartAttribute } from './attributes.js'
import type { RuleFinding } from './finding.js'
import { HOST_STOP_SHORTHAND, type HostStart, type HostStop } from './vocabulary.js'

/** The actions in a written lifecycle, with the shorthand apart. */
export interface WrittenActions {
  readonly hostStart: HostStart | undefined
  readonly hostStop: HostStop | undefined
  /** Whether `on_hoststop` is the shorthand. */
  readonly shorthand: boolean
}

/** The actions in normal form: the shorthand is replaced by its pair. */
export function effectOf({ hostStart, hostStop, shorthand }: WrittenActions): Omit<WrittenActions, 'shorthand'> {
  if (!shorthand) return { hostStart, hostStop }
  return { hostStart: hostStart ?? HOST_STOP_SHORTHAND.start, hostStop: HOST_STOP_SHORTHAND.stop }
}

/**
 * What in a written lifecycle contradicts itself or has no effect.
 *
 * @param attributes the attributes that are set
 */
export function conflictsOf(attributes: readonly StartAttribute[], actions: WrittenActions): readonly RuleFinding[] {
  return [...idleAttributes(attributes, actions), ...againstShorthand(actions)]
}

/** Attributes that have no effect, because the machine is not started. */
function idleAttributes(names: readonly StartAttribute[], { hostStart }: WrittenActions): readonly RuleFinding[] {
  if (hostStart !== 'ignore') return []
  return names.map((name) => ({
    code: 'VL208',
    property: name,
    message: `${name} has no effect: on_hoststart is "ignore", so the machine is not started`,
    hint: `remove ${name}, or choose another on_hoststart`,
  }))
}

function againstShorthand({ hostStart, shorthand }: WrittenActions): readonly RuleFinding[] {
  const { value } = HOST_STOP_SHORTHAND
  if (!shorthand) return []
  if (hostStart === 'ignore') {
    return [
      {
        code: 'VL210',
        property: 'hostStop',
        message: `on_hoststop is "${value}", but on_hoststart is "ignore": the machine cannot both be restarted and stay off`,
        hint: 'set on_hoststop to "shutdown" to keep it off, or remove on_hoststart to have it restarted',
      },
    ]
  }
  if (hostStart !== 'start') return []
  return [
    {
      code: 'VL211',
      property: 'hostStop',
      message: `on_hoststop is "${value}", but on_hoststart is "start": the machine is always started`,
      hint: 'set on_hoststop to "shutdown", which has the same effect',
    },
  ]
}
