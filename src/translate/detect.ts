import type { Diagnostic, Finding, SourceText } from '../diagnostics/index.js'
import { type JsonNode, memberNamed, parseJsonAhead, plainValue } from '../json/index.js'
import { CLIXML_NAMESPACE } from './clixml.js'
import { CIM_SETTINGS, POWERSHELL_SETTINGS, type SettingTable } from './hyperv/settings.js'
import { JSON_FORMAT_MARK } from './json.js'
import { instancesIn } from './json-machines.js'
import type { FormatId } from './machine.js'
import { isEnvelope } from './wsman.js'

/** The format of a document, or the one diagnostic that says why it is not known. */
export type Detected = { readonly format: FormatId } | { readonly diagnostic: Diagnostic }

/** Find the format of a document by its content; file names say nothing. */
export function detectFormat(document: SourceText, maxDepth?: number): Detected {
  const [first = ''] = /[^\ufeff \t\r\n]/.exec(document.text) ?? []
  if (first === '<') return { format: formatOfXml(document.text) }
  // An empty document is told so by any reader.
  if (first === '') return { format: 'domain' }
  if (/[[{"\d-]|[tfn]/.test(first)) return detectJson(document, maxDepth, /[[{]/.test(first))
  return { diagnostic: unknown(document, 'it is neither XML nor JSON') }
}

/** The start tag of the first element, behind declaration, comments and white space; a DOCTYPE is for the parser. */
function firstTag(text: string): string {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined
    if (end === undefined) return text.slice(at, text.indexOf('>', at) + 1 || text.length)
    const found = text.indexOf(end, at + end.length)
    if (found < 0) break
    at = found + end.length
  }
  return ''
}

/** Elements that hold instances in CIM-XML (DSP0201). */
const CIM_XML = ['INSTANCE', 'CIM', 'MESSAGE', 'DECLARATION', 'DECLGROUP', 'VALUE.OBJECT', 'VALUE.NAMEDINSTANCE']

/** The format of an XML document by its first element; what is none of them is for the reader of domains to refuse. */
function formatOfXml(text: string): FormatId {
  const [, prefix = '', local = '', rest = ''] = /^<(?:([^\s<>/:]+):)?([^\s<>/:]+)(.*)/s.exec(firstTag(text)) ?? []
  if (CIM_XML.includes(local) || /^VALUE\.|^IRETURNVALUE$/.test(local)) return 'cim-xml'
  const declared = prefix === '' ? 'xmlns' : `xmlns:${prefix}`
  const uri = new RegExp(`\\s${declared}\\s*=\\s*["']([^"']*)`).exec(rest)?.[1] ?? ''
  if (isEnvelope(local, uri) || /^(Msvm|CIM)_/.test(local)) return 'wsman'
  return uri === CLIXML_NAMESPACE ? 'clixml' : 'domain'
}

/** Members that tell Hyper-V's two forms apart: their settings, and what else only one of them has. */
const MARKS: readonly (readonly [FormatId, readonly string[]])[] = [
  [
    'cim-json',
    [...settingNames(CIM_SETTINGS.v2), 'VirtualSystemIdentifier', 'VirtualSystemType', '__CLASS', 'CimClass'],
  ],
  ['powershell-json', [...settingNames(POWERSHELL_SETTINGS), 'VMName', 'VMId']],
]

function settingNames(settings: SettingTable): readonly string[] {
  return Object.values(settings).map(({ name }: { readonly name: string }) => name)
}

function detectJson(document: SourceText, maxDepth: number | undefined, isLikely: boolean): Detected {
  const parsed = parseJsonAhead(document, maxDepth)
  if ('diagnostic' in parsed) {
    return { diagnostic: isLikely ? parsed.diagnostic : unknown(document, 'it is neither XML nor JSON') }
  }
  const { root } = parsed
  const mark = root.type === 'object' ? memberNamed(root, 'format')?.value : undefined
  if (mark !== undefined && plainValue(mark) === JSON_FORMAT_MARK) return { format: 'json' }
  const instances = instancesIn(root)
  // An empty list is one of Hyper-V's, whichever; its reader says that it is empty.
  if (instances.length === 0) return { format: 'powershell-json' }
  const format = MARKS.find(([, names]) => instances.some((instance) => hasAny(instance, names)))?.[0]
  if (format !== undefined) return { format }
  const wanted = MARKS.map(([id, names]) => `${id} (${names.slice(0, 2).join(', ')})`).join(', ')
  const what = `this JSON has none of the properties of ${wanted}, and no "format": "${JSON_FORMAT_MARK}"`
  return { diagnostic: unknown(document, what) }
}

function hasAny(node: JsonNode, names: readonly string[]): boolean {
  return (
    node.type === 'object' &&
    node.members.some(({ name }) => names.some((mark) => mark.toLowerCase() === name.toLowerCase()))
  )
}

function unknown(document: SourceText, what: string): Diagnostic {
  const finding: Finding = {
    code: 'VL108',
    message: `the format is not recognised: ${what}`,
    hint: '"virt-lifecycle formats" lists what is read; --from names the format',
  }
  const start = Math.max(0, document.text.search(/[^\ufeff \t\r\n]/))
  return document.diagnostic(finding, start)
}
