import { spawnSync } from 'node:child_process'
import { expect, jest, test } from '@jest/globals'
import { type Peer, testWithPeer } from '../peers/programs.js'

// Each starts many processes, and other tests run at the same time.
jest.setTimeout(400_000)

/** A kind of torture in rounds that take seconds, always the same ones. What is measured by time is in growth.test.ts. */
function inShort(kind: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/torture/run.mjs', '--short', kind], {
    encoding: 'utf8',
  })
  expect(status === 0 ? '' : `${stdout}${stderr}`).toBe('')
  expect(stdout).toMatch(/; none failed; .*\n\nall well\n$/)
  // Of what CI installs, nothing is left out.
  if (process.env['VIRT_LIFECYCLE_REQUIRE_PEERS'] === '1') expect(stdout).not.toMatch(/^skip/m)
}

test.each(['kills', 'twins', 'editors', 'fuzz', 'scripts'])('%s', inShort)

const WITH_PEERS: readonly (readonly [kind: string, ...peers: Peer[]])[] = [['full-disk', 'mount namespace']]

for (const [kind, ...peers] of WITH_PEERS) testWithPeer(peers, kind, () => inShort(kind))
