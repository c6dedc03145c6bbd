import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { HostStart, HostStop, Lifecycle } from '../../../src/lifecycle/index.js'
import { type Machine, writeMachines } from '../../../src/translate/index.js'
import { anyLifecycle } from '../../lifecycles.js'

const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
const machines = (lifecycles: readonly Lifecycle[]): readonly Machine[] =>
  lifecycles.map((lifecycle, i) => ({ name: `vm${i}`, lifecycle, source }))

function written(of: readonly Machine[], to: 'libvirt-guests' | 'qemu-conf') {
  const { documents, diagnostics } = writeMachines(of, to)
  return { text: documents[0]?.text ?? '', diagnostics }
}

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-host-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The variables that a shell has after it has read a file, beyond those that it has anyway. */
function sourced(text: string): Readonly<Record<string, string>> {
  writeFileSync(join(scratch, 'config'), text)
  const shell = (script: string) => spawnSync('sh', ['-euc', script], { cwd: scratch, encoding: 'utf8', env: {} })
  const { stdout, stderr, status } = shell('set > before; . ./config; set > after; diff before after || true')
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return Object.fromEntries([...stdout.matchAll(/^> (\w+)='?(.*?)'?$/gm)].map(([, name, value]) => [name, value]))
}

/** The settings in a qemu.conf, which has comments, integers and texts in double quotes. */
function settings(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([a-z_]+) = (\d+|"[a-z]+")$/.exec(line) ?? []
      expect([line, name]).not.toEqual([line, undefined])
      return [name, value]
    }),
  )
}

const stops = (...actions: readonly HostStop[]) => actions.map((hostStop): Lifecycle => ({ hostStop }))
const starts = (...actions: readonly HostStart[]) => actions.map((hostStart): Lifecycle => ({ hostStart }))

describe('libvirt-guests does what most machines want', () => {
  test.each<[string, readonly Lifecycle[], Readonly<Record<string, string>>]>([
    ['most are saved', stops('save', 'save', 'shutdown'), { ON_SHUTDOWN: 'suspend' }],
    [
      'most are shut down, all at once',
      stops('save', 'shutdown', 'shutdown'),
      { ON_SHUTDOWN: 'shutdown', PARALLEL_SHUTDOWN: '3', SHUTDOWN_TIMEOUT: '300' },
    ],
    ['one machine', stops('shutdown'), { ON_SHUTDOWN: 'shutdown', SHUTDOWN_TIMEOUT: '300' }],
    ['a tie loses nothing that runs', stops('shutdown', 'save', 'destroy', 'destroy'), { ON_SHUTDOWN: 'suspend' }],
    ['it powers nothing off', stops('destroy'), { ON_SHUTDOWN: 'shutdown', SHUTDOWN_TIMEOUT: '300' }],
    [
      'most are started again',
      starts('restart-if-active', 'restart-if-active', 'ignore'),
      { ON_BOOT: 'start', START_DELAY: '0' },
    ],
    ['a tie starts nothing', starts('restart-if-active', 'ignore'), { ON_BOOT: 'ignore' }],
    ['autostart has no vote', starts('start', 'start', 'restart-if-active'), { ON_BOOT: 'start', START_DELAY: '0' }],
    ['what no machine says is not set', starts('start'), {}],
  ])('%s', (_, lifecycles, expected) => {
    expect(sourced(written(machines(lifecycles), 'libvirt-guests').text)).toEqual(expected)
  })
})

describe('qemu.conf does what most machines want, and the next steps with those that are left', () => {
  const steps = (save: string, shutdown: string) => ({
    auto_shutdown_try_save: `"${save}"`,
    auto_shutdown_try_shutdown: `"${shutdown}"`,
    auto_shutdown_poweroff: '"persistent"',
  })
  test.each<[string, readonly Lifecycle[], Readonly<Record<string, string>>]>([
    ['saved', stops('save', 'shutdown'), { ...steps('persistent', 'persistent'), auto_shutdown_wait: '300' }],
    ['shut down', stops('shutdown', 'destroy'), { ...steps('none', 'persistent'), auto_shutdown_wait: '300' }],
    ['powered off', stops('destroy', 'destroy', 'save'), steps('none', 'none')],
    ['started again', starts('restart-if-active', 'start'), { auto_shutdown_restore: '1' }],
    ['not started again', starts('ignore', 'start'), { auto_shutdown_restore: '0' }],
    ['what no machine says is not set', starts('start'), {}],
  ])('%s', (_, lifecycles, expected) => {
    expect(settings(written(machines(lifecycles), 'qemu-conf').text)).toEqual(expected)
  })
})

describe('a machine that wants something else', () => {
  const lifecycles: readonly Lifecycle[] = [
    { hostStart: 'restart-if-active', hostStop: 'save' },
    { hostStart: 'restart-if-active', hostStop: 'save', delay: 0 },
    { hostStart: 'ignore', delay: 30, order: 2, hostStop: 'destroy' },
  ]

  test('is in a comment and in a diagnostic, with what happens instead', () => {
    const { text, diagnostics } = written(machines(lifecycles), 'libvirt-guests')
    const instead =
      'on_hoststart "ignore" (it is started if it was active when the host stopped), delay "30" (START_DELAY is the time between two starts), order "2" (the order of starts cannot be set), on_hoststop "destroy" (it has its state saved to disk and is resumed at its next start)'
    expect(text).toContain(`\n# Not carried out, because the settings are the host's:\n#   machine "vm2": ${instead}\n`)
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['VL303', `machine "vm2": libvirt-guests does not carry out ${instead}`],
    ])
  })

  test('is not one if its setting is left to the host, or to autostart', () => {
    expect(written(machines([{ hostStart: 'start', hostStop: 'save' }, {}]), 'qemu-conf').diagnostics).toEqual([])
  })

  test('is counted if there are many', () => {
    const { text, diagnostics } = written(
      machines([...lifecycles, ...lifecycles, ...lifecycles, ...stops('shutdown')]),
      'qemu-conf',
    )
    expect(text.match(/^# {3}machine/gm)).toHaveLength(4)
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'VL303',
        'auto_shutdown_* in qemu.conf does not carry out all settings of 4 of the 10 machines; the comments in the result name them',
      ],
    ])
  })

  test('the same machines in any order give the same settings', () => {
    const some = fc.array(anyLifecycle(), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(some, (given) => {
        const reversed = machines([...given].reverse())
        expect(settings(written(reversed, 'qemu-conf').text)).toEqual(
          settings(written(machines(given), 'qemu-conf').text),
        )
      }),
    )
  })
})

test('machines without any setting are an error', () => {
  for (const to of ['libvirt-guests', 'qemu-conf'] as const) {
    expect(written(machines([{}]), to).diagnostics.map(({ code }) => code)).toEqual(['VL320'])
  }
})

test('a name in a comment is nothing but a comment', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('\ntouch pwned', '\r\ntouch pwned\n', "'", '$(touch pwned)', '`touch pwned`', '\\', '\u2028x=1'),
  )
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 10 }), (names) => {
      const hostile = names.map((text): Machine => ({ name: text, lifecycle: { hostStop: 'destroy' }, source }))
      const { text } = written(hostile, 'libvirt-guests')
      expect(Object.keys(sourced(text))).toEqual(
        ['ON_SHUTDOWN', 'SHUTDOWN_TIMEOUT', ...(names.length > 1 ? ['PARALLEL_SHUTDOWN'] : [])].sort(),
      )
      expect(readdirSync(scratch)).not.toContain('pwned')
      settings(written(hostile, 'qemu-conf').text)
    }),
    { numRuns: 40 },
  )
})
