import { asSource, type Diagnostic, type Finding, type SourceText, type TextInput } from '../diagnostics/index.js'
import { type JsonNode, parseJsonAfterText, startOfJson } from '../json/index.js'
import { firstTag } from '../xml/first-tag.js'
import { hasFoldMarks } from '../xml/index.js'
import type { JsonFormat, TextFormat, XmlFormat } from './format.js'
import { domainFormat } from './libvirt/domain.js'
import { FORMATS, type FormatId, formatOf, type RegisteredFormat, UNREADABLE } from './registry.js'

/** The format of a document, with the JSON that was parsed to find it, or the one diagnostic that says why it is unknown. */
export type Recognised =
  | { readonly format: (XmlFormat | TextFormat) & Identifier }
  | { readonly format: JsonFormat & Identifier; readonly root: JsonNode; readonly skipped?: Diagnostic }
  | { readonly diagnostic: Diagnostic }

type Identifier = Pick<RegisteredFormat, 'id'>

/**
 * Find the format of a document by its content; file names say nothing.
 *
 * @param maxDepth deepest nesting accepted in JSON; 1000 unless given
 * @returns its identifier, or the one diagnostic (VL102, VL104, VL107, VL108) that says why it is unknown
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
  const { text } = document
  const first = firstCharacter(text)
  const known = whyUnreadable(text)
  if (known !== undefined) return { diagnostic: atStart(document, known) }
  if (first === '<' || hasFoldMarks(text)) return { format: xmlFormatOf(text) ?? domainFormat }
  if (/[[{]/.test(first)) return detectJson(document, maxDepth, true)
  const format = textFormatOf(text)
  if (format !== undefined) return { format }
  return detectJson(document, maxDepth, startOfJson(text) >= 0)
}

/**
 * A document that the caller says is in a format. If it is recognised as another one, that is said (VL108).
 *
 * @throws TypeError if the format cannot be read
 */
export function recogniseAs(id: FormatId, document: SourceText, maxDepth?: number): Recognised {
  const format = formatOf(id)
  if (format.syntax === 'script') throw new TypeError(`the format ${id} cannot be read`)
  const { text } = document
  const looks = recogniseFormat(document, maxDepth)
  if ('diagnostic' in looks) {
    const { code } = looks.diagnostic
    // An empty file where a domain is wanted is not an export without machines.
    if (code === 'VL102' && id === 'domain') return { format: domainFormat }
    const isKnown = whyUnreadable(text) !== undefined || (format.syntax === 'json' && code !== 'VL108')
    return isKnown ? looks : parsedAs(format, document, maxDepth)
  }
  if (looks.format.id === id) return looks
  if ('root' in looks) {
    const { root } = looks
    const isEmpty = root.type === 'array' && root.items.length === 0
    if (format.syntax === 'json' && (isEmpty || format.recognises?.(root) === true)) return { ...looks, format }
  } else if (format.syntax === 'xml' && format.recognises?.(firstTag(text)) !== false) return { format }
  else if (format.syntax === 'xml' && looks.format.syntax === 'xml' && xmlFormatOf(text) === undefined)
    return { format }
  else if (format.syntax === 'text' && format.recognises?.(text) === true) return { format }
  const other = looks.format.syntax === 'xml' && xmlFormatOf(text) === undefined ? undefined : looks.format.id
  return { diagnostic: mistaken(document, id, other) }
}

function parsedAs(
  format: (JsonFormat | XmlFormat | TextFormat) & Identifier,
  document: SourceText,
  maxDepth: number | undefined,
): Recognised {
  if (format.syntax !== 'json') return { format }
  const parsed = parseJsonAfterText(document, maxDepth)
  return 'diagnostic' in parsed ? parsed : { format, ...parsed }
}

/** What a text is that cannot be read, if it is recognised. */
function whyUnreadable(text: string): Finding | undefined {
  return UNREADABLE.map((recognise) => recognise(text)).find((found) => found !== undefined)
}

/** The first character after a byte order mark and white space; empty if there is none. */
function firstCharacter(text: string): string {
  return /[^\ufeff \t\r\n]/.exec(text)?.[0] ?? ''
}

/** The format of an XML document by its first element. If there is none, the reader of domains reports it. */
function xmlFormatOf(text: string): (XmlFormat & Identifier) | undefined {
  const tag = firstTag(text)
  return FORMATS.filter((format) => format.syntax === 'xml').find(({ recognises }) => recognises?.(tag) === true)
}

function textFormatOf(text: string): (TextFormat & Identifier) | undefined {
  return FORMATS.filter((format) => format.syntax === 'text').find(({ recognises }) => recognises?.(text) === true)
}

const NEITHER = 'it is neither XML nor JSON, CSV or the output of Format-List'

function detectJson(document: SourceText, maxDepth: number | undefined, isLikely: boolean): Recognised {
  const parsed = parseJsonAfterText(document, maxDepth)
  if ('diagnostic' in parsed) return isLikely ? parsed : { diagnostic: unknown(document, NEITHER) }
  const formats = FORMATS.filter((format) => format.syntax === 'json')
  const format = formats.find(({ recognises }) => recognises?.(parsed.root) === true)
  if (format !== undefined) return { format, ...parsed }
  const wanted = formats.map(({ id, marks = [] }) => `${id} (${marks.slice(0, 2).join(', ')})`).join(', ')
  return { diagnostic: unknown(document, `this JSON has no member that identifies a format: ${wanted}`) }
}

function unknown(document: SourceText, what: string): Diagnostic {
  return atStart(document, {
    code: 'VL108',
    message: `the format is not recognised: ${what}`,
    hint: 'name the format with --from; "virt-lifecycle formats" lists them',
  })
}

/** Says that a document is not in the format that was named; `other` is the one it looks like, if it is not any XML. */
function mistaken(document: SourceText, named: FormatId, other: FormatId | undefined): Diagnostic {
  return atStart(document, {
    code: 'VL108',
    message: `this is not ${named}: it looks like ${other ?? 'XML of another kind'}`,
    hint: other === undefined ? 'leave out --from to detect the format' : `use --from ${other}, or leave out --from`,
  })
}

function atStart(document: SourceText, finding: Finding): Diagnostic {
  return document.diagnostic(finding, Math.max(0, document.text.search(/[^\ufeff \t\r\n]/)))
}
