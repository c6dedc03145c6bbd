import { asSource, type Finding, type TextInput } from '../diagnostics/index.js'
import { recogniseAs, recogniseFormat } from './detect.js'
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
  const detected = from === undefined ? recogniseFormat(document, maxDepth) : recogniseAs(from, document, maxDepth)
  if ('diagnostic' in detected) return { machines: [], diagnostics: [detected.diagnostic] }
  const result =
    'root' in detected
      ? detected.format.read?.({ document, root: detected.root }, options)
      : detected.format.read?.(document, options)
  if (result === undefined) throw new TypeError(`the format ${detected.format.id} cannot be read`)
  const skipped = 'skipped' in detected && detected.skipped !== undefined ? [detected.skipped] : []
  const assumed = document.encoding === ASSUMED ? [document.diagnostic(ASSUMPTION, 0)] : []
  return { ...result, diagnostics: [...assumed, ...skipped, ...result.diagnostics] }
}

/** The encoding of texts that are neither UTF-8 nor say what they are. */
const ASSUMED = 'windows-1252'

const ASSUMPTION: Finding = {
  code: 'VL325',
  message: `the text is not UTF-8 and was read as ${ASSUMED}, the code page of Western Europe and America`,
  hint: 'check the names; if they are wrong, export again with -Encoding UTF8',
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
