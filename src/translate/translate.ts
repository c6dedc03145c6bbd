import { asSource, type SourceText, type TextInput } from '../diagnostics/index.js'
import { parseJsonAfterText } from '../json/index.js'
import { type Recognised, recogniseFormat } from './detect.js'
import type { ReadResult, WriteResult } from './format.js'
import type { HypervReadOptions, HypervWriteOptions, PowershellWriteOptions } from './hyperv/index.js'
import type { VirshWriteOptions } from './libvirt/virsh.js'
import type { Machine } from './machine.js'
import { type FormatId, formatOf } from './registry.js'

/** Options of `readMachines`. */
export interface ReadMachinesOptions extends HypervReadOptions {
  /** The format; recognised by the content unless given. */
  readonly from?: FormatId
  /** The name of the file in diagnostics if the input is a string; `input` unless given. */
  readonly file?: string
}

/** Options of `writeMachines`. */
export interface WriteMachinesOptions extends HypervWriteOptions, PowershellWriteOptions, VirshWriteOptions {}

/**
 * Read the machines of a document.
 *
 * @returns the machines that could be read, and diagnostics; a document that cannot be read gives no machine and one diagnostic
 * @throws TypeError if `from` is a format that cannot be read
 */
export function readMachines(input: TextInput, options: ReadMachinesOptions = {}): ReadResult {
  const document = asSource(input, options.file ?? 'input')
  const { from, maxDepth } = options
  const detected = from === undefined ? recogniseFormat(document, maxDepth) : parsedAs(from, document, maxDepth)
  if ('diagnostic' in detected) return { machines: [], diagnostics: [detected.diagnostic] }
  const result =
    'root' in detected
      ? detected.format.read?.({ document, root: detected.root }, options)
      : detected.format.read?.(document, options)
  if (result === undefined) throw new TypeError(`the format ${detected.format.id} cannot be read`)
  if (!('skipped' in detected) || detected.skipped === undefined) return result
  return { ...result, diagnostics: [detected.skipped, ...result.diagnostics] }
}

/** A document in the format that the caller named. */
function parsedAs(from: FormatId, document: SourceText, maxDepth: number | undefined): Recognised {
  const format = formatOf(from)
  if (format.syntax === 'script') throw new TypeError(`the format ${format.id} cannot be read`)
  if (format.syntax === 'xml') return { format }
  const parsed = parseJsonAfterText(document, maxDepth)
  return 'diagnostic' in parsed ? parsed : { format, ...parsed }
}

/**
 * Write machines in a format: one document per machine, or one for all of them (`documentPerMachine`). Settings that the
 * format cannot carry are reported in the diagnostics.
 *
 * @throws TypeError if the format cannot be written
 */
export function writeMachines(
  machines: readonly Machine[],
  to: FormatId,
  options: WriteMachinesOptions = {},
): WriteResult {
  const { write } = formatOf(to)
  if (write === undefined) throw new TypeError(`the format ${to} cannot be written`)
  return write(machines, options)
}
