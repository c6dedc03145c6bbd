import type { SourceText } from '../diagnostics/index.js'
import { detectFormat } from './detect.js'
import type { FormatId, Machine, ReadOptions, ReadResult, WriteOptions, WriteResult } from './machine.js'
import { formatOf } from './registry.js'

/**
 * Read the machines of a document.
 *
 * @param options.from the format; found by the content where it is not given
 * @returns what could be read and everything that is to be said; an unreadable document gives one diagnostic, no machine
 */
export function readMachines(
  document: SourceText,
  options: ReadOptions & { readonly from?: FormatId } = {},
): ReadResult {
  const detected = options.from === undefined ? detectFormat(document, options.maxDepth) : { format: options.from }
  if ('diagnostic' in detected) return { machines: [], diagnostics: [detected.diagnostic] }
  const { read } = formatOf(detected.format)
  if (read === undefined) throw new TypeError(`the format ${detected.format} is not read`)
  return read(document, options)
}

/**
 * Write machines in a format: one document for each machine for `domain`, one for all of them otherwise. What the
 * target cannot hold is among the diagnostics.
 */
export function writeMachines(machines: readonly Machine[], to: FormatId, options: WriteOptions = {}): WriteResult {
  const { write } = formatOf(to)
  if (write === undefined) throw new TypeError(`the format ${to} is not written`)
  return write(machines, options)
}
