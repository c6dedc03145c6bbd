import { type Edit, type Finding, quote, type Range, type Report, SourceText } from '../../diagnostics/index.js'
import { parseXml, textOf, type XmlElement } from '../../xml/index.js'
import { cimInstancesIn } from './cim-instance.js'
import type { Instance } from './instance.js'
import { startTag, type XmlSource } from './xml-instances.js'

/**
 * The embedded instances in the text of an element: DSP0201 `INSTANCE` elements in a CDATA section or with their markup
 * escaped. Positions are those in the outer document: exact if the text is one CDATA section, else those of the element.
 */
export function instancesInText(element: XmlElement, source: XmlSource): readonly Instance[] {
  const { start, content, isExact } = contentOf(element, source.text)
  const { line } = source.text.position(start)
  const inner = new SourceText(source.text.file, content, line)
  const toOuter = isExact
    ? (range: Range): Range => ({ start: start + range.start, end: start + range.end })
    : (): Range => startTag(element)
  const editToOuter = (edit: Edit): Edit => ({ ...edit, offset: start + edit.offset })
  const report: Report = (finding, range) => source.report(finding, toOuter(range))
  if (content.trim() === '') {
    report(withoutInstance(element, 'contains no text'), { start: 0, end: content.length })
    return []
  }
  const parsed = parseXml(inner, source.parsing)
  if ('diagnostic' in parsed) {
    const { code, message, hint, line: at, column } = parsed.diagnostic
    const fault = inner.lineStart(at) + column - 1
    const finding = { code, message: `in the text of <${element.local}>: ${message}` }
    report({ ...finding, ...(hint === undefined ? {} : { hint }) }, { start: fault, end: fault + 1 })
    return []
  }
  const instances = cimInstancesIn(parsed.roots, report)
  if (instances.length === 0) report(withoutInstance(element, 'contains no <INSTANCE>'), startTag(parsed.root))
  return instances.map((instance) => ({
    ...instance,
    range: toOuter(instance.range),
    named: (name) =>
      instance.named(name).map(({ edits, ...property }) => ({
        ...property,
        range: toOuter(property.range),
        ...(edits !== undefined && isExact ? { edits: (text) => edits(text).map(editToOuter) } : {}),
      })),
  }))
}

function withoutInstance({ local }: XmlElement, what: string): Finding {
  return {
    code: 'VL305',
    message: `<${quote(local).slice(1, -1)}> ${what}, where the settings of a machine should be`,
    hint: 'its text must be an INSTANCE element (CIM-XML), escaped or in a CDATA section',
  }
}

/** The text of an element, and where it begins; exact if offsets in it differ from those of the document by `start` only. */
function contentOf(element: XmlElement, { text }: SourceText): { start: number; content: string; isExact: boolean } {
  const [only, ...more] = element.children.filter((node) => node.kind !== 'text' || node.value.trim() !== '')
  if (only?.kind === 'cdata' && more.length === 0) {
    const start = only.start + '<![CDATA['.length
    return { start, content: text.slice(start, only.end - ']]>'.length), isExact: true }
  }
  return { start: element.openEnd, content: textOf(element), isExact: false }
}
