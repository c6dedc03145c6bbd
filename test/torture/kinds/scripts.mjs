/**
 * Scripts for virsh with names that try to be something else to a shell, run by each shell that is installed. What a stand-in for
 * virsh was asked must be what was meant, and nothing else must happen.
 */
import { readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { writeMachines } from '../../../dist/index.js'
import { withScratch } from '../faults/scratch.mjs'
import { Broken } from '../faults/writing.mjs'
import { isInstalled, runScript, SHELLS } from '../scripts/fake-virsh.mjs'

// What shells replace; no template of JavaScript.
// biome-ignore lint/suspicious/noTemplateCurlyInString: a text
const PARAMETER = '${IFS}'

const PIECES = [
  ...'\'"\\$`();&|<>#!*?[]{}~-=%^@+,.:/ \t\n\r\u0001\u001b\u007f',
  ...[
    'a',
    'B',
    '0',
    'é',
    'ß',
    'İ',
    '日',
    '😀',
    '\u200b',
    '\u2019',
    '$(touch pwned)',
    '`touch pwned`',
    "';touch pwned;'",
    '\ntouch pwned\n',
  ],
  ...[
    PARAMETER,
    '$1',
    '$$',
    '&&',
    '||',
    '>pwned',
    '--help',
    '--dry-run',
    '\\n',
    '\\c',
    '\\0',
    '%s',
    '%n',
    "'\\''",
    "$'\\n'",
    '!!',
    '\\\n',
    'EOF',
    '[!a]',
    '~root',
    '-n',
    '-e',
  ],
]

/** Settings, and what virsh must be asked for them. */
const SETTINGS = [
  { lifecycle: { hostStop: 'save' }, content: '<on_hoststop>save</on_hoststop>' },
  { lifecycle: { hostStart: 'start' }, content: '<on_hoststart>start</on_hoststart>', autostart: [] },
  {
    lifecycle: { hostStart: 'ignore', hostStop: 'shutdown' },
    content: '<on_hoststart>ignore</on_hoststart><on_hoststop>shutdown</on_hoststop>',
    autostart: ['--disable'],
  },
  {
    lifecycle: { hostStart: 'restart-if-active', delay: 30, order: 2 },
    content: '<on_hoststart delay="30" order="2">restart-if-active</on_hoststart>',
    autostart: ['--disable'],
  },
]

const uuidOf = (n) => `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`
const source = { format: 'json', document: undefined, start: 0, end: 2 }
const word = (random) => Array.from({ length: 1 + random.below(6) }, () => random.pick(PIECES)).join('')

/** Machines whose names differ in more than letter case and spaces around them. */
function machinesOf(random) {
  const names = new Map()
  for (let i = random.below(20); i >= 0; i--) {
    const name = word(random)
    if (name.trim() !== '') names.set(name.trim().toLowerCase(), name)
  }
  return [...names.values()].map((name, n) => ({
    setting: random.pick(SETTINGS),
    name,
    ...(random.below(2) === 0 ? {} : { uuid: uuidOf(n) }),
  }))
}

/** Domains for most of the machines: with their UUID and any name, or with their name. libvirt takes no line break in a name. */
function domainsOf(machines, random) {
  return random.shuffled(
    machines.flatMap(({ name, uuid }, n) => {
      if (random.below(5) === 0) return []
      if (uuid !== undefined && random.below(2) === 0) return [{ machine: n, uuid, name: `other ${n}` }]
      return /[\n\r]/.test(name) ? [] : [{ machine: n, uuid: uuidOf(1000 + n), name }]
    }),
  )
}

/** What virsh must be asked. */
function callsFor(machines, domains, connect) {
  const first = [...(connect === undefined ? [] : ['--connect', connect]), '--quiet']
  return machines.flatMap(({ setting: { content, autostart } }, n) => {
    const found = domains.find(({ machine }) => machine === n)
    if (found === undefined) return []
    const domain = `--domain=${found.uuid}`
    const stored = [
      '--uri=urn:x-virt-lifecycle:domain:1.0',
      '--key=lifecycle',
      '--config',
      `--set=<lifecycle>${content}</lifecycle>`,
    ]
    return [
      [...first, 'metadata', domain, ...stored],
      ...(autostart === undefined ? [] : [[...first, 'autostart', domain, ...autostart]]),
    ]
  })
}

export default {
  name: 'scripts',
  promise:
    'Whatever the names of machines are, a script asks virsh for what was meant in every shell, and runs nothing of them',
  pass: 20,
  shortPass: 6,
  lacks: () => SHELLS.filter((shell) => !isInstalled(shell)).map(([name]) => name),
  round: async (random, { say }) => {
    const machines = machinesOf(random)
    const domains = domainsOf(machines, random)
    const connect = random.below(3) === 0 ? word(random) : undefined
    const given = machines.map(({ setting, name, uuid }) => ({
      lifecycle: setting.lifecycle,
      name,
      source,
      ...(uuid === undefined ? {} : { uuid }),
    }))
    const { documents } = writeMachines(given, 'virsh', connect === undefined ? {} : { connect })
    const expected = callsFor(machines, domains, connect)
    const figures = {}
    await withScratch(async (directory) => {
      for (const shell of SHELLS.filter(isInstalled)) {
        const { calls, stdout, stderr } = runScript(directory, documents[0]?.text ?? '', domains, {
          shell,
          // yash reads a script as characters, and gives up at bytes that are none.
          env: { LANG: shell[0] === 'yash' ? 'C.UTF-8' : random.pick(['C', 'C.UTF-8']) },
        })
        const unexpected = readdirSync(directory).filter((name) => !FILES.includes(name))
        if (unexpected.length > 0) throw new Broken(`${shell.join(' ')} has run something: ${unexpected.join(', ')}`)
        if (!isDeepStrictEqual(calls, expected)) {
          const at = expected.findIndex((call, n) => !isDeepStrictEqual(call, calls[n]))
          const [asked, meant] = [calls, expected].map((list) => JSON.stringify(list.at(at)))
          throw new Broken(`${shell.join(' ')} asked for\n${asked}\ninstead of\n${meant}`, stdout + stderr)
        }
        figures[`scripts run by ${shell.join(' ')}`] = 1
      }
    })
    say(`${machines.length} machines`)
    return figures
  },
}

const FILES = ['apply.sh', 'fail', 'list', 'record', 'virsh']
