import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Do work in a directory of its own, which is removed then. */
export async function withScratch(work) {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-torture-'))
  try {
    return await work(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
