import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { EngineName, Schema } from '../../validate/index.js'
import type { Interrupt } from '../console/interrupt.js'
import type { Entry } from '../files/choose-files.js'
import type { Io } from '../io.js'
import type { SchemaBounds } from '../libvirt-schema/schema-boundary.js'
import type { CheckedFile, CheckOptions } from './check-file.js'
import { checkFiles } from './check-files.js'
import type { OtherSchemas } from './open-engines.js'
import type { ReadyEngine } from './set-up-engine.js'

/** Files sent at a time: many enough that sending costs little, few enough that no process is left with the last ones. */
const PORTION = 50

/** Portions that a process has: one that it works on, and one that it can go on with. */
const AHEAD = 2

/** Portions that may be done before the one that is waited for: what they found is held in memory. */
const MOST_AHEAD = 100

/** Some of the files. */
export interface Portion {
  readonly index: number
  readonly entries: readonly Entry[]
}

/** What is sent to a process: first what it works with, then files. */
export type ToWorker = { readonly start: Start } | { readonly portion: Portion }

/** What a process works with; plain data. */
export interface Start {
  readonly name: EngineName
  readonly schema: Omit<Schema, 'source'> & { readonly file: string; readonly text: string }
  /** What other documents are checked with, and which files their schemas may consist of. */
  readonly others: OtherSchemas
  readonly bounds: SchemaBounds
  /** What an engine of the same schema saved. */
  readonly saved: string | undefined
  readonly options: CheckOptions
}

/** What a process sends back. */
export interface CheckedPortion {
  readonly index: number
  readonly checked: readonly CheckedFile[]
}

/**
 * Check files in several processes, for libxmljs2 can be used in one thread only; what was found comes in the order of
 * the files. This process does the first files while the others start: so the first finding is seen early, and what its
 * engine learns can be kept.
 */
export async function* checkInProcesses(
  entries: readonly Entry[],
  options: CheckOptions,
  ready: ReadyEngine,
  jobs: number,
  io: Io,
  interrupt: Interrupt,
): AsyncGenerator<CheckedFile> {
  const first = entries.slice(0, PORTION)
  const portions: Portion[] = []
  for (let at = PORTION; at < entries.length; at += PORTION) {
    portions.push({ index: portions.length, entries: entries.slice(at, at + PORTION) })
  }
  const workers = new Workers(portions, startOf(options, ready), Math.min(jobs, portions.length), io)
  interrupt.onInterrupt(() => workers.stop())
  try {
    yield* checkFiles(first, options, ready.engines, io, interrupt)
    for (const { index } of portions) {
      const checked = await workers.result(index)
      if (checked === undefined) return
      yield* checked
    }
  } finally {
    workers.stop()
  }
}

function startOf(options: CheckOptions, { engine, schema, others, boundary, saved }: ReadyEngine): Start {
  const { source, ...rest } = schema
  const { file, text } = source
  const { bounds } = boundary
  return { name: engine.name, schema: { ...rest, file, text }, others, bounds, saved: saved(), options }
}

/** A process that could not do its part: the system is out of something, or somebody ended it. */
class ProcessFailure extends Error {
  override readonly name = 'ProcessFailure'
}

/** Processes that share the portions among them. */
class Workers {
  private readonly workers: readonly ChildProcess[]
  private readonly done = new Map<number, readonly CheckedFile[]>()
  private sent = 0
  private wanted = 0
  private stopped = false
  private failure: ProcessFailure | undefined
  private wake = (): void => {}

  constructor(
    private readonly portions: readonly Portion[],
    start: Start,
    jobs: number,
    private readonly io: Io,
  ) {
    this.workers = Array.from({ length: jobs }, () => this.begin(start))
  }

  /** What was found in a portion, to be asked for in order; undefined if the work was stopped. */
  async result(index: number): Promise<readonly CheckedFile[] | undefined> {
    this.wanted = index
    for (const worker of this.workers) this.feed(worker)
    while (!this.done.has(index)) {
      if (this.failure !== undefined) throw this.failure
      if (this.stopped) return undefined
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    const checked = this.done.get(index)
    this.done.delete(index)
    return checked
  }

  /** End the processes. */
  stop(): void {
    this.stopped = true
    for (const worker of this.workers) worker.kill('SIGKILL')
    this.wake()
  }

  private readonly inHand = new Map<ChildProcess, number>()

  private begin(start: Start): ChildProcess {
    const file = fileURLToPath(new URL('./validate/worker.js', import.meta.url))
    const { cwd, env } = this.io
    const worker = fork(file, { cwd, env, serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    worker.on('message', ({ index, checked }: CheckedPortion) => {
      this.done.set(index, checked)
      this.inHand.set(worker, (this.inHand.get(worker) ?? 1) - 1)
      this.feed(worker)
      this.wake()
    })
    worker.on('exit', (code, signal) =>
      this.fail(`it ended with ${signal === null ? `exit status ${code}` : `signal ${signal}`}`),
    )
    worker.on('error', (error) => this.fail(error.message))
    worker.send({ start } satisfies ToWorker)
    this.feed(worker)
    return worker
  }

  private fail(why: string): void {
    if (this.stopped) return
    this.failure ??= new ProcessFailure(why)
    this.wake()
  }

  /** Send a process what it can take. */
  private feed(worker: ChildProcess): void {
    while (worker.connected && (this.inHand.get(worker) ?? 0) < AHEAD && this.sent < this.wanted + MOST_AHEAD) {
      const portion = this.portions[this.sent]
      if (portion === undefined || this.stopped) return
      this.sent++
      this.inHand.set(worker, (this.inHand.get(worker) ?? 0) + 1)
      worker.send({ portion } satisfies ToWorker)
    }
  }
}
