/**
 * Each command that writes, on a disk with no page free, with one, and so on until there are enough. It needs Linux and unshare:
 * the disk is a tmpfs in a namespace of its own.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { withScratch } from '../faults/scratch.mjs'
import { WRITERS } from '../faults/writers.mjs'
import { Broken } from '../faults/writing.mjs'

const NAMES = Object.keys(WRITERS)
const ON_SMALL_DISK = fileURLToPath(new URL('../faults/on-small-disk.mjs', import.meta.url))

export default {
  name: 'full-disk',
  promise: 'On a disk that gets full, each file is the old or the new one, whole, and what was not written is reported',
  pass: NAMES.length,
  missing: () =>
    spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0 ? undefined : 'unshare',
  round: async (random, { isShort, say }) => {
    const name = NAMES[random.seed % NAMES.length]
    const size = { count: 1 + random.below(3), padding: random.below(isShort ? 8_000 : 60_000) }
    const { status, stdout, stderr } = await withScratch((disk) => {
      const args = ['-rm', process.execPath, ON_SMALL_DISK, name, JSON.stringify(size), disk]
      return spawnSync('unshare', args, { encoding: 'utf8' })
    })
    if (status !== 0) throw new Broken(`${name}: ${stderr}`)
    const { enough } = JSON.parse(stdout)
    say(`${name}: ${enough} pages are enough`)
    return { 'runs on a full disk': enough }
  },
}
