/**
 * A process in a mount namespace of its own: a command that writes, on a disk with more and more free pages until they are
 * enough. Prints how many that are, as JSON; ends with status 1 and a message if something is broken.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withScratch } from './scratch.mjs'
import { Broken, Writing } from './writing.mjs'

const [name, size] = [process.argv[2], JSON.parse(process.argv[3])]
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

await withScratch(async (disk) => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', disk])
  try {
    const writing = new Writing(name, join(disk, 'work'), size)
    await writing.learn()
    for (let pages = 0; pages < MOST; pages++) {
      try {
        if (!(await tryLevel(writing, disk, pages))) continue
      } catch (error) {
        throw new Broken(`with ${pages} free pages: ${error.message}`)
      }
      process.stdout.write(JSON.stringify({ levels: pages + 1 }))
      return
    }
    throw new Broken(`${MOST} pages are not enough`)
  } finally {
    execFileSync('umount', [disk])
  }
}).catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
