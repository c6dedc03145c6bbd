import { asSource, type Diagnostic, type Finding, type SourceText, type TextInput } from '../diagnostics/index.js'
import { type JsonNode, parseJsonAfterText, startOfJson } from '../json/index.js'
import { hasFoldMarks } from '../xml/index.js'
import { firstTag } from './first-tag.js'
import type { JsonFormat, XmlFormat } from './format.js'
import { domainFormat } from './libvirt/domain.js'
import { FORMATS, type FormatId, type RegisteredFormat } from './registry.js'

/** The format of a document, with the JSON that was parsed to find it, or the one diagnostic that says why it is unknown. */
export type Recognised =
  | { readonly format: XmlFormat & Identifier }
  | { readonly format: JsonFormat & Identifier; readonly root: JsonNode; readonly skipped?: Diagnostic }
  | { readonly diagnostic: Diagnostic }

type Identifier = Pick<RegisteredFormat, 'id'>

/**
 * Find the format of a document by its content; file names say nothing.
 *
 * @param maxDepth deepest nesting accepted in JSON; 1000 unless given
 * @returns its identifier, or the one diagnostic (VL104, VL107, VL108) that says why it is unknown
 */
export function detectFormat(
  input: TextInput,
  maxDepth?: number,
): { readonly format: FormatId } | { readonly diagnostic: Diagnostic } {
  const recognised = recogniseFormat(asSource(input, 'input'), maxDepth)
  return 'diagnostic' in recognised ? recognised : { format: recognised.format.id }
}

/** The same, with the parsed JSON. */
export function recogniseFormat(document: SourceText, maxDepth?: number): Recognised {
  const [first = ''] = /[^\ufeff \t\r\n]/.exec(document.text) ?? []
  if (first === '<' || hasFoldMarks(document.text)) return { format: xmlFormatOf(document.text) }
  // Any reader reports that a document is empty.
  if (first === '') return { format: domainFormat }
  return detectJson(document, maxDepth, /[[{]/.test(first) || startOfJson(document.text) >= 0)
}

/** The format of an XML document by its first element. If no format recognises it, the reader of domains reports it. */
function xmlFormatOf(text: string): XmlFormat & Identifier {
  const tag = firstTag(text)
  const formats: readonly (XmlFormat & Identifier)[] = FORMATS.filter((format) => format.syntax === 'xml')
  return formats.find(({ recognises }) => recognises?.(tag) === true) ?? domainFormat
}

function detectJson(document: SourceText, maxDepth: number | undefined, isLikely: boolean): Recognised {
  const parsed = parseJsonAfterText(document, maxDepth)
  if ('diagnostic' in parsed) {
    return { diagnostic: isLikely ? parsed.diagnostic : unknown(document, 'it is neither XML nor JSON') }
  }
  const formats = FORMATS.filter((format) => format.syntax === 'json')
  const format = formats.find(({ recognises }) => recognises?.(parsed.root) === true)
  if (format !== undefined) return { format, ...parsed }
  const wanted = formats.map(({ id, marks = [] }) => `${id} (${marks.slice(0, 2).join(', ')})`).join(', ')
  return { diagnostic: unknown(document, `this JSON has no member that identifies a format: ${wanted}`) }
}

function unknown(document: SourceText, what: string): Diagnostic {
  const finding: Finding = {
    code: 'VL108',
    message: `the format is not recognised: ${what}`,
    hint: 'name the format with --from; "virt-lifecycle formats" lists them',
  }
  const start = Math.max(0, document.text.search(/[^\ufeff \t\r\n]/))
  return document.diagnostic(finding, start)
}
