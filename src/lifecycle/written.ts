import { codeRow, misspelt, nearest, quote } from '../diagnostics/index.js'
import { attributeRow, START_ATTRIBUTE_NAMES, type StartAttribute } from './attributes.js'
import { conflictsOf, effectOf, type WrittenActions } from './conflicts.js'
import type { RuleFinding, WrittenLifecycle } from './finding.js'
import { type Lifecycle, type LifecycleProperty, normalise, propertyName } from './lifecycle.js'
import {
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  HOST_STOP_SHORTHAND,
  LIFECYCLE_VALUES,
  ON_HOSTSTART,
  ON_HOSTSTOP,
} from './vocabulary.js'

/** What was read from a written lifecycle. If a finding is an error, there is no lifecycle: nothing is guessed. */
export interface LifecycleReading {
  readonly lifecycle?: Lifecycle
  readonly findings: readonly RuleFinding[]
}

/** How a lifecycle is read. */
export interface WrittenOptions {
  /** Whether every attribute may be 0, as in the neutral JSON; otherwise the ranges of domain XML apply. */
  readonly explicitZero?: boolean
}

/**
 * Read a lifecycle written in the words of domain XML and apply the rules of the vocabulary to it.
 *
 * White space around a value is accepted with a warning: RELAX NG's token type trims it, but libvirt's parser compares
 * the values of the sibling `on_*` elements exactly (measured on 9.0: "unknown on_reboot action:  destroy ").
 */
export function readWritten(
  written: WrittenLifecycle,
  { explicitZero = false }: WrittenOptions = {},
): LifecycleReading {
  const findings: RuleFinding[] = []
  const start = action('hostStart', written, findings)
  const stop = action('hostStop', written, findings)
  const attributes = START_ATTRIBUTE_NAMES.map((name) => [name, number(name, written, explicitZero, findings)] as const)
  const actions: WrittenActions = {
    hostStart: HOST_START_ACTIONS.find((row) => row.value === start)?.value,
    hostStop: HOST_STOP_ACTIONS.find((row) => row.value === stop)?.value,
    shorthand: stop === HOST_STOP_SHORTHAND.value,
  }
  // Where 0 is a value, it has the effect of no attribute, so it is never idle.
  const judged = explicitZero ? attributes.filter(([, value]) => value !== 0) : attributes
  const names = judged.map(([name]) => name).filter((name) => written[name] !== undefined)
  for (const finding of conflictsOf(names, actions)) findings.push(finding)
  if (findings.some(({ code }) => codeRow(code).severity === 'error')) return { findings }
  return { lifecycle: normalise({ ...effectOf(actions), ...Object.fromEntries(attributes) }), findings }
}

/** The value of one of the two elements; undefined, and reported, if it is not an allowed one. */
function action(
  property: 'hostStart' | 'hostStop',
  written: WrittenLifecycle,
  findings: RuleFinding[],
): string | undefined {
  const text = trimmed(property, written, findings)
  if (text === undefined) return undefined
  const allowed = LIFECYCLE_VALUES[property === 'hostStart' ? ON_HOSTSTART : ON_HOSTSTOP]
  if (allowed.includes(text)) return text
  const meant = nearest(text, allowed)
  const replacement = misspelt(text, allowed)
  findings.push({
    code: 'VL203',
    property,
    message: `${propertyName(property)} is ${quote(text)}, not one of: ${allowed.join(', ')}`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
    ...(replacement === undefined ? {} : { replacement }),
  })
  return undefined
}

/**
 * A text without XML's white space around it, which is also what RELAX NG's token type trims. A regular expression for
 * the end would take quadratic time for a long run of white space inside the text.
 */
function withoutSpaceAround(text: string): string {
  let [start, end] = [0, text.length]
  // Both loops end, because there is no character before the first one and after the last one.
  while (isSpace(text.charAt(start))) start++
  while (isSpace(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n'
}

/** A text without the white space around it; undefined, and reported, if nothing is left. */
function trimmed(property: LifecycleProperty, written: WrittenLifecycle, findings: RuleFinding[]): string | undefined {
  const text = written[property]
  if (text === undefined) return undefined
  const name = propertyName(property)
  const inner = withoutSpaceAround(text)
  if (inner === '') {
    const hint = 'give it a value, or remove it to leave the choice to the hypervisor'
    findings.push({ code: 'VL202', property, message: `${name} is empty`, hint })
    return undefined
  }
  if (inner !== text) {
    findings.push({
      code: 'VL209',
      property,
      message: `${name} has white space around its value`,
      hint: "remove it: libvirt's parser compares the values of on_* elements exactly",
      replacement: inner,
    })
  }
  return inner
}

/** The number of an attribute; undefined, and reported, if it is not an integer in the range. */
function number(
  name: StartAttribute,
  written: WrittenLifecycle,
  explicitZero: boolean,
  findings: RuleFinding[],
): number | undefined {
  const text = trimmed(name, written, findings)
  if (text === undefined) return undefined
  const { max, unit, ...row } = attributeRow(name)
  const min = explicitZero ? 0 : row.min
  const value = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  findings.push({
    code: 'VL207',
    property: name,
    message: `${name} is ${quote(text)}, not an integer from ${min} to ${max} (${unit})`,
    ...(value === 0 ? { hint: `remove ${name}: without it there is ${row.zero}` } : {}),
  })
  return undefined
}
