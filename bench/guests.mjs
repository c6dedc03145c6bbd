/**
 * `guests stop` and `guests start` beside libvirt-guests.sh, on the same seven guests of a libvirt of their own: how long each
 * takes, what is left running when the host goes down, and what comes back, with its memory or without. Every guest keeps in
 * its memory when it booted. What a stop leaves running loses its power.
 *
 * libvirt-guests.sh is run from a copy in which only the directories of its settings and of its list are replaced. Takes
 * some minutes: guests boot without KVM. Needs libvirtd, QEMU and libvirt-guests.sh (Debian: libvirt-clients).
 *
 * Run: npm run build && node bench/guests.mjs
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const ROOT = resolve(import.meta.dirname, '..')
const PROGRAM = join(ROOT, 'dist/cli/main.js')
const SCRIPT = '/usr/lib/libvirt/libvirt-guests.sh'

/** Seconds that every tool gives a guest to shut down. Both have minutes by default. */
const TIMEOUT = 15

const GUESTS = [
  { n: 1, name: 'saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' }, answers: true },
  { n: 2, name: 'shut-down', lifecycle: { hostStart: 'start', hostStop: 'shutdown' }, answers: true },
  { n: 3, name: 'deaf', lifecycle: { hostStart: 'restart-if-active', hostStop: 'shutdown' }, answers: false },
  { n: 4, name: 'powered-off', lifecycle: { hostStart: 'restart-if-active', hostStop: 'destroy' }, answers: true },
  { n: 5, name: 'paused', lifecycle: { hostStart: 'restart-if-active', hostStop: 'shutdown' }, answers: true },
  { n: 6, name: 'stays-off', lifecycle: { hostStart: 'ignore', hostStop: 'shutdown' }, answers: true },
  { n: 7, name: 'deaf-saved', lifecycle: { hostStart: 'restart-if-active', hostStop: 'save' }, answers: false },
]

const uuidOf = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The tests' own libvirt and guests, which are written in TypeScript. */
async function load(file) {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test/peers', file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}

const { startSessionLibvirt } = await load('session-libvirt.ts')
const { TestGuests } = await load('test-guests.ts')

const libvirt = await startSessionLibvirt()
const guests = new TestGuests(libvirt)

/** Run something that may fail, for the guests are asked what became of them. Returns what it said. */
const run = (command, args) => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return `${stdout}${stderr}`
}

const ours = (name) => {
  const directory = guests.directory(name)
  return (command) => {
    const timeout = command === 'stop' ? ['--timeout', String(TIMEOUT)] : []
    return run(process.execPath, [PROGRAM, 'guests', command, '--uri', libvirt.uri, '--record', directory, ...timeout])
  }
}

/** libvirt-guests.sh with settings, which are shell variables. */
const libvirtGuests = (settings) => (name) => {
  const directory = guests.directory(name)
  for (const part of ['etc/default', 'var/lib/libvirt', 'var/lock'])
    mkdirSync(join(directory, part), { recursive: true })
  const lines = { URIS: libvirt.uri, SHUTDOWN_TIMEOUT: TIMEOUT, ...settings }
  writeFileSync(
    join(directory, 'etc/default/libvirt-guests'),
    Object.entries(lines)
      .map(([variable, value]) => `${variable}='${value}'\n`)
      .join(''),
  )
  const script = join(directory, 'libvirt-guests.sh')
  const original = readFileSync(SCRIPT, 'utf8')
  const copy = original
    .replace(/^sysconfdir=.*$/m, `sysconfdir='${directory}/etc'`)
    .replace(/^localstatedir=.*$/m, `localstatedir='${directory}/var'`)
  if (copy.split(directory).length !== 3) throw new Error(`${SCRIPT} is not as expected`)
  writeFileSync(script, copy)
  return (command) => run('/bin/sh', [script, command])
}

