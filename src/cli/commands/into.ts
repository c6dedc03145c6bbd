import { type Diagnostic, escapeControls, hasErrors } from '../../diagnostics/index.js'
import { mergeLifecycle } from '../../lifecycle/index.js'
import {
  type CimVersion,
  type FormatId,
  listDomains,
  type Machine,
  type Match,
  matchDiagnostics,
  matchMachines,
  type OnReserved,
  type ReadOptions,
  type ReadResult,
  readMachines,
  writeMachines,
} from '../../translate/index.js'
import { type Encoding, encode, locateDomain, type Placement } from '../../xml/index.js'
import { placeOf, printChange } from '../changes.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { printMessages } from '../findings.js'
import { type Input, readInputs } from '../inputs.js'
import { writeOutput } from '../outputs.js'
import { announceStandardInput, printNote } from '../terminal.js'

/** Options of `convert --into`. */
export interface IntoCommand {
  /** A domain's file, or a directory with `*.xml`. */
  readonly into: string
  /** Show what would change, or change it. */
  readonly how: 'diff' | 'write'
  /** With any error, nothing is written. */
  readonly allOrNothing: boolean
  readonly from?: FormatId
  /** Where the settings are written; where the domain has its own unless given, else `element`. */
  readonly placement?: Placement
  readonly onReserved: OnReserved
  readonly hyperv: CimVersion
  readonly ndjson?: boolean
  readonly maxSize: number
  readonly maxDepth: number
}

/** A domain that can be written. */
interface Target {
  readonly domain: Machine
  readonly encoding: Encoding
}

/** What a domain becomes. */
interface Change extends Target {
  readonly text: string
}

/** Put the settings of machines, from any readable format, into existing domains. */
export async function intoCommand(paths: readonly string[], options: IntoCommand): Promise<ExitStatus> {
  announceStandardInput(paths)
  const readings: ReadResult[] = []
  for await (const input of readInputs(paths, options)) readings.push(readingOf(input, options))
  const machines = readings.flatMap((reading) => reading.machines)
  const { targets, diagnostics } = await readTargets(options)
  // Without a readable domain, that is the fault, not that no machine has one.
  const matching = matchMachines(
    targets.length === 0 && hasErrors(diagnostics) ? [] : machines,
    targets.map(({ domain }) => domain),
  )
  const decisions = new Map(matching.matches.map((match) => [match.domain, decide(match, options.placement)]))
  const changes = targets.flatMap(({ domain, encoding }): Change[] => {
    const { text } = decisions.get(domain) ?? domain.source.document
    return text === domain.source.document.text ? [] : [{ domain, encoding, text }]
  })
  const found = [
    ...readings.flatMap((reading) => reading.diagnostics),
    ...diagnostics,
    ...matchDiagnostics(matching),
    ...[...decisions.values()].flatMap((decision) => decision.diagnostics),
  ]
  const refused = options.allOrNothing && hasErrors(found)
  const done = refused ? [] : options.how === 'diff' ? changes : await writeAll(changes, options.allOrNothing, found)
  printMessages(found)
  const { left } = matching
  if (machines.length > 0 && left.length > 0) {
    printNote(escapeControls(`no machine for ${count(left.length)}: ${listDomains(left, left.length)}`))
  }
  if (options.how === 'diff') {
    for (const {
      domain: { source },
      text,
      encoding,
    } of done) {
      await printChange(source.document.file, source.document.text, text, encoding)
    }
  }
  if (options.allOrNothing && hasErrors(found) && done.length === 0) {
    printNote(`nothing is ${options.how === 'diff' ? 'shown' : 'written'}: there are errors (--all-or-nothing)`)
  } else if (targets.length > 0) {
    const same = decisions.size - changes.length
    const did = options.how === 'diff' ? 'would change' : 'changed'
    printNote(`${did} ${done.length} of ${count(targets.length)}, ${same} already so`)
  }
  return exitStatus(found)
}

/** The domains that can be written, each file once: a link beside its file, as libvirt's autostart/, is no second domain. */
async function readTargets({ into, maxSize, maxDepth }: IntoCommand): Promise<{
  readonly targets: readonly Target[]
  readonly diagnostics: readonly Diagnostic[]
}> {
  const files = new Map<string, Input>()
  const diagnostics: Diagnostic[] = []
  for await (const input of readInputs([into], { maxSize })) {
    const { file } = 'document' in input ? input.document : input.diagnostic
    const { real, isLink } = await placeOf(file)
    if (!isLink || !files.has(real)) files.set(real, input)
  }
  const targets: Target[] = []
  for (const input of files.values()) {
    const reading = readingOf(input, { from: 'domain', maxDepth })
    for (const diagnostic of reading.diagnostics) diagnostics.push(diagnostic)
    for (const domain of reading.machines) {
      const snapshot = snapshotDiagnostic(domain)
      if (snapshot !== undefined) diagnostics.push(snapshot)
      else if ('encoding' in input) targets.push({ domain, encoding: input.encoding })
    }
  }
  return { targets, diagnostics }
}

function readingOf(input: Input, options: ReadOptions & { readonly from?: FormatId }): ReadResult {
  return 'diagnostic' in input
    ? { machines: [], diagnostics: [input.diagnostic] }
    : readMachines(input.document, options)
}

/** A warning about a domain that is not to be written, since it is the past. */
function snapshotDiagnostic({ source: { document, start, end } }: Machine): Diagnostic | undefined {
  const located = locateDomain(document, Number.POSITIVE_INFINITY)
  if (!('found' in located) || located.found.rootKind !== 'domainsnapshot') return undefined
  const message = 'a <domainsnapshot> records the past and is only read, so no machine is looked for in it'
  return document.diagnostic({ code: 'VL318', message }, start, end)
}

/** What a match makes of its domain. */
function decide(
  { machine, domain }: Match<Machine, Machine>,
  placement: Placement = domain.placement ?? 'element',
): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const lifecycle = mergeLifecycle(domain.lifecycle, machine.lifecycle, machine.none)
  const { documents, diagnostics } = writeMachines([{ ...domain, lifecycle }], 'domain', { placement })
  return { text: documents[0]?.text ?? domain.source.document.text, diagnostics }
}

/**
 * Write each domain into its file, in the encoding it came in; failures go to `found`.
 *
 * @param allOrNothing stop at the first failure, and give the files that were written their old content back
 * @returns the changes that are in their files now
 */
async function writeAll(
  changes: readonly Change[],
  allOrNothing: boolean,
  found: Diagnostic[],
): Promise<readonly Change[]> {
  const done: Change[] = []
  const write = async ({ source }: Machine, text: string, encoding: Encoding): Promise<boolean> => {
    const failure = await writeOutput(source.document.file, encode(text, encoding))
    if (failure !== undefined) found.push(failure)
    return failure === undefined
  }
  for (const change of changes) {
    if (await write(change.domain, change.text, change.encoding)) done.push(change)
    else if (allOrNothing) {
      const kept: Change[] = []
      for (const undo of done) {
        if (!(await write(undo.domain, undo.domain.source.document.text, undo.encoding))) kept.push(undo)
      }
      return kept
    }
  }
  return done
}

function count(domains: number): string {
  return `${domains} domain${domains === 1 ? '' : 's'}`
}
