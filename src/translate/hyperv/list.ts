import { type Diagnostic, type Finding, type Range, reportTo, type SourceText } from '../../diagnostics/index.js'
import type { ReadResult, TextFormat } from '../format.js'
import { machineLabel } from '../machine.js'
import { identifyObject } from './identify.js'
import { byName, type IdentifiedInstance, type Instance, machinesAmong } from './instance.js'
import type { HypervReadOptions } from './options.js'
import { settingNames } from './properties.js'
import { textValue, withClass } from './text-instances.js'

/** `Get-VM | Format-List` as people paste it, and the same of other objects of Hyper-V's. */
export const listFormat = {
  id: 'list',
  description: 'Get-VM | Format-List, as text',
  syntax: 'text',
  recognises,
  read: readList,
} as const satisfies TextFormat

/** Whether the first line is a property, and its name one word. */
function recognises(text: string): boolean {
  for (const { content } of linesOf(text)) {
    if (content !== '' && !BESIDE.test(content)) return /^[\w.]+$/.test(propertyIn(content)?.name ?? '')
  }
  return false
}

/** A property of an object, with the range of its value. */
interface ListProperty {
  readonly name: string
  readonly value: string
  readonly range: Range
  /** Whether lines with the rest of the value follow. */
  wrapped: boolean
}

/** Lines without a blank one between them. */
interface ListObject {
  readonly start: number
  /** The end of its first line. */
  readonly end: number
  readonly properties: ListProperty[]
  /** The first line that is no property. */
  stranger?: Range
}

/** What a console shows beside objects: its prompt with a command, and other streams. */
const BESIDE = /^(?:PS [^>]*>|(?:WARNING|VERBOSE|DEBUG): )/

/** A line without white space around it, and what is in front of it. */
interface Line {
  readonly margin: string
  readonly content: string
  readonly start: number
}

function* linesOf(text: string): Generator<Line, undefined, undefined> {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const content = line.trim()
    const margin = line.slice(0, line.indexOf(content))
    yield { margin, content, start: index + margin.length }
  }
}

/** The name is padded with spaces up to the colon; the value may be empty. */
function propertyIn(content: string): { readonly name: string; readonly value: string } | undefined {
  const colon = content.indexOf(':')
  const [name, value] = [content.slice(0, colon), content.slice(colon + 1)]
  const isPadded = colon > 0 && name.endsWith(' ') && (value === '' || value.startsWith(' '))
  return isPadded ? { name: name.trimEnd(), value: value.trimStart() } : undefined
}

/** The objects of a list. The name of the first property begins a new one, because a paste may have lost the blank line. */
function* objectsIn(text: string): Generator<ListObject, undefined, undefined> {
  let object: ListObject | undefined
  /** What a paste put in front of each line. */
  let indent: number | undefined
  for (const { margin, content, start } of linesOf(text)) {
    if (content === '' && object !== undefined) yield object
    if (content === '') object = undefined
    if (content === '' || BESIDE.test(content)) continue
    const property = propertyIn(content)
    const last = object?.properties.at(-1)
    if (last !== undefined && indent !== undefined && margin.length > indent) {
      last.wrapped = true
      continue
    }
    if (object !== undefined && property !== undefined && object.properties[0]?.name === property.name) {
      yield object
      object = undefined
    }
    const end = start + content.length
    object ??= { start, end, properties: [] }
    if (property === undefined) object.stranger ??= { start, end }
    else {
      indent ??= margin.length
      object.properties.push({ ...property, range: { start: end - property.value.length, end }, wrapped: false })
    }
  }
  if (object !== undefined) yield object
}

function readList(document: SourceText, options: HypervReadOptions): ReadResult {
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const context = { document, format: 'list', onReserved: options.onReserved ?? 'error', report }
  const found: IdentifiedInstance[] = []
  for (const object of objectsIn(document.text)) {
    if (object.stranger !== undefined) {
      report({ ...NO_PROPERTY, leavesOut: {} }, object.stranger)
      continue
    }
    const asked = new Set<string>()
    const instance = instanceOf(object, asked)
    const identity = identifyObject(instance, options)
    const settings = 'leftOut' in identity ? [] : settingNames(identity.settings)
    const used = [...asked, ...settings].map((name) => name.toLowerCase())
    const cut = object.properties.find((property) => used.includes(property.name.toLowerCase()) && isCut(property))
    if (cut !== undefined && !('leftOut' in identity)) {
      const { name, uuid } = identity
      const leavesOut = { ...(name === undefined ? {} : { name }), ...(uuid === undefined ? {} : { uuid }) }
      report({ ...cutOff(machineLabel(identity), cut), leavesOut }, cut.range)
      continue
    }
    found.push({ instance, identity })
  }
  return { machines: machinesAmong(context, found), diagnostics }
}

const NO_PROPERTY: Finding = {
  code: 'VL326',
  message: 'expected a property, such as "Name : web01"; the lines up to the next blank line are left out',
  hint: 'put a blank line between machines, and remove what is no output of Format-List',
}

/** An object as an instance; the names that are looked up go to `asked`. */
function instanceOf({ start, end, properties }: ListObject, asked: Set<string>): Instance {
  const groups = byName(properties, ({ name }) => name)
  return withClass({
    className: undefined,
    range: { start, end },
    names: () => properties.map(({ name }) => name),
    named: (name) => {
      asked.add(name)
      return (groups.get(name.toLowerCase()) ?? []).map(({ value, range }) =>
        textValue(
          value,
          () => range,
          (content) => ({ offset: range.start, length: value.length, content }),
        ),
      )
    },
  })
}

/** Whether the whole value is not known: where Format-List breaks a long value, white space may have been lost. */
function isCut({ value, wrapped }: ListProperty): boolean {
  return wrapped || /(?:\.\.\.|\u2026)$/.test(value)
}

function cutOff(label: string, { name, wrapped }: ListProperty): Finding {
  return {
    code: 'VL328',
    message: `${label}: ${name} ${wrapped ? 'continues on the next line, so its exact text is not known' : 'is cut off'}; the machine is left out`,
    hint: 'use Export-Csv or ConvertTo-Json instead of Format-List',
  }
}
