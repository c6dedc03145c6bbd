import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import Papa from 'papaparse'
import { inDomainXml, type Lifecycle, normalise } from '../../src/lifecycle/index.js'
import { type Machine, readMachines } from '../../src/translate/index.js'
import { PROGRAM } from '../cli/program.js'
import { fencedBlocks } from '../docs/console-blocks.js'
import { must } from '../ready-made/repositories.js'
import { describeWithPeer } from './programs.js'
import { type SessionLibvirt, startSessionLibvirt } from './session-libvirt.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-migrate-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The shell commands of docs/migrate.md, under the headings of their sections. */
const COMMANDS = fencedBlocks(readFileSync('docs/migrate.md', 'utf8')).filter(({ language }) => language === 'sh')

const commandsUnder = (heading: RegExp): string =>
  COMMANDS.filter((block) => heading.test(block.heading))
    .map(({ content }) => content)
    .join('')

const START = ['Nothing', 'StartIfRunning', 'Start'] as const
const STOP = ['TurnOff', 'Save', 'ShutDown'] as const
const HOST_START = ['ignore', 'restart-if-active', 'start'] as const
const HOST_STOP = ['destroy', 'save', 'shutdown'] as const

/** A synthetic machine of the Hyper-V host, and its name on the KVM host. */
interface Migrated {
  readonly name: string
  readonly kvmName: string
  readonly start: 0 | 1 | 2
  readonly stop: 0 | 1 | 2
  readonly delay: number
  readonly order: number
}

const uuidOn = (host: 1 | 2, i: number): string =>
  `${host}${'0'.repeat(7)}-0000-4000-8000-${String(i).padStart(12, '0')}`
const RENAMED: Readonly<Record<string, string>> = { app38: 'app38-kvm', app39: 'crm', app40: 'wiki' }

const MACHINES = Array.from({ length: 40 }, (_, i): Migrated => {
  const kind = i < 10 ? 'web' : i < 20 ? 'db' : i < 30 ? 'Büro ' : 'app'
  const name = `${kind}${String(i + 1).padStart(2, '0')}`
  // Some tools write names in capitals.
  const kvmName = RENAMED[name] ?? (i % 8 === 7 ? name.toUpperCase() : name)
  const [start, stop] = [i % 3, Math.floor(i / 3) % 3] as [0 | 1 | 2, 0 | 1 | 2]
  return { name, kvmName, start, stop, delay: start === 0 ? 0 : (i % 4) * 30, order: start === 0 ? 0 : i % 5 }
})

/** What the metadata of a machine's domain must say in the end. */
const wantedOf = ({ start, stop, delay, order }: Migrated): Lifecycle =>
  inDomainXml(normalise({ hostStart: HOST_START[start], hostStop: HOST_STOP[stop], delay, order }))

/** As Export-Csv of Windows PowerShell writes it. */
function exportedCsv(): string {
  const rows = MACHINES.map(({ name, start, stop, delay }, i) => ({
    VMName: name,
    VMId: uuidOn(1, i),
    State: i % 2 === 0 ? 'Running' : 'Off',
    AutomaticStartAction: START[start],
    AutomaticStartDelay: delay,
    AutomaticStopAction: STOP[stop],
  }))
  return `\ufeff${Papa.unparse(rows, { quotes: true, newline: '\r\n' })}\r\n`
}

/** As ConvertTo-Json of the CIM instances writes it, with a snapshot. */
function exportedOrder(): string {
  const interval = (seconds: number) => ({ Ticks: seconds * 10_000_000, TotalSeconds: seconds })
  const instances = MACHINES.map(({ name, start, stop, delay, order }, i) => ({
    InstanceID: `Microsoft:${uuidOn(1, i).toUpperCase()}`,
    ElementName: name,
    VirtualSystemIdentifier: uuidOn(1, i).toUpperCase(),
    VirtualSystemType: 'Microsoft:Hyper-V:System:Realized',
    AutomaticStartupAction: start + 2,
    AutomaticStartupActionDelay: interval(delay),
    AutomaticStartupActionSequenceNumber: order,
    AutomaticShutdownAction: stop + 2,
  }))
  const snapshot = {
    ...instances[0],
    InstanceID: `Microsoft:${uuidOn(1, 99)}`,
    VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:Realized',
  }
  return `\ufeff${JSON.stringify([...instances, snapshot])}`
}

