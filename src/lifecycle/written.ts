import { codeRow } from '../diagnostics/index.js'
import { type Lifecycle, normalise } from './lifecycle.js'
import { nearest } from './nearest.js'
import {
  DELAY_RANGE,
  HOST_START_ACTIONS,
  HOST_START_VALUES,
  HOST_STOP_ACTIONS,
  HOST_STOP_SHORTHAND,
  HOST_STOP_VALUES,
  type HostStart,
  type HostStop,
  ORDER_RANGE,
  type Range,
} from './vocabulary.js'

/** The lifecycle as somebody wrote it, in the words of domain XML: raw text, the shorthand still in it. */
export interface WrittenLifecycle {
  readonly hostStart?: string
  readonly delay?: string
  readonly order?: string
  readonly hostStop?: string
}

/** Codes of what can be wrong with a written lifecycle. */
export type LifecycleRule = 'VL202' | 'VL203' | 'VL207' | 'VL208' | 'VL209' | 'VL210' | 'VL211' | 'VL213'

/** A broken rule, and which of the four texts breaks it. */
export interface RuleFinding {
  readonly code: LifecycleRule
  readonly property: keyof Lifecycle
  readonly message: string
  readonly hint?: string
}

/** A written lifecycle, read. With an error among the findings there is no lifecycle: nothing is guessed. */
export interface LifecycleReading {
  readonly lifecycle?: Lifecycle
  readonly findings: readonly RuleFinding[]
}

/** How messages show a text; callers hand in a function that makes foreign text safe to print. */
type Quote = (text: string) => string

/**
 * Read a lifecycle written in the words of domain XML and apply the rules of the vocabulary to it.
 *
 * White space around a value is accepted with a warning: RelaxNG's token type trims it, but libvirt's parser compares
 * the values of the sibling `on_*` elements exactly (measured on 9.0: "unknown on_reboot action:  destroy ").
 */
export function readWritten(written: WrittenLifecycle, quote: Quote): LifecycleReading {
  const findings: RuleFinding[] = []
  const value = <Value extends string>(
    property: 'hostStart' | 'hostStop',
    element: string,
    rows: readonly { readonly value: Value }[],
    allowed: readonly string[],
  ): Value | typeof HOST_STOP_SHORTHAND.value | undefined => {
    const text = trimmed(written[property], property, element, findings)
    if (text === undefined) return undefined
    if (text === HOST_STOP_SHORTHAND.value && allowed.includes(text)) return HOST_STOP_SHORTHAND.value
    const row = rows.find((candidate) => candidate.value === text)
    if (row === undefined) findings.push(notAllowed(property, element, text, allowed, quote))
    return row?.value
  }
  const start = value<HostStart>('hostStart', 'on_hoststart', HOST_START_ACTIONS, HOST_START_VALUES)
  const stop = value<HostStop>('hostStop', 'on_hoststop', HOST_STOP_ACTIONS, HOST_STOP_VALUES)
  const delay = number(written.delay, 'delay', DELAY_RANGE, findings, quote)
  const order = number(written.order, 'order', ORDER_RANGE, findings, quote)

  const hostStart = start === HOST_STOP_SHORTHAND.value ? undefined : start
  if (hostStart === 'ignore') {
    for (const property of ['delay', 'order'] as const) {
      if (written[property] !== undefined) findings.push(noEffect(property))
    }
  }
  for (const property of ['delay', 'order'] as const) {
    if (written[property] !== undefined && written.hostStart === undefined && stop !== HOST_STOP_SHORTHAND.value)
      findings.push(withoutStart(property))
  }
  const pair = expandShorthand(hostStart, stop, findings)
  if (findings.some(({ code }) => codeRow(code).severity === 'error')) return { findings }
  return { lifecycle: normalise({ ...pair, delay, order }), findings }
}

function expandShorthand(
  hostStart: HostStart | undefined,
  stop: HostStop | typeof HOST_STOP_SHORTHAND.value | undefined,
  findings: RuleFinding[],
): { hostStart: HostStart | undefined; hostStop: HostStop | undefined } {
  if (stop !== HOST_STOP_SHORTHAND.value) return { hostStart, hostStop: stop }
  const name = HOST_STOP_SHORTHAND.value
  if (hostStart === 'ignore') {
    findings.push({
      code: 'VL210',
      property: 'hostStop',
      message: `on_hoststop is "${name}", but on_hoststart is "ignore": the machine would have to start and to stay off`,
      hint: 'write on_hoststop "shutdown" to keep it off, or remove on_hoststart to have it restarted',
    })
  } else if (hostStart === 'start') {
    findings.push({
      code: 'VL211',
      property: 'hostStop',
      message: `on_hoststop is "${name}", but on_hoststart is "start": the machine is always started anyway`,
      hint: 'write on_hoststop "shutdown", which says the same',
    })
  }
  return { hostStart: hostStart ?? HOST_STOP_SHORTHAND.start, hostStop: HOST_STOP_SHORTHAND.stop }
}

/** XML's white space, which is also what RelaxNG's token type trims. */
const AROUND = /^[ \t\r\n]+|[ \t\r\n]+$/g

function trimmed(
  text: string | undefined,
  property: keyof Lifecycle,
  name: string,
  findings: RuleFinding[],
): string | undefined {
  if (text === undefined) return undefined
  const inner = text.replace(AROUND, '')
  if (inner === '') {
    findings.push({
      code: 'VL202',
      property,
      message: `${name} is empty`,
      hint: `give it a value, or remove it to leave the choice to the hypervisor`,
    })
    return undefined
  }
  if (inner !== text) {
    findings.push({
      code: 'VL209',
      property,
      message: `${name} has white space around its value`,
      hint: "remove it: libvirt's parser compares the values of on_* elements exactly",
    })
  }
  return inner
}

function number(
  written: string | undefined,
  property: 'delay' | 'order',
  range: Range,
  findings: RuleFinding[],
  quote: Quote,
): number | undefined {
  const text = trimmed(written, property, property, findings)
  if (text === undefined) return undefined
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.min && value <= range.max) return value
  findings.push({
    code: 'VL207',
    property,
    message: `${property} is ${quote(text)}, not a whole number from ${range.min} to ${range.max} (${range.unit})`,
    ...(property === 'order' && value === 0 ? { hint: 'remove order: without it the position is left open' } : {}),
  })
  return undefined
}

function notAllowed(
  property: keyof Lifecycle,
  element: string,
  text: string,
  allowed: readonly string[],
  quote: Quote,
): RuleFinding {
  const meant = nearest(text, allowed)
  return {
    code: 'VL203',
    property,
    message: `${element} is ${quote(text)}, not one of: ${allowed.join(', ')}`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
  }
}

function noEffect(property: 'delay' | 'order'): RuleFinding {
  return {
    code: 'VL208',
    property,
    message: `${property} has no effect: on_hoststart is "ignore", so the machine is not started`,
    hint: `remove ${property}, or choose another on_hoststart`,
  }
}

function withoutStart(property: 'delay' | 'order'): RuleFinding {
  return {
    code: 'VL213',
    property,
    message: `${property} stands without on_hoststart, so nothing says that the machine starts`,
    hint: 'add on_hoststart',
  }
}
