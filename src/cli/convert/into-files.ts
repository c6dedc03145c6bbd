import { resolve } from 'node:path'
import { joinReadings, type MergedDomain } from '../../translate/index.js'
import { type Encoding, encode } from '../../xml/index.js'
import { printChange } from '../console/print-change.js'
import type { Terminal } from '../console/terminal.js'
import { type Input, readInputs } from '../files/inputs.js'
import { writeOutput } from '../files/outputs.js'
import { fileBehind } from '../files/paths.js'
import type { Merging } from './options.js'
import { readingOf } from './source.js'
import type { Target, Unchanged, Written } from './target.js'

/** The domains in files, each file once: a link beside its file, as libvirt's autostart/, is not a second domain. */
export async function fileTarget(
  terminal: Terminal,
  { into, exclude = [], maxSize, maxDepth }: Merging,
): Promise<Target> {
  const { cwd } = terminal.io
  const files = new Map<string, Input>()
  for await (const input of readInputs(terminal, [into], { maxSize, exclude })) {
    const { file } = 'document' in input ? input.document : input.diagnostic
    const { real, isLink } = await fileBehind(resolve(cwd, file))
    if (!isLink || !files.has(real)) files.set(real, input)
  }
  const inputs = [...files.values()]
  const encodings = new Map<string, Encoding>()
  for (const input of inputs) if ('document' in input) encodings.set(input.document.file, input.encoding)
  const encodingOf = (file: string): Encoding => encodings.get(file) ?? 'UTF-8'
  return {
    domains: joinReadings(inputs.map((input) => readingOf(input, { from: 'domain', maxDepth }))),
    plan: ({ domains }) => ({ changes: domains.filter(({ edits }) => edits.length > 0), refused: [] }),
    show: async (changes) => {
      for (const { domain, text } of changes) {
        const { file, text: before } = domain.source.document
        await printChange(terminal, file, before, text, encodingOf(file))
      }
    },
    write: (changes, allOrNothing) => writeFiles(cwd, changes, allOrNothing, encodingOf),
  }
}

/**
 * Write each domain into its file, in the encoding it came in.
 *
 * @param allOrNothing stop at the first failure, and give the files that were written their old content back
 */
async function writeFiles(
  cwd: string,
  changes: readonly MergedDomain[],
  allOrNothing: boolean,
  encodingOf: (file: string) => Encoding,
): Promise<Written> {
  const done: MergedDomain[] = []
  const failures: Unchanged[] = []
  const write = async (merged: MergedDomain, text: string): Promise<boolean> => {
    const { file } = merged.domain.source.document
    const diagnostic = await writeOutput(cwd, file, encode(text, encodingOf(file)))
    if (diagnostic !== undefined) failures.push({ merged, diagnostic })
    return diagnostic === undefined
  }
  for (const merged of changes) {
    if (await write(merged, merged.text)) done.push(merged)
    else if (allOrNothing) {
      const kept: MergedDomain[] = []
      for (const undo of done) if (!(await write(undo, undo.domain.source.document.text))) kept.push(undo)
      return { done: kept, failures }
    }
  }
  return { done, failures }
}
