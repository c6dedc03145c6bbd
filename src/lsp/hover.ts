import type { Hover } from 'vscode-languageserver'
import type { SourceText } from '../diagnostics/index.js'
import {
  attributeRow,
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  HOST_STOP_SHORTHAND,
  isStartAttribute,
  type Lifecycle,
  type LifecycleElement,
  ON_HOSTSTART,
  ON_HOSTSTOP,
  type StartAttribute,
} from '../lifecycle/index.js'
import { markupIn, type WrittenTag } from '../relaxng/index.js'
import { attributeProperties, explain, hypervAsText } from '../translate/index.js'
import { rangeBetween } from './positions.js'

/** What each of the two elements decides, and the settings that its values stand for. */
const ELEMENTS: Readonly<Record<LifecycleElement, { readonly about: string; readonly values: Values }>> = {
  [ON_HOSTSTART]: {
    about: 'What happens to the machine when its host starts',
    values: new Map(HOST_START_ACTIONS.map(({ value }) => [value, { hostStart: value }])),
  },
  [ON_HOSTSTOP]: {
    about: 'What happens to the machine when its host stops',
    values: new Map<string, Lifecycle>([
      ...HOST_STOP_ACTIONS.map(({ value }) => [value, { hostStop: value }] as const),
      [HOST_STOP_SHORTHAND.value, { hostStop: HOST_STOP_SHORTHAND.stop, hostStart: HOST_STOP_SHORTHAND.start }],
    ]),
  },
}

type Values = ReadonlyMap<string, Lifecycle>

/**
 * What a lifecycle element, its value or an attribute of it does, in libvirt's words and in Hyper-V's; undefined for all
 * else. The document need not be well-formed.
 *
 * @param offset in UTF-16 code units
 */
export function hoverAt(document: SourceText, offset: number): Hover | undefined {
  /** The lifecycle element whose start tag was read last. */
  let element: LifecycleElement | undefined
  for (const markup of markupIn(document.text)) {
    if (markup.start > offset) return undefined
    const isHere = offset < markup.end
    if (markup.kind === 'text' || markup.kind === 'cdata') {
      if (isHere && element !== undefined) return valueHover(document, element, markup.start, markup.end)
      continue
    }
    element = 'name' in markup ? elementOf(markup.name) : element
    if (isHere)
      return element === undefined || !('name' in markup) ? undefined : tagHover(document, element, markup, offset)
    if (markup.kind === 'end') element = undefined
  }
  return undefined
}

function tagHover(document: SourceText, element: LifecycleElement, tag: WrittenTag, offset: number): Hover | undefined {
  if (offset <= tag.nameEnd) return hover(document, tag.nameStart, tag.nameEnd, aboutElement(element))
  const attribute = tag.attributes.find(({ start, valueEnd }) => start <= offset && offset <= valueEnd)
  if (attribute === undefined || element !== ON_HOSTSTART || !isStartAttribute(attribute.name)) return undefined
  const lines = aboutAttribute(attribute.name, attribute.value)
  return hover(document, attribute.start, attribute.valueEnd, lines)
}

function valueHover(document: SourceText, element: LifecycleElement, from: number, to: number): Hover | undefined {
  const written = document.text.slice(from, to)
  const value = written.trim()
  const lifecycle = ELEMENTS[element].values.get(value)
  if (lifecycle === undefined) return undefined
  const start = from + written.indexOf(value)
  return hover(document, start, start + value.length, aboutValue(value, lifecycle))
}

function hover(document: SourceText, start: number, end: number, paragraphs: readonly string[]): Hover {
  return {
    contents: { kind: 'markdown', value: paragraphs.join('\n\n') },
    range: rangeBetween(document, start, end),
  }
}

function aboutElement(element: LifecycleElement): readonly string[] {
  const { about, values } = ELEMENTS[element]
  const rows = [...values].map(
    ([value, lifecycle]) => `* \`${value}\`: the machine ${meaningsOf(lifecycle).join('; it ')}`,
  )
  return [`${about}. If it is absent, the hypervisor's default applies.`, rows.join('\n')]
}

function aboutValue(value: string, lifecycle: Lifecycle): readonly string[] {
  const { hostStop, hostStart, libvirtLoses } = explain({ lifecycle })
  const hyperv = [hostStop, hostStart].flatMap((action) => (action === null ? [] : [hypervAsText(action)]))
  const losses = libvirtLoses.map((loss) => `Today's libvirt: ${loss}`)
  return [`\`${value}\`: the machine ${meaningsOf(lifecycle).join('; it ')}`, ...hyperv, ...losses]
}

function meaningsOf(lifecycle: Lifecycle): readonly string[] {
  const { hostStop, hostStart } = explain({ lifecycle })
  return [hostStop, hostStart].flatMap((action) => (action === null ? [] : [action.meaning]))
}

function aboutAttribute(name: StartAttribute, written: string): readonly string[] {
  const { min, max, unit, phrase, libvirt } = attributeRow(name)
  const isNumber = /^\d{1,10}$/.test(written) && Number(written) > 0
  const meaning = isNumber ? [`The machine is started ${phrase(Number(written))}`] : []
  return [
    `\`${name}\`: ${unit}, from ${min} to ${max}`,
    ...meaning,
    `Hyper-V: ${attributeProperties(name).join(', in PowerShell ')}`,
    `Today's libvirt: ${libvirt}`,
  ]
}

function elementOf(name: string): LifecycleElement | undefined {
  const local = name.slice(name.indexOf(':') + 1)
  return local === ON_HOSTSTART || local === ON_HOSTSTOP ? local : undefined
}
