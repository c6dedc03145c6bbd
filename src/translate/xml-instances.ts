import { type Diagnostic, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import { parseXml, textOf, type XmlElement } from '../xml/index.js'
import {
  byName,
  type Identity,
  type Instance,
  type Place,
  type Property,
  type Report,
  readMachine,
  reportTo,
} from './hyperv/instance.js'
import type { FormatId, ReadOptions, ReadResult } from './machine.js'

/** What a reader of an XML form finds in a document: instances, and what is to be said of the document as such. */
export interface XmlForm {
  readonly format: FormatId
  /** The instances below the elements at the top, in order; faults are reported. */
  readonly instances: (roots: readonly XmlElement[], report: Report) => readonly Instance[]
  readonly identify: (instance: Instance) => Identity
}

/** Read the machines of a document in an XML form; several elements may stand at its top. */
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
  const machines = instances.flatMap((instance) => readMachine(context, instance, form.identify(instance)) ?? [])
  return { machines, diagnostics }
}

const NO_MACHINE: Finding = {
  code: 'VL306',
  message: 'there is no machine in this document',
  hint: 'were you allowed to see the machines when you exported them?',
}

/** The place of an element in messages: the beginning of its start tag, for attributes may be many. */
export function startTag({ start, name }: XmlElement): Place {
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
    place: startTag(element),
    named: (name) => (groups.get(name.toLowerCase()) ?? []).map(([, property]) => property),
  }
}

/** A property whose value is the text of an element; a number where `isNumber` says that it is meant as one. */
export function textProperty(element: XmlElement, isNumber: boolean): Property {
  const text = textOf(element)
  const place = element.selfClosing ? startTag(element) : { start: element.openEnd, end: element.closeStart }
  const trimmed = text.trim()
  const digits = /^[+-]?[0-9]{1,15}$/.test(trimmed)
  return isNumber && digits
    ? { value: Number(trimmed), shown: quote(trimmed).slice(1, -1), place }
    : { value: text, shown: `the text ${quote(text)}`, place }
}
