import { spawn } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { LOCK, withDirectoryLock } from '../../../src/cli/files/directory-lock.js'
import { FileMarks } from '../../../src/cli/files/file-marks.js'
import { type FileSystem, SYSTEM } from '../../../src/cli/files/file-system.js'
import { GrowingFile } from '../../../src/cli/files/growing-file.js'
import { FileWriter } from '../../../src/cli/files/outputs.js'
import { recover } from '../../../src/cli/files/rewrite-in-place.js'
import { ownIdentity, startOf } from '../../../src/cli/files/run-identity.js'
import { type Fault, faultyFileSystem } from './faulty-file-system.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-replace-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** One for all tests, as one serves a whole run. */
const marks = new FileMarks()

let directory = scratch
let count = 0
beforeEach(() => {
  directory = join(scratch, String(count++))
  mkdirSync(directory)
})

const at = (name: string) => join(directory, name)
const OLD = Buffer.from('<domain>old</domain>\n')
const LONGER = Buffer.from('<domain>what it holds now is longer than before</domain>\n')
const SHORTER = Buffer.from('<domain/>\n')

/** Make a fresh directory, with a file unless it is new. */
type Setting = (name: string) => void
const SETTINGS: Readonly<Record<string, Setting>> = {
  'a new file': () => {},
  'a file': (name) => writeFileSync(at(name), OLD),
  'a file with two names': (name) => {
    writeFileSync(at(name), OLD)
    linkSync(at(name), at('other'))
  },
}

/** What a file holds; undefined if there is none. */
const holds = (name: string) => (readdirSync(directory).includes(name) ? readFileSync(at(name)) : undefined)

const write = async (fs: FileSystem, content: Uint8Array) => {
  const writer = new FileWriter(directory, fs, marks)
  const failure = await writer.write('vm.xml', content)
  return failure ?? (await writer.end())[0]
}