/** Those of libvirt-guests: Debian's settings, those that serve most guests best, and those of libvirt itself. */
const TOOLS = {
  'virt-lifecycle': ours,
  'libvirt-guests': libvirtGuests({}),
  'libvirt-guests, start and parallel': libvirtGuests({ ON_BOOT: 'start', PARALLEL_SHUTDOWN: 10 }),
  'libvirt-guests, start and suspend': libvirtGuests({ ON_BOOT: 'start', ON_SHUTDOWN: 'suspend' }),
}

const timed = (work) => {
  const began = performance.now()
  const said = work()
  return { said, seconds: (performance.now() - began) / 1000 }
}

/** One tool, from seven guests that run to those that run after the host's start. */
async function measure(makeTool, name) {
  const tool = makeTool(name)
  guests.clear()
  guests.start(GUESTS)
  const bootTimes = new Map()
  for (const { n } of GUESTS) bootTimes.set(n, await guests.booted(n))
  libvirt.virsh(`suspend ${uuidOf(5)}`)
  if (guests.active().length !== GUESTS.length) throw new Error('a guest ended before it was to be stopped')

  const stop = timed(() => tool('stop'))
  const left = guests.active()
  const saved = guests.active('--all --with-managed-save')
  for (const n of left) libvirt.virsh(`destroy ${uuidOf(n)}`)
  await libvirt.restart(0)
  const start = timed(() => tool('start'))
  const running = guests.active()
  const paused = guests.active('--state-paused')

  const fates = GUESTS.map(({ n }) => {
    const stopped = left.includes(n) ? 'power lost' : saved.includes(n) ? 'saved' : 'off'
    if (!running.includes(n)) return { stopped, started: 'off' }
    const started = guests.bootTime(n) === bootTimes.get(n) ? 'resumed' : 'booted'
    return { stopped, started: paused.includes(n) ? `${started}, paused` : started }
  })
  // libvirt-guests cannot do what is set; if we did not, this says why.
  if (makeTool === ours && !GUESTS.every((guest, i) => asSet(guest, fates[i]))) console.error(stop.said, start.said)
  return { stop, start, left: left.length, fates }
}

/** Whether a guest runs again if its settings ask for it, and with its memory if it was to be saved. */
function asSet({ lifecycle: { hostStart, hostStop } }, { started }) {
  if (hostStart === 'ignore') return started === 'off'
  return hostStop === 'save' ? started.startsWith('resumed') : started !== 'off'
}

const results = []
try {
  for (const [i, [name, makeTool]] of Object.entries(TOOLS).entries()) {
    results.push({ name, ...(await measure(makeTool, `tool${i}`)) })
  }
} finally {
  guests.clear()
  await libvirt.stop()
  guests.remove()
}

const version = (command, ...args) => spawnSync(command, args, { encoding: 'utf8' }).stdout.trim().split('\n')[0]
console.log(
  `${new Date().toISOString().slice(0, 10)}, virt-lifecycle ${version(process.execPath, PROGRAM, '--version')}, Node ${process.version}, libvirt ${version('virsh', '--version')}, ${version('qemu-system-x86_64', '--version')}, ${cpus().length} cores, ${TIMEOUT} s to shut down\n`,
)
console.log('| tool | stop, seconds | left running | start, seconds | guests as set |\n|---|---|---|---|---|')
for (const { name, stop, start, left, fates } of results) {
  const right = GUESTS.filter((guest, i) => asSet(guest, fates[i])).length
  console.log(
    `| ${name} | ${stop.seconds.toFixed(1)} | ${left} | ${start.seconds.toFixed(1)} | ${right} of ${GUESTS.length} |`,
  )
}
console.log(`\n| guest | ${results.map(({ name }) => name).join(' | ')} |\n|---|${results.map(() => '---|').join('')}`)
for (const [i, { name, lifecycle }] of GUESTS.entries()) {
  const cells = results.map(({ fates }) => `${fates[i].stopped}, then ${fates[i].started}`)
  console.log(`| ${name}: ${lifecycle.hostStop}, ${lifecycle.hostStart} | ${cells.join(' | ')} |`)
}
