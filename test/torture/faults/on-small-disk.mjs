/**
 * A process in a mount namespace of its own, with a disk in a directory: a command that writes, with more and more free pages
 * until they are enough. Prints how many that are, as JSON; ends with status 1 and a message if something is broken.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Broken, Writing } from './writing.mjs'

const [name, size, disk] = [process.argv[2], JSON.parse(process.argv[3]), process.argv[4]]
/** More than is ever needed. */
const MOST = 1000

/** Leave only so many pages. */
function leaveFree(disk, pages) {
  const { bavail, bsize } = statfsSync(disk)
  if (bavail < pages) throw new Error(`the disk has only ${bavail} pages`)
  writeFileSync(join(disk, 'ballast'), Buffer.alloc((bavail - pages) * bsize))
}

async function tryLevel(writing, disk, pages) {
  for (const entry of readdirSync(disk)) rmSync(join(disk, entry), { recursive: true })
  writing.fill()
  leaveFree(disk, pages)
  const isDone = writing.checkFailed(await writing.run(), false)
  rmSync(join(disk, 'ballast'))
  await writing.checkNext()
  return isDone
}

/** How many free pages are enough. */
async function enough(disk) {
  const writing = new Writing(name, join(disk, 'work'), size)
  await writing.learn()
  for (let pages = 0; pages < MOST; pages++) {
    try {
      if (await tryLevel(writing, disk, pages)) return pages
    } catch (error) {
      throw new Broken(`with ${pages} free pages: ${error.message}`)
    }
  }
  throw new Broken(`${MOST} pages are not enough`)
}

// The disk is gone when the process ends: nobody else sees it.
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', disk])
try {
  process.stdout.write(JSON.stringify({ enough: await enough(disk) }))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