/** The same for a file that is written piece by piece; the message stands for what went wrong. */
const grow = async (fs: FileSystem, content: Uint8Array) => {
  try {
    const file = await GrowingFile.open(at('vm.xml'), fs, marks)
    try {
      await file.write(content.subarray(0, 5))
      await file.write(content.subarray(5))
      await file.complete()
    } catch (error) {
      await file.discard()
      throw error
    }
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** As if the processes that left files had ended. */
function endProcesses(): void {
  for (const name of readdirSync(directory)) {
    const other = name.replace(/^(\.virt-lifecycle-[0-9a-f]{8})-\d+-\d+-/, '$1-4194305-1-')
    if (other !== name) renameSync(at(name), at(other))
  }
}

const leftOvers = () => readdirSync(directory).filter((name) => name.startsWith('.'))

describe.each(Object.entries(SETTINGS))('%s is whole or untouched', (kind, set) => {
  const before = kind === 'a new file' ? undefined : OLD
  const inPlace = kind === 'a file with two names'
  const ways = { write, ...(inPlace ? {} : { grow }) }
  const cases = Object.entries(ways).flatMap(([name, way]) =>
    [LONGER, SHORTER].map((content) => ({ name, way, content, size: content.length })),
  )

  const eachStep = async (
    way: typeof write | typeof grow,
    content: Uint8Array,
    fault: Fault,
    check: (result: unknown, step: number) => Promise<void>,
  ) => {
    for (let step = 1; ; step++) {
      rmSync(directory, { recursive: true })
      mkdirSync(directory)
      set('vm.xml')
      const fs = faultyFileSystem(step, fault)
      const result = await way(fs, content)
      if (fs.steps() < step) return step
      await check(result, step)
    }
  }

  test.each(cases)('when the process is killed at any step ($name, $size bytes)', async ({ way, content }) => {
    const steps = await eachStep(way, content, 'kill', async () => {
      endProcesses()
      if (inPlace) for (const { isWhole } of await recover(SYSTEM, directory)) expect(isWhole).toBe(true)
      expect([before, content]).toContainEqual(holds('vm.xml'))
      if (inPlace) expect(holds('other')).toEqual(holds('vm.xml'))
      // The next run is not disturbed, and leaves nothing.
      expect(await way(SYSTEM, content)).toBeUndefined()
      expect(holds('vm.xml')).toEqual(content)
      expect(leftOvers()).toEqual([])
    })
    expect(steps).toBeGreaterThan(10)
  })

  test.each(cases)('when any step fails ($name, $size bytes)', async ({ name, way, content }) => {
    await eachStep(way, content, 'ENOSPC', async (result) => {
      if (result === undefined) expect(holds('vm.xml')).toEqual(content)
      // Only the flush of the directory comes after the file is in its place.
      else if (name === 'write' && !/flushed/.test(JSON.stringify(result))) expect(holds('vm.xml')).toEqual(before)
      else expect([before, content]).toContainEqual(holds('vm.xml'))
      if (inPlace) expect(holds('other')).toEqual(holds('vm.xml'))
      // A file that could not be removed is removed by the next run.
      endProcesses()
      await recover(SYSTEM, directory)
      expect(await way(SYSTEM, content)).toBeUndefined()
      expect(leftOvers()).toEqual([])
    })
  })
})

test('a failure leaves no temporary file, and is reported', async () => {
  writeFileSync(at('vm.xml'), OLD)
  const fs: FileSystem = {
    ...SYSTEM,
    fsync: () => Promise.reject(Object.assign(new Error('quota'), { code: 'EDQUOT' })),
  }
  const failure = await new FileWriter(directory, fs).write('vm.xml', LONGER)
  expect(failure).toMatchObject({ code: 'VL503', message: 'cannot be written: the disk quota is exceeded' })
  expect(readdirSync(directory)).toEqual(['vm.xml'])
})

test('a disk that takes nothing more without an error is an error', async () => {
  const failure = await new FileWriter(directory, { ...SYSTEM, writeSync: () => 0 }).write('vm.xml', LONGER)
  expect(failure).toMatchObject({ code: 'VL503' })
  expect(readdirSync(directory)).toEqual([])
})

test('a file that is shorter on the disk than what was written is not put in its place', async () => {
  writeFileSync(at('vm.xml'), OLD)
  const fs: FileSystem = { ...SYSTEM, writeSync: (_descriptor, _bytes, _offset, length) => length }
  expect(await new FileWriter(directory, fs).write('vm.xml', LONGER)).toMatchObject({ code: 'VL503' })
  expect(holds('vm.xml')).toEqual(OLD)
})

describe('the lock of a directory', () => {
  /** A process that sleeps, and its identity. */
  const other = () => {
    const child = spawn('sleep', ['60'])
    const identity = ownIdentity().replace(/-\d+-\d+$/, `-${child.pid}-${startOf(String(child.pid))}`)
    return { identity, end: () => new Promise((resolve) => child.on('exit', resolve).kill('SIGKILL')) }
  }

  /** Let a process have the lock. */
  const giveTo = (identity: string): string => {
    const entry = join(at(LOCK), `${identity}-0123456789abcdef`)
    mkdirSync(entry, { recursive: true })
    return entry
  }

  test('of a process that has ended is void, and removed before files are read', async () => {
    const { identity, end } = other()
    await end()
    for (const next of [() => write(SYSTEM, LONGER), () => recover(SYSTEM, directory)]) {
      giveTo(identity)
      await next()
      expect(leftOvers()).toEqual([])
    }
    expect(holds('vm.xml')).toEqual(LONGER)
  })

  test('of a process that works is waited for', async () => {
    const { identity, end } = other()
    giveTo(identity)
    let tries = 0
    let seen = (): void => {}
    const hasTried = new Promise<void>((resolve) => {
      seen = resolve
    })
    const trying = (...args: Parameters<FileSystem['renameSync']>): void => {
      if (++tries === 3) seen()
      SYSTEM.renameSync(...args)
    }
    const waiting = write({ ...SYSTEM, renameSync: trying }, LONGER)
    await Promise.race([hasTried, waiting])
    await recover(SYSTEM, directory)
    expect(holds('vm.xml')).toBeUndefined()
    expect(leftOvers()).toContain(LOCK)
    await end()
    expect(await waiting).toBeUndefined()
    expect(holds('vm.xml')).toEqual(LONGER)
  })

  test('is not waited for for ever, and is not removed then', async () => {
    giveTo('ffffffff-1-1')
    await expect(withDirectoryLock(SYSTEM, directory, () => {}, 0)).rejects.toMatchObject({ code: 'ELOCKED' })
    expect(leftOvers()).toEqual([LOCK])
  })

  test('of another machine is void after a minute and a half', async () => {
    const past = Date.now() / 1000 - 91
    utimesSync(giveTo('ffffffff-1-1'), past, past)
    expect(await write(SYSTEM, LONGER)).toBeUndefined()
    expect(readdirSync(directory)).toEqual(['vm.xml'])
  })

  test('of another machine is as old as the clock of the file system says', async () => {
    const past = Date.now() / 1000 - 91
    const entry = giveTo('ffffffff-1-1')
    utimesSync(entry, past, past)
    /** A file server whose clock is behind: to it, the lock is new. */
    const lstatSync = ((path: string, options: object) => {
      const found = SYSTEM.lstatSync(path, options)
      if (found !== undefined && path.endsWith('.tmp')) found.mtimeMs = statSync(entry).mtimeMs
      return found
    }) as FileSystem['lstatSync'] // It has overloads.
    await expect(withDirectoryLock({ ...SYSTEM, lstatSync }, directory, () => {}, 0)).rejects.toMatchObject({
      code: 'ELOCKED',
    })
  })

  test.each(['mkdirSync', 'renameSync'] as const)('is done without where %s cannot do that', async (name) => {
    const cannot = () => {
      throw Object.assign(new Error('not here'), { code: 'EPERM' })
    }
    let isDone = false
    await withDirectoryLock({ ...SYSTEM, [name]: cannot }, directory, () => {
      isDone = true
    })
    expect(isDone).toBe(true)
    expect(leftOvers()).toEqual([])
  })

  test('is not taken for one if it is a file, which is reported', async () => {
    writeFileSync(at(LOCK), 'mine')
    expect(await write(SYSTEM, LONGER)).toMatchObject({
      message: 'cannot be written: .virt-lifecycle.lock is in the way, which is not a directory: remove it',
    })
    expect(readdirSync(directory)).toEqual([LOCK])
  })

  test('has been taken if only the answer of the system got lost', async () => {
    const renameSync: FileSystem['renameSync'] = (from, to) => {
      SYSTEM.renameSync(from, to)
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
    }
    let isDone = false
    await withDirectoryLock({ ...SYSTEM, renameSync }, directory, () => {
      isDone = true
    })
    expect(isDone).toBe(true)
    expect(leftOvers()).toEqual([])
  })
})

describe('what others write', () => {
  const other = Buffer.from('<domain>new</domain>\n')

  /** Let somebody write just before the file is replaced: when it was flushed. */
  const meanwhile = (write: () => void): FileSystem => ({
    ...SYSTEM,
    fsync: async (descriptor) => {
      await SYSTEM.fsync(descriptor)
      write()
    },
  })

  test.each([
    ['before', SYSTEM, () => writeFileSync(at('vm.xml'), other)],
    ['while it is written', meanwhile(() => writeFileSync(at('vm.xml'), other)), () => {}],
    [
      'with a rename',
      meanwhile(() => {
        writeFileSync(at('new'), other)
        renameSync(at('new'), at('vm.xml'))
      }),
      () => {},
    ],
  ])('is not overwritten: %s', async (_, fs, first) => {
    writeFileSync(at('vm.xml'), OLD)
    first()
    const writer = new FileWriter(directory, fs)
    const failure = await writer.write('vm.xml', LONGER, { before: OLD })
    await writer.end()
    expect(failure).toMatchObject({ code: 'VL513' })
    expect(holds('vm.xml')).toEqual(other)
    expect(leftOvers()).toEqual([])
  })

  test('may be the same: then nothing is lost', async () => {
    writeFileSync(at('vm.xml'), OLD)
    const fs = meanwhile(() => utimesSync(at('vm.xml'), 1, 1))
    expect(await new FileWriter(directory, fs).write('vm.xml', LONGER, { before: OLD })).toBeUndefined()
    expect(holds('vm.xml')).toEqual(LONGER)
  })

  test('a file that was removed is not created again', async () => {
    const failure = await new FileWriter(directory).write('vm.xml', LONGER, { before: OLD })
    expect(failure).toMatchObject({ code: 'VL513' })
    expect(readdirSync(directory)).toEqual([])
  })
})

test('mode and number of a file with two names are kept, its mode else', async () => {
  writeFileSync(at('vm.xml'), OLD)
  chmodSync(at('vm.xml'), 0o640)
  await write(SYSTEM, LONGER)
  expect(statSync(at('vm.xml')).mode & 0o7777).toBe(0o640)
  linkSync(at('vm.xml'), at('other'))
  const { ino } = statSync(at('vm.xml'))
  await write(SYSTEM, SHORTER)
  expect(statSync(at('vm.xml'))).toMatchObject({ ino, nlink: 2 })
  expect(holds('other')).toEqual(SHORTER)
})

test('a new file has the mode that the umask leaves', async () => {
  writeFileSync(at('usual'), '')
  await write(SYSTEM, LONGER)
  expect(statSync(at('vm.xml')).mode).toBe(statSync(at('usual')).mode)
})

test('a mode that is given is what a file gets, new or not', async () => {
  for (const mode of [0o600, 0o755]) {
    expect(await new FileWriter(directory).write('vm.xml', LONGER, { mode })).toBeUndefined()
    expect(statSync(at('vm.xml')).mode & 0o7777).toBe(mode)
  }
  linkSync(at('vm.xml'), at('other'))
  await new FileWriter(directory).write('vm.xml', SHORTER, { mode: 0o640 })
  expect(statSync(at('other')).mode & 0o7777).toBe(0o640)
})

test('nothing is written to a link that somebody planted, whatever its name', async () => {
  writeFileSync(at('victim'), OLD)
  for (const name of ['vm.xml.tmp', 'vm.xml.1.tmp', '.vm.xml.swp', '.virt-lifecycle.tmp'])
    symlinkSync('victim', at(name))
  await write(SYSTEM, LONGER)
  expect(holds('victim')).toEqual(OLD)
})

describe('only what is left for certain is removed', () => {
  const name = (process: string) => `.virt-lifecycle-${process}-0123456789abcdef.tmp`
  const OTHER_MACHINE = 'ffffffff-1-1'

  test('not what another machine writes now, nor what only looks like it', async () => {
    const kept = [name(OTHER_MACHINE), '.virt-lifecycle-x.tmp', 'a.tmp', `${name(OTHER_MACHINE)}.xml`]
    for (const one of kept) writeFileSync(at(one), OLD)
    await write(SYSTEM, LONGER)
    expect(readdirSync(directory).sort()).toEqual([...kept, 'vm.xml'].sort())
  })

  test('what another machine has not touched for a day', async () => {
    writeFileSync(at(name(OTHER_MACHINE)), OLD)
    const past = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(at(name(OTHER_MACHINE)), past, past)
    await write(SYSTEM, LONGER)
    expect(readdirSync(directory)).toEqual(['vm.xml'])
  })
})

test('what killed runs left is removed when files are read, even if then none is written', async () => {
  const ended = ownIdentity().replace(/-\d+-\d+$/, '-4194305-1')
  const running = ownIdentity()
  const name = (identity: string) => `.virt-lifecycle-${identity}-0123456789abcdef.tmp`
  writeFileSync(at(name(ended).replace('0123', '1123')), OLD)
  for (const identity of [ended, running])
    mkdirSync(join(at(name(identity)), `${identity}-0123456789abcdef`), { recursive: true })
  // Somebody else put something there.
  mkdirSync(at(name(ended).replace('0123', '2123')))
  writeFileSync(join(at(name(ended).replace('0123', '2123')), 'file'), OLD)
  await recover(SYSTEM, directory)
  expect(leftOvers().sort()).toEqual([name(ended).replace('0123', '2123'), name(running)].sort())
})

test('a journal that another user made changes nothing', async () => {
  writeFileSync(at('vm.xml'), OLD)
  linkSync(at('vm.xml'), at('other'))
  await killInPlace()
  endProcesses()
  const half = holds('vm.xml')
  /** The journal's files are those of a user that nobody is. */
  const lstatSync = ((path: string, options: object) => {
    const found = SYSTEM.lstatSync(path, options)
    if (found !== undefined && /\.(?:old|new)$/.test(path)) found.uid = 4_000_000_000
    return found
  }) as FileSystem['lstatSync'] // It has overloads.
  expect(await recover({ ...SYSTEM, lstatSync }, directory)).toEqual([])
  expect(holds('vm.xml')).toEqual(half)
  expect(await recover(SYSTEM, directory)).toMatchObject([{ isWhole: true }])
  expect(holds('vm.xml')).toEqual(OLD)
})

test('a file that is made whole is found although another one vanishes meanwhile', async () => {
  writeFileSync(at('vm.xml'), OLD)
  linkSync(at('vm.xml'), at('other'))
  await killInPlace()
  endProcesses()
  writeFileSync(at('.vanishing'), '')
  const readdirSync = ((...args: Parameters<typeof SYSTEM.readdirSync>) => {
    const names = SYSTEM.readdirSync(...args)
    if (args[0] === directory && leftOvers().includes(LOCK)) rmSync(at('.vanishing'), { force: true })
    return names
  }) as FileSystem['readdirSync'] // It has overloads.
  expect(await recover({ ...SYSTEM, readdirSync }, directory)).toMatchObject([{ isWhole: true }])
  expect(holds('vm.xml')).toEqual(OLD)
})

test('a file that was changed after a kill stays, with the copy of what it held', async () => {
  writeFileSync(at('vm.xml'), OLD)
  linkSync(at('vm.xml'), at('other'))
  // Between the copies and the new content.
  const steps = await killInPlace()
  expect(steps).toBeGreaterThan(0)
  writeFileSync(at('vm.xml'), 'repaired by hand')
  endProcesses()
  const [recovered] = await recover(SYSTEM, directory)
  expect(recovered).toMatchObject({ isWhole: false })
  expect(holds('vm.xml')?.toString()).toBe('repaired by hand')
  expect(readFileSync(recovered?.backup ?? '')).toEqual(OLD)
})

/** Kill a rewriting after it has begun to change the file. */
async function killInPlace(): Promise<number> {
  for (let step = 1; step < 100; step++) {
    await write(faultyFileSystem(step, 'kill'), LONGER)
    if (!holds('vm.xml')?.equals(OLD)) return step
    for (const name of leftOvers()) rmSync(at(name), { recursive: true })
  }
  return 0
}
