import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { type Machine, readMachines, writeMachines } from '../../src/translate/index.js'
import { virtLifecycle } from '../cli/program.js'
import { describeWithPeer } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-peer-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The test driver keeps its domains only while connected, so several commands go through one virsh. */
function virsh(...commands: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('virsh', ['-q', '-c', 'test:///default', commands.join('; ')], {
    cwd: scratch,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const ELEMENTS = '<on_hoststart delay="30" order="2">restart-if-active</on_hoststart><on_hoststop>save</on_hoststop>'
const LIFECYCLE = { hostStart: 'restart-if-active', delay: 30, order: 2, hostStop: 'save' } as const
const domain = (inMetadata: string, elements: string) =>
  `<domain type="test"><name>vm</name>${inMetadata}<memory>8192</memory><os><type>hvm</type></os>${elements}</domain>`
const METADATA = `<metadata><lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">${ELEMENTS}</lifecycle></metadata>`

const read = (text: string): readonly Machine[] => readMachines(new SourceText('vm.xml', text)).machines

describeWithPeer(['virsh'], "what today's libvirt does with the elements", () => {
  test('define preserves the metadata placement, and dumpxml shows it', () => {
    writeFileSync(join(scratch, 'meta.xml'), domain(METADATA, ''))
    const { status, stdout } = virsh('define meta.xml', 'dumpxml vm')
    expect(status).toBe(0)
    expect(read(stdout.slice(stdout.indexOf('<domain')))).toMatchObject([
      { lifecycle: LIFECYCLE, placement: 'metadata' },
    ])
  })

  test('define silently drops the element placement', () => {
    writeFileSync(join(scratch, 'element.xml'), domain('', ELEMENTS))
    const { status, stdout, stderr } = virsh('define element.xml', 'dumpxml vm')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(read(stdout.slice(stdout.indexOf('<domain')))).toMatchObject([{ name: 'vm', lifecycle: {} }])
  })

  test('define --validate rejects the element placement', () => {
    writeFileSync(join(scratch, 'element.xml'), domain('', ELEMENTS))
    const { status, stderr } = virsh('define --validate element.xml')
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/on_host/)
  })

  test('explain describes exactly that', async () => {
    const explained = async (text: string) => (await virtLifecycle(['explain'], { input: text })).stdout
    expect(await explained(domain(METADATA, ''))).toMatch(/the metadata is kept by "virsh define" and shown by dumpxml/)
    expect(await explained(domain('', ELEMENTS))).toMatch(
      /"virsh define" drops the elements silently and "define --validate" refuses/,
    )
  })
})

describeWithPeer(['virsh'], 'a script for virsh', () => {
  /** A virsh whose domains survive a call: the definitions are files, which each call loads and writes back. */
  const STATEFUL = `#!/bin/sh
for word; do shift; case "$word" in *[!A-Za-z0-9=:./_-]*) word=$(printf %s "$word" | sed "s/'/'\\"'\\"'/g; s/^/'/; s/$/'/");; esac; set -- "$@" "$word"; done
shift
real=$(command -v -p virsh) || exit 127
"$real" -q -c test:///default "define vm.xml; $*; dumpxml --inactive vm" > out.txt || exit 1
sed -n '/<domain/,$p' out.txt > vm.xml
`

  test('applies its settings, and a second run changes nothing', () => {
    writeFileSync(join(scratch, 'virsh'), STATEFUL)
    chmodSync(join(scratch, 'virsh'), 0o755)
    writeFileSync(join(scratch, 'vm.xml'), domain('', ''))
    const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
    const machine: Machine = { name: 'vm', lifecycle: { ...LIFECYCLE, hostStart: 'start' }, source }
    writeFileSync(join(scratch, 'apply.sh'), writeMachines([machine], 'virsh').documents[0]?.text ?? '')
    const runs = [1, 2].map(() => {
      const { status, stderr } = spawnSync('sh', ['apply.sh'], {
        cwd: scratch,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${scratch}${delimiter}${process.env['PATH']}` },
      })
      return { status, stderr, text: readFileSync(join(scratch, 'vm.xml'), 'utf8') }
    })
    expect(runs[0]).toMatchObject({ status: 0, stderr: '' })
    expect(read(runs[0]?.text ?? '')).toMatchObject([{ lifecycle: machine.lifecycle, placement: 'metadata' }])
    expect(runs[1]).toEqual(runs[0])
  })
})
