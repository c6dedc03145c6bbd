import {
  type Diagnostic,
  type Finding,
  quote,
  type Range,
  type Report,
  reportTo,
  type SourceText,
} from '../../diagnostics/index.js'
import { parseXml, textOf, type XmlElement } from '../../xml/index.js'
import type { ReadOptions, ReadResult } from '../format.js'
import { byName, type Identity, type Instance, machinesAmong, type Property } from './instance.js'

/** How the machines of an XML format are read. */
export interface XmlForm {
  readonly format: string
  /** Finds the instances below the root elements, in order, and reports faults. */
  readonly instances: (roots: readonly XmlElement[], report: Report) => readonly Instance[]
  readonly identify: (instance: Instance) => Identity
}

/** Read the machines of a document in an XML format; it may have several root elements. */
export function readXmlInstances(document: SourceText, options: ReadOptions, form: XmlForm): ReadResult {
  const parsed = parseXml(document, {
    ...(options.maxDepth === undefined ? {} : { maxDepth: options.maxDepth }),
    keep: () => true,
    fragment: true,
  })
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const instances = form.instances(parsed.roots, report)
  if (instances.length === 0 && diagnostics.length === 0) report(NO_MACHINE, startTag(parsed.root))
  const context = { document, format: form.format, onReserved: options.onReserved ?? 'error', report }
  const identified = instances.map((instance) => ({ instance, identity: form.identify(instance) }))
  return { machines: machinesAmong(context, identified), diagnostics }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
  message: 'this document contains no machines',
  hint: 'were you allowed to see the machines when you exported them?',
}

/** The range of an element in messages: `<` and its name, because there may be many attributes. */
export function startTag({ start, name }: XmlElement): Range {
  return { start, end: start + 1 + name.length }
}

/** An element as an instance; its properties by name. */
export function xmlInstance(
  element: XmlElement,
  className: string | undefined,
  properties: readonly (readonly [name: string, property: Property])[],
): Instance {
  const groups = byName(properties, ([name]) => name)
  return {
    className,
    range: startTag(element),
    named: (name) => (groups.get(name.toLowerCase()) ?? []).map(([, property]) => property),
    names: () => properties.map(([name]) => name),
  }
}

/** A property whose value is the text of an element, as a number if `isNumber` is set and it is an integer. */
export function textProperty(element: XmlElement, isNumber: boolean): Property {
  const text = textOf(element)
  const range = element.selfClosing ? startTag(element) : { start: element.openEnd, end: element.closeStart }
  const trimmed = text.trim()
  const digits = /^[+-]?[0-9]{1,15}$/.test(trimmed)
  return isNumber && digits
    ? { value: Number(trimmed), shown: quote(trimmed).slice(1, -1), range }
    : { value: text, shown: `the text ${quote(text)}`, range }
}