describeWithPeer(['virsh', 'libvirtd'], 'the migration of docs/migrate.md', () => {
  let libvirt: SessionLibvirt
  const cwd = join(scratch, 'work')
  const bin = join(scratch, 'bin')

  /** Run commands of the page, one section after the other in one directory. */
  const run = (script: string): string => {
    const own = script.replace('=qemu:///system', `='${libvirt.uri}'`)
    const env = { ...process.env, LIBVIRT_DEFAULT_URI: libvirt.uri, PATH: `${bin}${delimiter}${process.env['PATH']}` }
    return must('sh', ['-ec', `{ ${own}\n} 2>&1`], { cwd, env })
  }

  const held = (): ReadonlyMap<string | undefined, Machine> => {
    const uuids = MACHINES.map((_, i) => uuidOn(2, i))
    const texts = libvirt.virsh(...uuids.map((uuid) => `dumpxml --inactive ${uuid}`)).split(/(?<=<\/domain>)\s+/)
    return new Map(texts.flatMap((text) => readMachines(text).machines).map((machine) => [machine.uuid, machine]))
  }

  beforeAll(async () => {
    libvirt = await startSessionLibvirt()
    mkdirSync(cwd)
    mkdirSync(bin)
    writeFileSync(join(bin, 'virt-lifecycle'), `#!/bin/sh\nexec '${process.execPath}' '${resolve(PROGRAM)}' "$@"\n`)
    chmodSync(join(bin, 'virt-lifecycle'), 0o755)
    writeFileSync(join(cwd, 'machines.csv'), exportedCsv())
    writeFileSync(join(cwd, 'order.json'), exportedOrder())
    const files = MACHINES.map(({ kvmName }, i) => {
      const file = join(scratch, `${i}.xml`)
      const memory = '<memory>32768</memory><os><type>hvm</type></os>'
      writeFileSync(file, `<domain type="qemu"><name>${kvmName}</name><uuid>${uuidOn(2, i)}</uuid>${memory}</domain>`)
      chmodSync(file, 0o644)
      return file
    })
    chmodSync(scratch, 0o755)
    libvirt.virsh(...files.map((file) => `define ${file}`))
  })
  afterAll(() => libvirt.stop())

  test('the export is understood', () => {
    const table = run(commandsUnder(/^1\./))
    expect(table.split('\n').filter((line) => /^(web|db|Büro |app)\d\d /.test(line))).toHaveLength(40)
    expect(table).toMatch(/^40 machines: /m)
  })

  test('the changes are shown, and nothing is written', () => {
    const said = run(commandsUnder(/^[23]\./))
    expect(said).toMatch(/would change 40 of 40 domains, 0 already up to date/)
    expect(said).toMatch(/^app39 +crm +--map$/m)
    expect(said).toMatch(/^web08 +WEB08 +name, apart from letter case$/m)
    expect([...held().values()].map(({ lifecycle }) => lifecycle)).toEqual(MACHINES.map(() => ({})))
  })

  test('every machine gets its settings, and the report accounts for all', () => {
    const said = run(commandsUnder(/^4\./))
    expect(said).toMatch(/changed 40 of 40 domains/)
    const now = held()
    expect(MACHINES.map((_, i) => now.get(uuidOn(2, i))?.lifecycle)).toEqual(MACHINES.map(wantedOf))
    const started = libvirt
      .virsh('list --all --autostart --name')
      .split('\n')
      .filter((name) => name.trim() !== '')
    expect(started.sort()).toEqual(MACHINES.flatMap(({ start, kvmName }) => (start === 2 ? [kvmName] : [])).sort())

    const { data } = Papa.parse<Record<string, string>>(readFileSync(join(cwd, 'report.csv'), 'utf8').trim(), {
      header: true,
    })
    expect(data.map(({ name, outcome, domain }) => ({ name, outcome, domain }))).toEqual(
      MACHINES.map(({ name, kvmName }) => ({ name, outcome: 'changed', domain: kvmName })),
    )
    const by = data.map((row) => row['matched by'])
    expect(by.filter((how) => how === 'map')).toHaveLength(3)
    expect(by.filter((how) => how === 'name-without-case')).toHaveLength(
      MACHINES.filter(({ name, kvmName }) => name !== kvmName).length - 3,
    )
  })

  test('a second time there is nothing to do', () => {
    expect(run(commandsUnder(/^4\./)).match(/changed 0 of 40 domains, 40 already up to date/g)).toHaveLength(2)
  })

  test('the check shows it', () => {
    const said = run(commandsUnder(/^5\./))
    expect(said).toMatch(/^40 machines: /m)
    expect(said).toContain('on_hoststop>destroy</')
    expect(readMachines(readFileSync(join(cwd, 'after.json'), 'utf8')).machines).toHaveLength(40)
  })

  test('the fence, the configuration of the host and the way back are written for all', () => {
    run(commandsUnder(/^[67]\.|^The way back/))
    const text = (file: string): string => readFileSync(join(cwd, file), 'utf8')
    for (const { name } of MACHINES) expect(text('fence.ps1')).toContain(`'${name}'`)
    for (const { kvmName } of MACHINES) expect(text('back.ps1')).toContain(`'${kvmName}'`)
    expect(text('libvirt-guests')).toMatch(/^ON_BOOT=(start|ignore)$/m)
    const back = readMachines(run('virt-lifecycle convert --from libvirt --to csv 2>/dev/null')).machines
    expect(new Map(back.map(({ uuid, lifecycle }) => [uuid, inDomainXml(lifecycle)]))).toEqual(
      new Map(MACHINES.map((machine, i) => [uuidOn(2, i), withoutOrder(wantedOf(machine))])),
    )
  })
})

function withoutOrder({ order: _, ...rest }: Lifecycle): Lifecycle {
  return rest
}
