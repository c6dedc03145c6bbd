import { resolve } from 'node:path'
import type { Diagnostic } from '../../diagnostics/index.js'
import { joinReadings, type MergedDomain } from '../../translate/index.js'
import { type Encoding, encode } from '../../xml/index.js'
import type { Interrupt } from '../console/interrupt.js'
import { printChange } from '../console/print-change.js'
import type { Terminal } from '../console/terminal.js'
import { FILES_AT_ONCE, inParallel } from '../files/in-parallel.js'
import { readInputs } from '../files/inputs.js'
import { FileWriter, type WriteOptions } from '../files/outputs.js'
import { fileBehind } from '../files/paths.js'
import type { Input } from '../files/read-document.js'
import type { Merging } from './options.js'
import { readingOf } from './source.js'
import type { Target, Unchanged, Written } from './target.js'

/** The domains in files, each file once: a link beside its file, as libvirt's autostart/, is not a second domain. */
export async function fileTarget(
  terminal: Terminal,
  { into, how, exclude = [], followLinks = false, maxSize, maxDepth }: Merging,
): Promise<Target> {
  const { cwd } = terminal.io
  const files = new Map<string, Input>()
  for await (const input of readInputs(terminal, [into], { maxSize, exclude, recovers: how === 'write' })) {
    const { file } = 'document' in input ? input.document : input.diagnostic
    const { real, isLink } = await fileBehind(resolve(cwd, file))
    // A warning is about a file that is read all the same.
    const isWarning = 'diagnostic' in input && input.diagnostic.severity === 'warning'
    if (isWarning) files.set(`${real} ${files.size}`, input)
    else if (!isLink || !files.has(real)) files.set(real, input)
  }
  const inputs = [...files.values()]
  const byFile = new Map(inputs.flatMap((input) => ('document' in input ? [[input.document.file, input]] : [])))
  const encodingOf = (file: string): Encoding => byFile.get(file)?.encoding ?? 'UTF-8'
  return {
    domains: joinReadings(inputs.map((input) => readingOf(input, { from: 'domain', maxDepth }))),
    plan: ({ domains }) => ({ changes: domains.filter(({ edits }) => edits.length > 0), refused: [] }),
    show: async (changes) => {
      for (const { domain, text } of changes) {
        const { file, text: before } = domain.source.document
        await printChange(terminal, file, before, text, encodingOf(file))
      }
    },
    write: (changes, allOrNothing, interrupt) => {
      const writes = changes.map((merged): Change => {
        const { file } = merged.domain.source.document
        const within = followLinks ? undefined : byFile.get(file)?.within
        return { merged, file, encoding: encodingOf(file), within }
      })
      return (allOrNothing ? writeAll : writeEach)(cwd, writes, interrupt)
    },
  }
}

/** A domain whose file is to be written, and what that needs. */
interface Change {
  readonly merged: MergedDomain
  readonly file: string
  readonly encoding: Encoding
  /** The directory, absolute, that a link must not lead out of. */
  readonly within: string | undefined
}

/**
 * Write each domain into its file, in the encoding it came in, several at once. A signal ends the work; files that were
 * begun are completed.
 */
async function writeEach(cwd: string, changes: readonly Change[], interrupt: Interrupt): Promise<Written> {
  const writer = new FileWriter(cwd)
  const isOver = (): boolean => interrupt.status !== undefined
  const results = await inParallel(
    changes,
    FILES_AT_ONCE,
    async (change) => ({ diagnostic: await writer.write(...contents(change)) }),
    isOver,
  )
  const unflushed = await writer.end()
  const done = changes.filter((_, i) => results[i] !== undefined && results[i].diagnostic === undefined)
  return { done: done.map(({ merged }) => merged), failures: failuresOf(changes, results), others: unflushed }
}

/**
 * Write all domains into their files, or none: all are complete on the disk before the first one is put in its place, and if
 * that fails for one of them, the others get back what they held.
 */
async function writeAll(cwd: string, changes: readonly Change[], interrupt: Interrupt): Promise<Written> {
  const writer = new FileWriter(cwd)
  const isOver = (): boolean => interrupt.status !== undefined
  let hasFailed = false
  const staged = await inParallel(
    changes,
    FILES_AT_ONCE,
    async (change) => {
      const result = await writer.stage(...contents(change))
      if (!('commit' in result)) hasFailed = true
      return result
    },
    () => hasFailed || isOver(),
  )
  const discard = (from: number): void => {
    for (const result of staged.slice(from)) if (result !== undefined && 'commit' in result) result.discard()
  }
  if (hasFailed || isOver()) {
    discard(0)
    const results = staged.map((result) =>
      result === undefined || 'commit' in result ? undefined : { diagnostic: result },
    )
    return { done: [], failures: failuresOf(changes, results), others: [] }
  }
  for (const [i, result] of staged.entries()) {
    const diagnostic = result !== undefined && 'commit' in result ? await result.commit() : result
    const change = changes[i]
    if ((diagnostic === undefined && !isOver()) || change === undefined) continue
    discard(i + 1)
    const failed = diagnostic === undefined ? [] : [{ merged: change.merged, diagnostic }]
    const undone = await undo(writer, changes.slice(0, diagnostic === undefined ? i + 1 : i))
    return { ...undone, failures: [...failed, ...undone.failures] }
  }
  return { done: changes.map(({ merged }) => merged), failures: [], others: await writer.end() }
}

/** Give files back what they held. */
async function undo(writer: FileWriter, changes: readonly Change[]): Promise<Written> {
  const results = await inParallel(changes, FILES_AT_ONCE, async (change) => {
    const [file, after, { before = after, within }] = contents(change)
    return { diagnostic: await writer.write(file, before, { before: after, within }) }
  })
  const kept = changes.filter((_, i) => results[i]?.diagnostic !== undefined)
  const others = await writer.end()
  return { done: kept.map(({ merged }) => merged), failures: failuresOf(changes, results), others }
}

/** The file of a change, what it is to hold, and what must hold for that. */
function contents({
  merged,
  file,
  encoding,
  within,
}: Change): [file: string, after: Uint8Array, options: WriteOptions] {
  const before = encode(merged.domain.source.document.text, encoding)
  return [file, encode(merged.text, encoding), { before, within }]
}

function failuresOf(
  changes: readonly Change[],
  results: readonly ({ readonly diagnostic: Diagnostic | undefined } | undefined)[],
): readonly Unchanged[] {
  return changes.flatMap(({ merged }, i) => {
    const diagnostic = results[i]?.diagnostic
    return diagnostic === undefined ? [] : [{ merged, diagnostic }]
  })
}
