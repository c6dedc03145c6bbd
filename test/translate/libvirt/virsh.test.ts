import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { type Machine, matchMachines, type WriteMachinesOptions, writeMachines } from '../../../src/translate/index.js'
import { isInstalled, runScript, SHELLS } from '../../torture/scripts/fake-virsh.mjs'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
const uuidOf = (i: number) => `11111111-0000-4000-8000-${String(i).padStart(12, '0')}`
const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
const machine = (lifecycle: Lifecycle, more: Partial<Machine>): Machine => ({ lifecycle, source, ...more })

function script(machines: readonly Machine[], options: WriteMachinesOptions = {}) {
  const { documents, diagnostics } = writeMachines(machines, 'virsh', options)
  return { text: documents[0]?.text ?? '', codes: diagnostics.map(({ code }) => code) }
}

/** A domain of the stand-in. */
interface StandInDomain {
  readonly uuid: string
  readonly name: string
}

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** How a script is run. */
interface RunOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly shell?: readonly string[]
  /** Parts of calls that fail. */
  readonly fail?: string
}

/** Run a script with a real shell; the calls of virsh that it made, apart from listing the domains. */
const run = (text: string, domains: readonly StandInDomain[] | undefined, options: RunOptions = {}) =>
  runScript(scratch, text, domains, options)

const metadata = (uuid: string, content: string) => [
  '--quiet',
  'metadata',
  `--domain=${uuid}`,
  '--uri=urn:x-virt-lifecycle:domain:1.0',
  '--key=lifecycle',
  '--config',
  `--set=<lifecycle>${content}</lifecycle>`,
]
const SAVE = '<on_hoststop>save</on_hoststop>'
const save = (more: Partial<Machine>) => machine({ hostStop: 'save' }, more)
/** The UUIDs of the domains whose metadata a run set, in order. */
const setIn = (result: ReturnType<typeof run>) =>
  result.calls.flatMap(([, verb, domain]) => (verb === 'metadata' ? [domain?.replace('--domain=', '')] : []))

