import { resolve } from 'node:path'
import { type Diagnostic, escapeControls, hasErrors } from '../../diagnostics/index.js'
import { plural } from '../../report/count.js'
import {
  listDomains,
  type MergedDomain,
  mergeMachines,
  type ReadMachinesOptions,
  type ReadResult,
  readMachines,
} from '../../translate/index.js'
import { type Encoding, encode } from '../../xml/index.js'
import { printChange } from '../console/print-change.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { type Input, readInputs } from '../files/inputs.js'
import { writeOutput } from '../files/outputs.js'
import { fileBehind } from '../files/paths.js'
import { nothingToSet } from './nothing-set.js'
import type { Merging } from './options.js'

/** A domain that is to change, and the encoding of its file. */
interface Change extends MergedDomain {
  readonly encoding: Encoding
}

/** Put the settings of machines, from any readable format, into existing domains. */
export async function convertInto(terminal: Terminal, paths: readonly string[], options: Merging): Promise<ExitStatus> {
  const inputs: ReadResult[] = []
  for await (const input of readInputs(terminal, paths, options)) inputs.push(readingOf(input, options))
  const machines = together(inputs)
  const targets = await readTargets(terminal, options)
  const { placement } = options
  const merge = mergeMachines(machines, targets.reading, placement === undefined ? {} : { placement })
  const changes = merge.domains.flatMap((merged): Change[] => {
    const encoding = targets.encodings.get(merged.domain.source.document.file) ?? 'UTF-8'
    return merged.edits.length === 0 ? [] : [{ ...merged, encoding }]
  })
  const found = [...merge.diagnostics, ...nothingToSet(machines, paths)]
  const refused = options.allOrNothing && hasErrors(found)
  const { how } = options
  const done = refused
    ? []
    : how === 'diff'
      ? changes
      : await writeAll(terminal.io.cwd, changes, options.allOrNothing, found)
  await terminal.diagnostics(found)
  const { left } = merge.matching
  if (machines.machines.length > 0 && left.length > 0) {
    const domains = plural(left.length, 'domain')
    terminal.note(escapeControls(`no machine matches ${domains}: ${listDomains(left, left.length)}`))
  }
  if (how === 'diff') {
    for (const { domain, text, encoding } of done) {
      const { document } = domain.source
      await printChange(terminal, document.file, document.text, text, encoding)
    }
  }
  if (options.allOrNothing && hasErrors(found) && done.length === 0) {
    terminal.note(`nothing was ${how === 'diff' ? 'shown' : 'written'} because of errors (--all-or-nothing)`)
  } else if (merge.domains.length > 0) {
    const did = how === 'diff' ? 'would change' : 'changed'
    const upToDate = `${merge.matching.matches.length - changes.length} already up to date`
    terminal.note(`${did} ${done.length} of ${plural(merge.domains.length, 'domain')}, ${upToDate}`)
  }
  return exitStatus(found)
}

/** The domains, each file once: a link beside its file, as libvirt's autostart/, is not a second domain. */
async function readTargets(
  terminal: Terminal,
  { into, exclude = [], maxSize, maxDepth }: Merging,
): Promise<{ readonly reading: ReadResult; readonly encodings: ReadonlyMap<string, Encoding> }> {
  const files = new Map<string, Input>()
  for await (const input of readInputs(terminal, [into], { maxSize, exclude })) {
    const { file } = 'document' in input ? input.document : input.diagnostic
    const { real, isLink } = await fileBehind(resolve(terminal.io.cwd, file))
    if (!isLink || !files.has(real)) files.set(real, input)
  }
  const inputs = [...files.values()]
  const encodings = new Map<string, Encoding>()
  for (const input of inputs) if ('document' in input) encodings.set(input.document.file, input.encoding)
  return { reading: together(inputs.map((input) => readingOf(input, { from: 'domain', maxDepth }))), encodings }
}

function readingOf(input: Input, options: ReadMachinesOptions): ReadResult {
  return 'diagnostic' in input
    ? { machines: [], diagnostics: [input.diagnostic] }
    : readMachines(input.document, options)
}

function together(readings: readonly ReadResult[]): ReadResult {
  return {
    machines: readings.flatMap((reading) => reading.machines),
    diagnostics: readings.flatMap((reading) => reading.diagnostics),
  }
}

/**
 * Write each domain into its file, in the encoding it came in; failures go to `found`.
 *
 * @param allOrNothing stop at the first failure, and give the files that were written their old content back
 * @returns the changes that are in their files now
 */
async function writeAll(
  cwd: string,
  changes: readonly Change[],
  allOrNothing: boolean,
  found: Diagnostic[],
): Promise<readonly Change[]> {
  const done: Change[] = []
  const write = async ({ domain, encoding }: Change, text: string): Promise<boolean> => {
    const failure = await writeOutput(cwd, domain.source.document.file, encode(text, encoding))
    if (failure !== undefined) found.push(failure)
    return failure === undefined
  }
  for (const change of changes) {
    if (await write(change, change.text)) done.push(change)
    else if (allOrNothing) {
      const kept: Change[] = []
      for (const undo of done) {
        if (!(await write(undo, undo.domain.source.document.text))) kept.push(undo)
      }
      return kept
    }
  }
  return done
}
