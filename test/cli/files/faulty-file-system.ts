import { type FileSystem, SYSTEM } from '../../../src/cli/files/file-system.js'

/** How a step of the system ends: as that of a process that is killed then, or with an error. */
export type Fault = 'kill' | 'ENOSPC'

/** A file system that fails at one step, and how many steps were taken. */
export interface FaultyFileSystem extends FileSystem {
  readonly steps: () => number
}

/**
 * The system's own file system, which fails at a step, counted from 1; after a kill, nothing else is done. Each write takes
 * half of what it is given, as on a nearly full disk.
 */
export function faultyFileSystem(at: number, fault: Fault): FaultyFileSystem {
  let steps = 0
  const step = (): void => {
    steps++
    const fails = fault === 'kill' ? steps >= at : steps === at
    if (fails) throw Object.assign(new Error(`${fault} at step ${steps}`), { code: fault })
  }
  const short: Partial<FileSystem> = {
    writeSync: (descriptor, bytes, offset, length, position) =>
      SYSTEM.writeSync(descriptor, bytes, offset, Math.ceil(length / 2), position),
  }
  return new Proxy(SYSTEM, {
    get(target, name: keyof FaultyFileSystem) {
      if (name === 'steps') return () => steps
      const work = short[name] ?? target[name]
      if (typeof work !== 'function') return work
      return (...args: never[]) => {
        if (name !== 'fsync') {
          step()
          return (work as (...args: never[]) => unknown)(...args)
        }
        return (async () => {
          step()
          await (work as (...args: never[]) => unknown)(...args)
        })()
      }
    },
  }) as FaultyFileSystem // It has this one method more.
}