describe.each(SHELLS.filter(isInstalled).map((shell) => [shell.join(' '), shell] as const))(
  'what a script does in %s',
  (_, shell) => {
    const domains = ['a', 'b', 'c', 'd'].map((name, i) => ({ name, uuid: uuidOf(i) }))

    test('the settings into the metadata, and the nearest autostart', () => {
      const { text, codes } = script([
        machine({ hostStart: 'start', delay: 30, order: 2, hostStop: 'save' }, { name: 'other', uuid: uuidOf(0) }),
        machine({ hostStart: 'restart-if-active' }, { name: 'b' }),
        save({ name: 'C', uuid: UUID }),
        machine({}, { name: 'd' }),
      ])
      expect(codes).toEqual([])
      expect(run(text, domains, { shell })).toEqual({
        status: 0,
        stdout: `"other": set (${uuidOf(0)}, found by its UUID)
"b": set (${uuidOf(1)}, found by its name)
"C": set (${uuidOf(2)}, found by its name in another letter case)
set 3, failed 0, not found 0
`,
        stderr: '',
        calls: [
          metadata(uuidOf(0), `<on_hoststart delay="30" order="2">start</on_hoststart>${SAVE}`),
          ['--quiet', 'autostart', `--domain=${uuidOf(0)}`],
          metadata(uuidOf(1), '<on_hoststart>restart-if-active</on_hoststart>'),
          ['--quiet', 'autostart', `--domain=${uuidOf(1)}`, '--disable'],
          metadata(uuidOf(2), SAVE),
        ],
      })
    })

    test('a domain that fails or is missing does not stop the others', () => {
      const { text } = script(
        ['a', 'b', 'c\u001b[31m', 'd'].map((name) =>
          machine({ hostStart: 'start' }, { name, uuid: UUID.replace('6f', `${name.charCodeAt(0)}`) }),
        ),
      )
      expect(run(text, domains, { shell, fail: `metadata --domain=${uuidOf(0)}` })).toMatchObject({
        status: 1,
        stdout: `"b": set (${uuidOf(1)}, found by its name)
"d": set (${uuidOf(3)}, found by its name)
set 2, failed 1, not found 1
`,
        stderr: `"a": its metadata could not be set (${uuidOf(0)}, found by its name)
"c\\u{1b}[31m": not found: no domain has its UUID or its name
`,
      })
      const { stderr } = run(text, domains, { shell, fail: `autostart --domain=${uuidOf(0)}` })
      expect(stderr).toMatch(/^"a": its metadata was set, but its autostart could not be/)
    })

    test.each<[string, RunOptions]>([
      ['--dry-run', { args: ['--dry-run'] }],
      ['VIRT_LIFECYCLE_DRY_RUN=1', { env: { VIRT_LIFECYCLE_DRY_RUN: '1' } }],
    ])('%s says what would be set, and sets nothing', (_name, options) => {
      const { text } = script([machine({ hostStart: 'start' }, { name: 'a' }), save({ name: 'none' })])
      expect(run(text, domains, { shell, ...options })).toEqual({
        status: 1,
        stdout: `"a": would be set (${uuidOf(0)}, found by its name): <lifecycle><on_hoststart>start</on_hoststart></lifecycle>, autostart on
would set 1, not found 1; nothing was changed
`,
        stderr: '"none": not found: no domain has its name\n',
        calls: [],
      })
    })

    test('--help, an unknown argument, and no connection', () => {
      const { text } = script([save({ name: 'a' })])
      expect(run(text, domains, { shell, args: ['--help'] })).toMatchObject({ status: 0, stderr: '', calls: [] })
      expect(run(text, domains, { shell, args: ['--dryrun'] })).toMatchObject({
        status: 2,
        stderr: 'unknown argument: --dryrun; see --help\n',
        calls: [],
      })
      expect(run(text, undefined, { shell })).toEqual({
        status: 2,
        stdout: '',
        stderr: 'error: no connection\nThe domains could not be listed; nothing was set.\n',
        calls: [],
      })
    })

    test('names that are numbers, or that differ only in case or as numbers, are not confused', () => {
      const names = ['1', '1.0', '+1', '0x1', 'Web', 'web', `${UUID.replaceAll('-', '')}`]
      const { text } = script(names.map((name) => save({ name })))
      const twins = [...names].reverse().map((name, i) => ({ name, uuid: uuidOf(i) }))
      expect(setIn(run(text, twins, { shell }))).toEqual(names.map((_name, i) => uuidOf(names.length - 1 - i)))
    })
  },
)

describe('which domain is meant', () => {
  const notFound = (machines: readonly Machine[], domains: readonly StandInDomain[]) =>
    run(script(machines).text, domains).stderr

  test('not one that has the UUID of another machine', () => {
    const machines = [save({ name: 'a', uuid: uuidOf(1) }), save({ name: 'b', uuid: uuidOf(2) })]
    expect(notFound(machines, [{ name: 'b', uuid: uuidOf(1) }])).toBe(
      '"b": not found: the domain with its name has the UUID of another machine\n',
    )
  })

  test('not by a name that another machine has, even one without settings', () => {
    const machines = [save({ name: 'a', uuid: uuidOf(1) }), machine({}, { name: 'a', uuid: uuidOf(2) })]
    expect(notFound(machines, [{ name: 'a', uuid: uuidOf(3) }])).toBe(
      '"a": not found: no domain has its UUID, and several machines have its name\n',
    )
  })

  test('not by a UUID that another machine has', () => {
    const machines = ['a', 'b'].map((name) => save({ name, uuid: UUID }))
    expect(notFound(machines, [{ name: 'a', uuid: UUID }])).toBe(
      '"a": not found: several machines have its UUID\n"b": not found: several machines have its UUID\n',
    )
  })

  test('not by a name in another letter case that several have', () => {
    const twins = ['WEB', 'Web'].map((name, i) => ({ name, uuid: uuidOf(i) }))
    expect(notFound([save({ name: 'web' })], twins)).toBe('"web": not found: several domains have its name\n')
    expect(notFound([save({ name: 'web' }), save({ name: 'wEB' })], twins.slice(0, 1))).toBe(
      '"web": not found: no domain has its name\n"wEB": not found: no domain has its name\n',
    )
  })

  test('a script takes the domains that --into takes', () => {
    const identity = fc.record(
      { name: fc.constantFrom('a', 'A', 'b', 'B', 'c'), uuid: fc.integer({ min: 0, max: 3 }).map(uuidOf) },
      { requiredKeys: [] },
    )
    const machines = fc.array(identity, { minLength: 1, maxLength: 4 }).map((ids) => ids.map((id) => save(id)))
    const domains = fc
      .uniqueArray(fc.constantFrom('a', 'A', 'b', 'B', 'd'), { minLength: 1 })
      .map((names) => names.map((name, i) => ({ name, uuid: uuidOf(i) })))
    fc.assert(
      fc.property(machines, domains, (wanted, there) => {
        const { matches } = matchMachines(wanted, there)
        expect(setIn(run(script(wanted).text, there))).toEqual(matches.map(({ domain }) => domain.uuid))
      }),
      { numRuns: 40 },
    )
  })
})

