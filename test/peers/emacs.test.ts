import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PROGRAM } from '../cli/program.js'
import { describeWithPeer } from './programs.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virt-lifecycle-emacs-'))
  // A project to Emacs.
  spawnSync('git', ['init', '--quiet', folder])
  writeFileSync(join(folder, 'virt-lifecycle.config.json'), '{ "schema": "embedded" }')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeWithPeer(['eglot'], 'Emacs with eglot', () => {
  test('shows what is found, fixes it and completes', () => {
    const domain = '<domain type="kvm">\n  <name>web01</name>\n  <on_hoststop>sav</on_hoststop>\n</domain>\n'
    writeFileSync(join(folder, 'web01.xml'), domain)
    const env = { ...process.env, NODE_OPTIONS: '', NODE: process.execPath, VIRT_LIFECYCLE: PROGRAM, HOME: folder }
    const session = ['--batch', '-q', '--load', resolve('test/peers/emacs/session.el')]
    const { status, stdout, stderr } = spawnSync('emacs', session, { cwd: folder, env, encoding: 'utf8' })
    expect([status, stdout, stderr]).toEqual([
      0,
      `3: virt-lifecycle [VL203]: on_hoststop is "sav", not one of: destroy, save, shutdown, stop-and-restart-on-next-boot
did you mean "save"?
${domain.replace('sav<', 'save<')}on_hoststart`,
      expect.anything(),
    ])
  })
})
