import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { describeWithPeer, LIBVIRT_GUESTS } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-libvirt-guests-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describeWithPeer(['libvirt-guests'], 'stopping libvirt-guests, as docs/guests.md says', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(join(scratch, 'host-'))
    for (const each of ['bin', 'lib/libvirt', 'lock']) mkdirSync(join(directory, each), { recursive: true })
    // It says what it was asked.
    writeFileSync(join(directory, 'bin/virsh'), `#!/bin/sh\necho "$*" >> ${directory}/asked\n`)
    chmodSync(join(directory, 'bin/virsh'), 0o755)
  })

  /** Debian's script, whose own directory for what changes is ours. */
  function stop(): { readonly status: number | null; readonly asked: string } {
    const script = readFileSync(LIBVIRT_GUESTS, 'utf8').replace(/^localstatedir=.*$/m, `localstatedir='${directory}'`)
    const PATH = [join(directory, 'bin'), process.env['PATH']].join(delimiter)
    const { status } = spawnSync('sh', ['-s', 'stop'], { input: script, env: { PATH } })
    const asked = join(directory, 'asked')
    return { status, asked: existsSync(asked) ? readFileSync(asked, 'utf8') : '' }
  }

  test('with its list there, it leaves the guests alone', () => {
    writeFileSync(join(directory, 'lib/libvirt/libvirt-guests'), '')
    expect(stop()).toEqual({ status: 0, asked: '' })
  })

  test('without it, it does not', () => {
    expect(stop().asked).toContain('list')
  })
})
