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
  const UUIDS = [1, 2, 3, 4].map((i) => `11111111-0000-4000-8000-00000000000${i}`)
  const NAMES = ['vm', 'a;b \'c"', 'W\u00e9b01', '1']

  /**
   * A virsh whose domains survive a call: the test driver loads them from a file for each connection, and what a call
   * leaves is written back. Autostart is not in domain XML, so it is recorded.
   */
  const STATEFUL = `#!/bin/sh
real=$(command -v -p virsh) || exit 127
state=$PWD/node.xml
case "$*" in *'list --all'*) exec "$real" -c "test://$state" "$@";; esac
case "$*" in *' autostart '*) printf '%s\\n' "$*" >> autostart.txt; exec "$real" -c "test://$state" "$@";; esac
for word; do shift; case "$word" in *[!A-Za-z0-9=:./_-]*) word=$(printf %s "$word" | sed "s/'/'\\"'\\"'/g; s/^/'/; s/$/'/");; esac; set -- "$@" "$word"; done
"$real" -q -c "test://$state" "${'$'}{*#--quiet }; ${UUIDS.map((uuid) => `dumpxml --inactive ${uuid}`).join('; ')}" > out.txt || exit 1
{ echo '<node>'; sed -n '/<domain/,/<\\/domain>/p' out.txt; echo '</node>'; } > node.xml
`

  const described = (name: string, uuid: string) =>
    `<domain type="test"><name>${name.replace('"', '&quot;')}</name><uuid>${uuid}</uuid><memory>8192</memory><os><type>hvm</type></os></domain>`
  const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
  const lifecycle = { ...LIFECYCLE, hostStart: 'start' } as const

  test('finds domains by UUID, by name and by name in another case, and applies their settings', () => {
    writeFileSync(join(scratch, 'virsh'), STATEFUL)
    chmodSync(join(scratch, 'virsh'), 0o755)
    writeFileSync(join(scratch, 'autostart.txt'), '')
    writeFileSync(
      join(scratch, 'node.xml'),
      `<node>${NAMES.map((name, i) => described(name, UUIDS[i] ?? '')).join('')}</node>`,
    )
    const machines: readonly Machine[] = [
      { name: 'renamed', uuid: UUIDS[0] ?? '', lifecycle, source },
      { name: 'a;b \'c"', uuid: '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01', lifecycle, source },
      { name: 'W\u00e9B01', uuid: '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e02', lifecycle, source },
      { name: '1', lifecycle: { hostStart: 'ignore' }, source },
      { name: 'missing', lifecycle, source },
    ]
    writeFileSync(join(scratch, 'apply.sh'), writeMachines(machines, 'virsh').documents[0]?.text ?? '')
    const run = () => {
      const { status, stdout, stderr } = spawnSync('sh', ['apply.sh'], {
        cwd: scratch,
        encoding: 'utf8',
        env: { ...process.env, PATH: `${scratch}${delimiter}${process.env['PATH']}` },
      })
      return { status, stdout, stderr, text: readFileSync(join(scratch, 'node.xml'), 'utf8') }
    }
    const first = run()
    expect(first).toMatchObject({
      status: 1,
      stderr: '"missing": not found: no domain has its name\n',
      stdout: expect.stringMatching(/\nset 4, failed 0, not found 1\n$/),
    })
    const domains = [...first.text.matchAll(/<domain[\s\S]*?<\/domain>/g)].flatMap(([text]) => read(text))
    expect(domains).toMatchObject(
      [lifecycle, lifecycle, lifecycle, { hostStart: 'ignore' }].map((expected, i) => ({
        name: NAMES[i],
        uuid: UUIDS[i],
        lifecycle: expected,
        placement: 'metadata',
      })),
    )
    expect(readFileSync(join(scratch, 'autostart.txt'), 'utf8').trim().split('\n')).toEqual([
      ...UUIDS.slice(0, 3).map((uuid) => `--quiet autostart --domain=${uuid}`),
      `--quiet autostart --domain=${UUIDS[3]} --disable`,
    ])
    expect(run()).toEqual(first)
  })
})