test('settings that autostart cannot express are in a comment', () => {
  const { text } = script([machine({ hostStart: 'restart-if-active', delay: 3 }, { name: 'b' })])
  expect(text).toContain('autostart cannot express it: on_hoststart "restart-if-active", delay "3"\n')
})

test('with another connection URI', () => {
  const { text } = script([save({ name: 'a' })], { connect: "qemu+ssh://h'/system" })
  expect(run(text, [{ name: 'a', uuid: UUID }]).calls[0]?.slice(0, 3)).toEqual([
    '--connect',
    "qemu+ssh://h'/system",
    '--quiet',
  ])
})

test('whatever a name is, it is compared byte for byte and nothing of it is run', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom(...'\'"\\$`();&|<>#!*?[]{}~-= \t\n\ra\u00e9\u0001'), minLength: 1 }),
    fc.constantFrom("'; touch pwned #", '$(touch pwned)', '--help', '-', '\n# x\ntouch pwned\n', "a'\\''b", '$1', '&'),
  )
  // libvirt takes no name with a line break. Spaces around a name do not count.
  const there = (text: string) => !/[\n\r]/.test(text) && text.trim() === text
  fc.assert(
    fc.property(
      fc.uniqueArray(
        name.filter((text) => !text.includes('\0')),
        { minLength: 1, maxLength: 20 },
      ),
      (names) => {
        const domains = names.flatMap((text, i) => (there(text) ? [{ name: text, uuid: uuidOf(i) }] : []))
        const { text, codes } = script(names.map((n) => save({ name: n })))
        expect(codes).toEqual([])
        const result = run(text, domains)
        // A name that is not there may still be another one's in another letter case.
        expect(setIn(result)).toEqual(expect.arrayContaining(domains.map(({ uuid }) => uuid)))
        expect(result.stdout).toMatch(/\nset \d+, failed 0, not found \d+\n$|^set 0, failed 0, not found \d+\n$/)
      },
    ),
    { numRuns: 30 },
  )
})

describe('what a script cannot carry is reported', () => {
  test.each<[string, Lifecycle, Partial<Machine>, string[]]>([
    ['no name', { hostStop: 'save' }, {}, ['VL307']],
    ['a zero byte', { hostStop: 'save' }, { name: 'a\0b' }, ['VL309']],
    [
      'delay and order without a start action',
      { delay: 1, order: 2, hostStop: 'save' },
      { name: 'a' },
      ['VL303', 'VL303'],
    ],
    ['the same alone', { delay: 1 }, { name: 'a' }, ['VL303', 'VL320']],
    ['nothing', {}, { name: 'a' }, ['VL320']],
  ])('%s', (_, lifecycle, more, expected) => {
    expect(script([machine(lifecycle, more)]).codes).toEqual(expected)
  })

  test('machines that a script cannot tell apart', () => {
    const codes = (...machines: readonly Machine[]) => script(machines).codes
    expect(codes(save({ uuid: UUID }), save({ uuid: UUID, name: 'b' }), save({ name: 'c' }))).toEqual(['VL336'])
    expect(codes(save({ name: 'b' }), machine({}, { name: 'b', uuid: UUID }))).toEqual(['VL336'])
    const twin = save({ name: 'b', uuid: UUID })
    expect(codes(twin, twin)).toEqual(['VL336', 'VL336'])
  })
})
