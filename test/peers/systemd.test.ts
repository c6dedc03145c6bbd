import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { START_UNIT, STOP_UNIT } from '../../src/cli/guests/units.js'
import { virtLifecycle } from '../cli/program.js'
import { describeWithPeer } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-systemd-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The units as they are installed below a directory. */
async function installed(name: string, ...args: readonly string[]): Promise<readonly string[]> {
  const root = join(scratch, name)
  mkdirSync(root)
  // The program must exist. systemd allows no quotes in its path.
  const odd = join(scratch, '100% $x')
  mkdirSync(odd, { recursive: true })
  writeFileSync(join(odd, 'node'), '', { mode: 0o755 })
  const program = [join(odd, 'node'), join(odd, '"main".js')] as const
  const { status } = await virtLifecycle(['guests', 'install', '--root', root, ...args], { system: { program } })
  expect(status).toBe(0)
  return [STOP_UNIT, START_UNIT].map((unit) => join(root, 'etc/systemd/system', unit))
}

/** systemd-analyze, which reads no unit of this machine that it is not told about. */
function analyze(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

describeWithPeer(['systemd-analyze'], 'systemd reads the units', () => {
  test.each([
    ['plain', []],
    ['quoted', ['--uri', 'qemu+unix:///system?socket=/a b/%d$HOME;"x"\\y', '--record', `${scratch}/a b/100%`]],
  ])('without a complaint: %s', async (name, args) => {
    const units = await installed(name, ...args)
    expect(analyze('verify', ...units)).toEqual({ status: 0, said: '' })
  })

  test('and would complain', async () => {
    const [unit = ''] = await installed('damaged')
    const text = readFileSync(unit, 'utf8').replace('ProtectClock=', 'ProtectClok=')
    const damaged = join(scratch, 'damaged.service')
    writeFileSync(damaged, text)
    expect(analyze('verify', damaged).said).toContain('ProtectClok')
  })

  test('and finds them hardened', async () => {
    const units = await installed('hardened', '--record', '/srv/records')
    for (const unit of units) {
      // 100 is a service without any hardening.
      expect(analyze('security', '--offline=yes', '--threshold=30', '--no-pager', unit).status).toBe(0)
      expect(analyze('security', '--offline=yes', '--threshold=10', '--no-pager', unit).status).not.toBe(0)
    }
  })
})
