#!/usr/bin/env node
/**
 * Check what a built virsh does with the two elements: on the test driver, every pair with each form of the attributes is
 * defined and comes back as it was; what is wrong is refused, by the parser and with --validate.
 *
 * usage: node proposal/check-virsh.mjs VIRSH [ARGUMENT…]      the program, as in: BUILD/run BUILD/tools/virsh
 *
 * Exit status: 0 as it should be, 1 not so, 2 could not run.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const STARTS = ['ignore', 'restart-if-active', 'start']
const STOPS = ['destroy', 'save', 'shutdown']
const ATTRIBUTES = ['', " delay='0'", " delay='30'", " order='2'", " delay='4294967295' order='65536'"]

const starts = STARTS.flatMap((value) => ATTRIBUTES.map((written) => `<on_hoststart${written}>${value}</on_hoststart>`))
const stops = STOPS.map((value) => `<on_hoststop>${value}</on_hoststop>`)
const GOOD = ['', ...starts].flatMap((start) =>
  ['', ...stops].map((stop) => [start, stop].filter((text) => text !== '')),
)

/** What is wrong, and what the parser says. */
const BAD = [
  ['<on_hoststart>default</on_hoststart>', 'unknown on_hoststart action: default'],
  ['<on_hoststart/>', 'unknown on_hoststart action: '],
  ['<on_hoststart> start</on_hoststart>', 'unknown on_hoststart action:  start'],
  ["<on_hoststart delay='-1'>start</on_hoststart>", "attribute 'delay'"],
  ["<on_hoststart delay='4294967296'>start</on_hoststart>", "attribute 'delay'"],
  ["<on_hoststart order='0'>start</on_hoststart>", "attribute 'order'"],
  ["<on_hoststart order='first'>start</on_hoststart>", "attribute 'order'"],
  ['<on_hoststop>default</on_hoststop>', 'unknown on_hoststop action: default'],
  ['<on_hoststop>restart</on_hoststop>', 'unknown on_hoststop action: restart'],
  [
    '<on_hoststop>stop-and-restart-on-next-boot</on_hoststop>',
    'unknown on_hoststop action: stop-and-restart-on-next-boot',
  ],
  ['<on_hoststop/>', 'unknown on_hoststop action: '],
]

const [program, ...first] = process.argv.slice(2)
if (program === undefined) {
  process.stderr.write('usage: node proposal/check-virsh.mjs VIRSH [ARGUMENT…]\n')
  process.exitCode = 2
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-'))
  try {
    process.exitCode = check(scratch)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function check(scratch) {
  const written = (name, elements) => {
    const file = join(scratch, `${name}.xml`)
    writeFileSync(
      file,
      `<domain type='test'><name>${name}</name><memory>65536</memory><os><type>hvm</type></os>${elements.join('')}</domain>\n`,
    )
    return file
  }
  // A connection to the test driver has its own domains, so all of it is one run of virsh.
  const commands = GOOD.flatMap((elements, i) => [`define --validate ${written(`d${i}`, elements)}`, `dumpxml d${i}`])
  const { stdout, stderr, error } = virsh(commands.join(';'))
  if (error !== undefined) {
    process.stderr.write(`cannot run ${program}: ${error.message}\n`)
    return 2
  }
  const problems = stderr.split('\n').filter((line) => line.startsWith('error:'))
  const dumped = new Map(
    [...stdout.matchAll(/<name>(d\d+)<\/name>[\s\S]*?<\/domain>/g)].map(([text, name]) => [
      name,
      [...text.matchAll(/<on_hoststart.*?<\/on_hoststart>|<on_hoststop.*?<\/on_hoststop>/g)].map(
        ([element]) => element,
      ),
    ]),
  )
  GOOD.forEach((elements, i) => {
    const back = dumped.get(`d${i}`)
    if (back?.join('') !== elements.join('')) {
      problems.push(`defined ${elements.join('')}, got back ${back?.join('') ?? 'no domain'}`)
    }
  })
  BAD.forEach(([element, message], i) => {
    const file = written(`bad${i}`, [element])
    const parsed = virsh(`define ${file}`)
    if (parsed.status === 0 || !parsed.stderr.includes(message)) {
      problems.push(`${element}: expected "${message}", got ${parsed.stderr.trim() || 'a domain'}`)
    }
    // The only one that is a token once white space is removed: the schema takes it, as it takes " restart" for on_reboot.
    const taken = element.includes('> start<')
    const validated = virsh(`define --validate ${file}`)
    if (validated.status === 0 || (!taken && !validated.stderr.includes('XML document failed to validate'))) {
      problems.push(`${element}: --validate said ${validated.stderr.trim() || 'nothing'}`)
    }
  })
  if (problems.length > 0) {
    process.stderr.write(`${problems.slice(0, 20).join('\n')}\n${problems.length} problems\n`)
    return 1
  }
  process.stdout.write(`${GOOD.length} domains came back as they were defined; ${BAD.length} were refused\n`)
  return 0
}

function virsh(commands) {
  return spawnSync(program, [...first, '-q', '-c', 'test:///default', commands], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: 'C' },
  })
}
