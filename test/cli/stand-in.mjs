/** What the program reads and writes, for a run in the process of a test: nothing of the machine, and everything kept. */
import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'

/** A stream that keeps what is written to it. */
class Collector extends Writable {
  columns = 80
  /** @type {Buffer[]} */
  chunks = []

  /**
   * @param {boolean} isTTY
   * @param {(text: string) => void} onOutput
   */
  constructor(isTTY, onOutput) {
    super()
    this.isTTY = isTTY
    this.onOutput = onOutput
  }

  /** All of it. */
  get text() {
    return Buffer.concat(this.chunks).toString()
  }

  /**
   * @param {Buffer} chunk
   * @param {BufferEncoding} _encoding
   * @param {() => void} done
   */
  _write(chunk, _encoding, done) {
    this.chunks.push(chunk)
    this.onOutput(chunk.toString())
    done()
  }
}

/** Facts about a machine. */
const SYSTEM = {
  platform: process.platform,
  home: '',
  processors: 1,
  isRoot: false,
  bootId: 'boot',
  uptime: () => 3600,
  processId: process.pid,
  root: '/nowhere',
}

/**
 * The streams, the environment and the machine of a run.
 *
 * @param {{
 *   stdin?: AsyncIterable<Uint8Array>, env: Readonly<Record<string, string | undefined>>, cwd: string, tty?: boolean,
 *   program: readonly [node: string, file: string], signals?: EventEmitter | undefined, system?: object | undefined,
 *   onOutput?: (text: string) => void,
 * }} options
 */
export function standIn({ stdin, env, cwd, tty = false, program, signals, system, onOutput = () => {} }) {
  return {
    stdin: Object.assign(stdin ?? nothing(), { isTTY: tty }),
    stdout: new Collector(tty, onOutput),
    stderr: new Collector(tty, onOutput),
    env,
    cwd,
    now: () => performance.now(),
    signals: signals ?? new EventEmitter(),
    reader: { gone: false, isNeeded: true, status: 0 },
    system: { ...SYSTEM, program, ...system },
  }
}

async function* nothing() {}
