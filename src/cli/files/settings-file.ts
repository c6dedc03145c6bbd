import { resolve } from 'node:path'
import { type Diagnostic, type Finding, quote } from '../../diagnostics/index.js'
import {
  describeShapeErrors,
  type JsonNode,
  type JsonObject,
  parseJson,
  plainValue,
  repeatedMembers,
} from '../../json/index.js'
import { fileDiagnostic } from '../../node/file-diagnostic.js'
import { readOwnFile } from '../../node/own-file.js'
import { decode } from '../../xml/index.js'

/** The JSON files that commands keep or are configured by, and the code of what is wrong with each. */
const CODES = { config: 'VL507', baseline: 'VL508', 'guests-installed': 'VL617', 'guests-record': 'VL604' } as const

/** Something that is wrong with a settings file beyond its JSON Schema; offsets in UTF-16 code units. */
export interface SettingsFault {
  readonly finding: Finding
  readonly start: number
  readonly end: number
}

/**
 * Read a JSON file that must follow one of our JSON Schemas.
 *
 * @param judge finds what a JSON Schema cannot say
 * @returns the plain value, or everything that is wrong with it, each with its position
 */
export function readSettingsFile(
  cwd: string,
  file: string,
  shape: keyof typeof CODES,
  judge: (root: JsonObject) => readonly SettingsFault[] = () => [],
): { readonly value: unknown } | { readonly diagnostics: readonly Diagnostic[] } {
  const code = CODES[shape]
  let bytes: Uint8Array
  try {
    bytes = readOwnFile(resolve(cwd, file))
  } catch (error) {
    return { diagnostics: [{ ...fileDiagnostic(file, 'VL501', 'cannot be read', error), code }] }
  }
  const decoded = decode(bytes, file)
  if ('diagnostic' in decoded) return { diagnostics: [{ ...decoded.diagnostic, code }] }
  const document = decoded.document.hiddenUnless('{[')
  const parsed = parseJson(document)
  if ('diagnostic' in parsed) {
    // Its hint is about ConvertTo-Json.
    const { hint: _, ...diagnostic } = parsed.diagnostic
    return { diagnostics: [{ ...diagnostic, code }] }
  }
  const hint = `"virt-lifecycle schema ${shape}" prints its JSON Schema`
  const diagnostics = faultsOf(parsed.root, shape).map(({ message, start, end }) => {
    const finding: Finding = { code, message, hint }
    return document.diagnostic(finding, start, end)
  })
  const judged = parsed.root.type === 'object' ? judge(parsed.root) : []
  for (const { finding, start, end } of judged) diagnostics.push(document.diagnostic(finding, start, end))
  return diagnostics.length > 0 ? { diagnostics } : { value: plainValue(parsed.root) }
}

interface Fault {
  readonly message: string
  readonly start: number
  readonly end: number
}

function faultsOf(root: JsonNode, shape: keyof typeof CODES): readonly Fault[] {
  if (root.type !== 'object') return [{ message: 'not a JSON object', start: root.start, end: root.end }]
  const wrong = describeShapeErrors(shape, root).map(({ message, member, place }) => ({
    message,
    start: member?.nameStart ?? place.start,
    end: member?.nameEnd ?? place.end,
  }))
  const duplicates = repeatedMembers(root).map(({ name, nameStart, nameEnd }) => ({
    message: `duplicate ${quote(name)}`,
    start: nameStart,
    end: nameEnd,
  }))
  return [...wrong, ...duplicates]
}
