import {
  type Diagnostic,
  type Finding,
  quote,
  type Range,
  type Report,
  reportTo,
  SourceText,
} from '../../diagnostics/index.js'
import { contentEdits } from '../../domain/index.js'
import { type ParseOptions, parseXml, textOf, withoutFoldMarks, type XmlElement } from '../../xml/index.js'
import { escapeText } from '../../xml/write-xml.js'
import { encodingWarnings } from '../encoding-warnings.js'
import type { ReadOptions, ReadResult } from '../format.js'
import { byName, type Identity, type Instance, machinesAmong, type Property } from './instance.js'

/** A document that instances are read from. */
export interface XmlSource {
  /** The text that was parsed; its offsets are those of the document. */
  readonly text: SourceText
  readonly report: Report
  /** How the document was parsed. */
  readonly parsing: ParseOptions
}

/** How the machines of an XML format are read. */
export interface XmlForm {
  readonly format: string
  /** Finds the instances below the root elements, in order, and reports faults. */
  readonly instances: (roots: readonly XmlElement[], source: XmlSource) => readonly Instance[]
  readonly identify: (instance: Instance) => Identity
}

/**
 * Read the machines of a document in an XML format. It may have several root elements, as a capture of several responses
 * has, and may be a copy from a browser's window (VL333) or name the wrong encoding (VL331).
 */
export function readXmlInstances(document: SourceText, options: ReadOptions, form: XmlForm): ReadResult {
  const { file, firstLine } = document
  const unmarked = withoutFoldMarks(document.text)
  const text = unmarked === undefined ? document : new SourceText(file, unmarked, firstLine)
  const parsing: ParseOptions = {
    ...(options.maxDepth === undefined ? {} : { maxDepth: options.maxDepth }),
    keep: () => true,
    fragment: true,
  }
  const parsed = parseXml(text, parsing)
  if ('diagnostic' in parsed) return { machines: [], diagnostics: [parsed.diagnostic] }
  const diagnostics: Diagnostic[] = []
  const report = reportTo(diagnostics, document)
  const instances = form.instances(parsed.roots, { text, report, parsing })
  if (instances.length === 0 && diagnostics.length === 0) report(NO_MACHINE, startTag(parsed.root))
  const context = { document, format: form.format, onReserved: options.onReserved ?? 'error', report }
  const identified = instances.map((instance) => ({ instance, identity: form.identify(instance) }))
  const machines = machinesAmong(context, identified)
  const mark = unmarked === undefined ? -1 : document.text.lastIndexOf('-', parsed.root.start)
  const copied = mark < 0 ? [] : [document.diagnostic(COPIED, mark, mark + 1)]
  return { machines, diagnostics: [...encodingWarnings(document), ...copied, ...diagnostics] }
}

const COPIED: Finding = {
  code: 'VL333',
  message: 'lines begin with "-", as in a copy from a browser\'s window; the signs are ignored',
  hint: 'a copy may lack what was folded away: if you can, save the document itself to a file',
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
    : {
        value: text,
        shown: `the text ${quote(text)}`,
        range,
        ...(element.selfClosing ? {} : { edits: (written) => contentEdits(element, escapeText(written)) }),
      }
}
