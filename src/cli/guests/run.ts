import type { Diagnostic } from '../../diagnostics/index.js'
import {
  activeBefore,
  beforeStart,
  guestDiagnostic,
  type HookFile,
  type HostRecord,
  type Plan,
  planStart,
  planStop,
  runPlan,
  withoutStarted,
} from '../../guests/index.js'
import { Interrupt } from '../console/interrupt.js'
import type { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { makeDirectory, writeOutput } from '../files/outputs.js'
import type { Io } from '../io.js'
import { clockOf } from './clock.js'
import { type Connection, connect } from './connection.js'
import { Follower } from './follow.js'
import { readHookFiles, removeHookFiles } from './hook-files.js'
import { takeLock } from './lock.js'
import { type GuestOptions, MAX_DEPTH, type RunOptions } from './options.js'
import { otherServices } from './other-services.js'
import { loadRecord, saveRecord } from './record-directory.js'
import { outcomesAsJson, outcomeTable, type RanConnection } from './show.js'

/** Whether guests are stopped or started. */
export type Kind = Plan['kind']

/** A connection that could be read, with what is planned for it. */
export interface Planned {
  readonly label: string
  readonly uri: string
  readonly connection: Connection
  readonly previous: HostRecord | undefined
  readonly plan: Plan
}

/** Read the guests of all connections, at the same time: one that cannot be reached does not hold up the others. */
export function connectAll(io: Io, { uri: uris = [''] }: GuestOptions): Promise<readonly Connection[]> {
  return Promise.all([...new Set(uris)].map((uri) => connect(io, uri, MAX_DEPTH)))
}

/** What is to be done with the guests of the connections, as their records and settings say. */
export async function planAll(
  io: Io,
  kind: Kind,
  connections: readonly Connection[],
  options: GuestOptions & Pick<RunOptions, 'force'>,
): Promise<{ readonly planned: readonly Planned[]; readonly diagnostics: readonly Diagnostic[] }> {
  const planned: Planned[] = []
  const diagnostics: Diagnostic[] = []
  for (const connection of connections) {
    const { label, uri } = connection
    for (const diagnostic of connection.diagnostics) diagnostics.push(diagnostic)
    if (uri === undefined) continue
    const loaded = await loadRecord(io.cwd, options.record, uri)
    if ('diagnostics' in loaded && options.force !== true) {
      for (const diagnostic of loaded.diagnostics) diagnostics.push(diagnostic)
      continue
    }
    const { bootId } = io.system
    const files = await readHookFiles(io.system, uri)
    const record = 'diagnostics' in loaded ? undefined : loaded.record
    const previous = files === undefined ? record : withoutStarted(record, bootId)
    const { plan, notes } = kind === 'stop' ? stopOf(connection, options) : startOf(connection, files, previous, bootId)
    for (const diagnostic of [...notes, ...plan.diagnostics]) diagnostics.push(diagnostic)
    planned.push({ label, uri, connection, previous, plan })
  }
  return { planned, diagnostics }
}

interface WithNotes {
  readonly plan: Plan
  readonly notes: readonly Diagnostic[]
}

function stopOf({ guests }: Connection, options: GuestOptions): WithNotes {
  return { plan: planStop(guests, options), notes: [] }
}

function startOf(
  { label, guests }: Connection,
  files: readonly HookFile[] | undefined,
  previous: HostRecord | undefined,
  bootId: string,
): WithNotes {
  const before = beforeStart(previous, bootId)
  if (before.kind === 'started') {
    const why = "the guests have already been started since the host's start"
    const plan: Plan = {
      kind: 'start',
      stages: [],
      untouched: guests.map((guest) => ({ guest, why })),
      diagnostics: [],
    }
    return { plan, notes: [] }
  }
  const { done } = before
  const were = activeBefore(before, files, bootId)
  if (were === undefined) return { plan: planStart(guests, { done }), notes: [] }
  const known = new Set(guests.map(({ uuid }) => uuid))
  const notes = were
    .filter(({ uuid }) => !known.has(uuid))
    .map(({ name }) => guestDiagnostic({ name, file: `${label}/${name}` }, GONE))
  const active = new Set(were.map(({ uuid }) => uuid))
  return { plan: planStart(guests, { active, done }), notes }
}

const GONE = {
  code: 'VL610',
  message: 'it was active when the host stopped and no longer exists, so it is not started',
  hint: 'a transient guest ends with its host; else look whether it was undefined or moved',
} as const

/** Carry out `guests stop` or `guests start`. */
export async function runGuests(terminal: Terminal, kind: Kind, options: RunOptions): Promise<ExitStatus> {
  const { io } = terminal
  const failure = await makeDirectory(io.cwd, options.record)
  if (failure !== undefined) return ended(terminal, [failure])
  const lock = takeLock(io, options.record)
  if ('diagnostic' in lock) return ended(terminal, [lock.diagnostic])
  const interrupt = new Interrupt(io.signals)
  const stopper = new AbortController()
  interrupt.onInterrupt(() => stopper.abort())
  try {
    const status = await runLocked(terminal, kind, options, interrupt, stopper.signal)
    return interrupt.status ?? status
  } finally {
    interrupt.ignore()
    lock.release()
  }
}

async function runLocked(
  terminal: Terminal,
  kind: Kind,
  options: RunOptions,
  interrupt: Interrupt,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const { io } = terminal
  const connections = await interrupt.during(connectAll(io, options))
  if (connections === undefined) return 2
  const uris = connections.flatMap(({ uri }) => uri ?? [])
  const services = otherServices(io, uris, options.force === true ? 'VL603' : 'VL602')
  if (services.length > 0 && options.force !== true) return ended(terminal, services)
  const { planned, diagnostics } = await planAll(io, kind, connections, options)
  await terminal.diagnostics([...services, ...diagnostics])
  const follower = new Follower(terminal)
  const runs = await Promise.all(
    planned.map(async ({ label, uri, connection, previous, plan }) => {
      const now = { boot: io.system.bootId, time: new Date().toISOString() }
      const save = (record: HostRecord) => saveRecord(io.cwd, options.record, record)
      const { guests, hypervisor } = connection
      const { outcomes, diagnostics, finished } = await runPlan(
        { uri, plan, guests, previous, now, save },
        { hypervisor, clock: clockOf(io), parallel: options.parallel, signal, onEvent: follower.on },
      )
      const unremoved = kind === 'start' && finished ? await removeHookFiles(io.system, uri, hypervisor) : []
      const found = [...diagnostics, ...unremoved]
      return { ran: { label, uri, plan, outcomes }, found }
    }),
  ).finally(() => follower.end())
  const found = runs.flatMap((run) => run.found)
  const ran: readonly RanConnection[] = runs.map((run) => run.ran)
  terminal.result(outcomeTable(ran))
  const unwritten = await report(io, options.report, ran)
  await terminal.diagnostics([...found, ...unwritten])
  return exitStatus([...services, ...diagnostics, ...found, ...unwritten])
}

async function report(io: Io, file: string | undefined, ran: readonly RanConnection[]): Promise<readonly Diagnostic[]> {
  if (file === undefined) return []
  const text = `${JSON.stringify(outcomesAsJson(ran), null, 2)}\n`
  const diagnostic = await writeOutput(io.cwd, file, Buffer.from(text))
  return diagnostic === undefined ? [] : [diagnostic]
}

async function ended(terminal: Terminal, diagnostics: readonly Diagnostic[]): Promise<ExitStatus> {
  await terminal.diagnostics(diagnostics)
  return exitStatus(diagnostics)
}
