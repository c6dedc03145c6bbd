import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { type Machine, type WriteMachinesOptions, writeMachines } from '../../../src/translate/index.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
const machine = (lifecycle: Lifecycle, more: Partial<Machine>): Machine => ({ lifecycle, source, ...more })

function script(machines: readonly Machine[], options: WriteMachinesOptions = {}) {
  const { documents, diagnostics } = writeMachines(machines, 'virsh', options)
  return { text: documents[0]?.text ?? '', codes: diagnostics.map(({ code }) => code) }
}

/** A stand-in for virsh that records its arguments byte for byte, and fails for a domain with "fail" in its name. */
const STAND_IN = `#!/bin/sh
printf '%s\\0' "$#" "$@" >> "$RECORD"
case "$*" in *--domain=*fail*) exit 1;; esac
`
const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-'))
const record = join(scratch, 'record')
writeFileSync(join(scratch, 'virsh'), STAND_IN)
chmodSync(join(scratch, 'virsh'), 0o755)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
beforeEach(() => rmSync(record, { force: true }))

/** Run a script with a real shell; the calls of virsh that it made. */
function run(text: string) {
  writeFileSync(record, '')
  writeFileSync(join(scratch, 'apply.sh'), text)
  const { status, stdout, stderr } = spawnSync('sh', ['apply.sh'], {
    cwd: scratch,
    encoding: 'utf8',
    env: { PATH: `${scratch}${delimiter}${process.env['PATH']}`, RECORD: record },
  })
  const words = readFileSync(record, 'utf8').split('\0').slice(0, -1)
  const calls: string[][] = []
  while (words.length > 0) calls.push(words.splice(0, Number(words.shift())))
  return { status, stdout, stderr, calls }
}

const metadata = (domain: string, content: string) => [
  '--quiet',
  'metadata',
  `--domain=${domain}`,
  '--uri=urn:x-virt-lifecycle:domain:1.0',
  '--key=lifecycle',
  '--config',
  `--set=<lifecycle>${content}</lifecycle>`,
]
const SAVE = '<on_hoststop>save</on_hoststop>'

describe('what a script does', () => {
  test('the settings into the metadata, and the nearest autostart', () => {
    const { text, codes } = script([
      machine({ hostStart: 'start', delay: 30, order: 2, hostStop: 'save' }, { name: 'a', uuid: UUID }),
      machine({ hostStart: 'restart-if-active' }, { name: 'b' }),
      machine({ hostStop: 'save' }, { name: 'c' }),
      machine({}, { name: 'd' }),
    ])
    expect(codes).toEqual([])
    expect(run(text)).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
      calls: [
        metadata(UUID, `<on_hoststart delay="30" order="2">start</on_hoststart>${SAVE}`),
        ['--quiet', 'autostart', `--domain=${UUID}`],
        metadata('b', '<on_hoststart>restart-if-active</on_hoststart>'),
        ['--quiet', 'autostart', '--domain=b', '--disable'],
        metadata('c', SAVE),
      ],
    })
  })

  test('settings that autostart cannot express are in a comment', () => {
    const { text } = script([machine({ hostStart: 'restart-if-active', delay: 3 }, { name: 'b' })])
    expect(text).toContain('autostart cannot express it: on_hoststart "restart-if-active", delay "3"\n')
  })

  test('one domain that fails does not stop the others', () => {
    const { text } = script(['a', 'fail\u001b[31m', 'c'].map((name) => machine({ hostStart: 'start' }, { name })))
    const { status, stderr, calls } = run(text)
    expect(status).toBe(1)
    expect(stderr).toBe('"fail\\u{1b}[31m": could not be set\n1 of the domains could not be set; see above.\n')
    expect(calls.map(([, verb, domain]) => `${verb} ${domain}`)).toEqual([
      'metadata --domain=a',
      'autostart --domain=a',
      'metadata --domain=fail\u001b[31m',
      'metadata --domain=c',
      'autostart --domain=c',
    ])
  })

  test('with another connection URI', () => {
    const { text } = script([machine({ hostStop: 'save' }, { name: 'a' })], { connect: "qemu+ssh://h'/system" })
    expect(run(text).calls[0]?.slice(0, 3)).toEqual(['--connect', "qemu+ssh://h'/system", '--quiet'])
  })
})

test('whatever a name is, virsh gets it byte for byte and nothing else is run', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom(...'\'"\\$`();&|<>#!*?[]{}~-= \t\n\ra\u00e9\u0001'), minLength: 1 }),
    fc.constantFrom("'; touch pwned #", '$(touch pwned)', '--help', '-', '\n# x\ntouch pwned\n', "a'\\''b"),
  )
  const safe = name.filter((text) => !/\0|fail|^\s*\d+$/.test(text))
  fc.assert(
    fc.property(fc.array(safe, { minLength: 1, maxLength: 20 }), (names) => {
      const { text, codes } = script(names.map((n) => machine({ hostStop: 'save' }, { name: n })))
      expect(codes).toEqual([])
      expect(run(text)).toEqual({ status: 0, stdout: '', stderr: '', calls: names.map((n) => metadata(n, SAVE)) })
    }),
    { numRuns: 30 },
  )
})

describe('what a script cannot carry is reported', () => {
  test.each<[string, Lifecycle, Partial<Machine>, string[]]>([
    ['no name', { hostStop: 'save' }, {}, ['VL307']],
    ['a zero byte', { hostStop: 'save' }, { name: 'a\0b' }, ['VL309']],
    ['a name that virsh takes for an ID', { hostStop: 'save' }, { name: '12' }, ['VL309']],
    ['a name that virsh takes for a UUID', { hostStop: 'save' }, { name: UUID }, ['VL309']],
    [
      'delay and order without a start action',
      { delay: 1, order: 2, hostStop: 'save' },
      { name: 'a' },
      ['VL303', 'VL303'],
    ],
    ['the same alone', { delay: 1 }, { name: 'a' }, ['VL303']],
  ])('%s', (_, lifecycle, more, expected) => {
    expect(script([machine(lifecycle, more)]).codes).toEqual(expected)
  })

  test('a name that is a number does no harm if there is a UUID', () => {
    expect(script([machine({ hostStop: 'save' }, { name: '12', uuid: UUID })]).codes).toEqual([])
  })
})
