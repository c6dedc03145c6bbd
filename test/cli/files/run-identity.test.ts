import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { buildSync } from 'esbuild'
import { hasEnded, ownIdentity, startOf } from '../../../src/cli/files/run-identity.js'
import { testWithPeer } from '../../peers/programs.js'

test('a process runs until it has ended, and another one may have its number later', () => {
  expect(hasEnded(ownIdentity())).toBe(false)
  expect(hasEnded(ownIdentity().replace(/-\d+$/, '-1'))).toBe(true)
  expect(hasEnded(ownIdentity().replace(/-\d+-\d+$/, '-4194305-1'))).toBe(true)
  expect(hasEnded('ffffffff-1-1')).toBeUndefined()
})

test('a process that was killed has ended, even if its parent takes no notice', async () => {
  // The shell becomes a program that waits for nobody.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
  const [data] = await once(parent.stdout, 'data')
  const child = String(data).trim()
  const identity = ownIdentity().replace(/-\d+-\d+$/, `-${child}-${startOf(child)}`)
  expect(hasEnded(identity)).toBe(false)
  process.kill(Number(child), 'SIGKILL')
  const end = Date.now() + 10_000
  while (hasEnded(identity) === false && Date.now() < end);
  expect(hasEnded(identity)).toBe(true)
  parent.kill('SIGKILL')
})

testWithPeer(['mount-namespace'], 'it is not known whether a process has ended that the system hides', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-identity-'))
  try {
    chmodSync(scratch, 0o755)
    const module = join(scratch, 'run-identity.mjs')
    buildSync({
      entryPoints: ['src/cli/files/run-identity.ts'],
      outfile: module,
      bundle: true,
      format: 'esm',
      platform: 'node',
    })
    const asked = `import(${JSON.stringify(module)}).then(({ hasEnded }) => console.log(String(hasEnded('${ownIdentity()}'))))`
    const hidden =
      'mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"'
    for (const [script, answer] of [
      ['exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"', 'false'],
      [hidden, 'undefined'],
    ] as const) {
      const node = [process.execPath, '-e', asked]
      const { stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', script, 'sh', ...node], {
        encoding: 'utf8',
        cwd: '/',
      })
      expect(stdout + stderr).toBe(`${answer}\n`)
    }
  } finally {
    rmSync(scratch, { recursive: true })
  }
})
