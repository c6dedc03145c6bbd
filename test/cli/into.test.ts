import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { filesBelow } from '../files-below.js'
import { testWithPeer } from '../peers/programs.js'
import { virtLifecycle } from './program.js'

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'virt-lifecycle-into-')))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
let count = 0
beforeEach(() => {
  cwd = join(scratch, String(count++))
  mkdirSync(join(cwd, 'domains'), { recursive: true })
})

/** A run without the note about what libvirt drops, which has a test of its own. */
const run = async (...args: readonly string[]) => {
  const done = await virtLifecycle(['convert', ...args], { cwd })
  return { ...done, stderr: done.stderr.replace(/^.* note VL332 .*\n.*\n.*\n/m, '') }
}
const put = (file: string, content: string | Uint8Array) => writeFileSync(join(cwd, file), content)
const read = (file: string) => readFileSync(join(cwd, file), 'utf8')
const codes = (text: string) => text.match(/VL\d{3}/g)

const uuid = (n: number) => `6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e0${n}`
const vm = (name: string, n: number, more: object = {}) => ({
  ElementName: name,
  VirtualSystemIdentifier: uuid(n).toUpperCase(),
  VirtualSystemType: 'Microsoft:Hyper-V:System:Realized',
  AutomaticStartupAction: 4,
  AutomaticShutdownAction: 3,
  ...more,
})
const vms = (...list: readonly object[]) => put('vms.json', JSON.stringify(list, null, 1))
const domain = (name: string, id: string, lifecycle = '') =>
  `<domain type='kvm'>\n  <name>${name}</name>\n${id === '' ? '' : `  <uuid>${id}</uuid>\n`}  <vcpu>2</vcpu>\n${lifecycle}  <devices/>\n</domain>\n`
const START = '  <on_hoststart>start</on_hoststart>\n'
const SAVE = '  <on_hoststop>save</on_hoststop>\n'

/** Apply a patch as a user does. */
function patch(text: string): void {
  const { status, stdout, stderr } = spawnSync('patch', ['-p1'], { cwd, input: text, encoding: 'utf8' })
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: '' })
}

/** Every file of a directory with its content. */
const contents = (directory: string) =>
  Object.fromEntries(
    filesBelow(join(cwd, directory)).map((path) => [
      path.slice(join(cwd, directory).length),
      readFileSync(path, 'latin1'),
    ]),
  )

/** What `--diff` prints, applied to the files, is what `--write` makes of them. */
async function expectDiffIsWrite(): Promise<void> {
  const { stdout } = await run('vms.json', '--into', 'domains', '--diff')
  const before = contents('domains')
  cpSync(join(cwd, 'domains'), join(cwd, 'kept'), { recursive: true, verbatimSymlinks: true })
  await run('vms.json', '--into', 'domains', '--write')
  const written = contents('domains')
  expect(written).not.toEqual(before)
  rmSync(join(cwd, 'domains'), { recursive: true })
  cpSync(join(cwd, 'kept'), join(cwd, 'domains'), { recursive: true, verbatimSymlinks: true })
  patch(stdout)
  expect(contents('domains')).toEqual(written)
}

describe('a migration: three machines and a snapshot into three domains', () => {
  beforeEach(() => {
    vms(
      vm('web', 1),
      vm('web - before the upgrade', 1, { VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:Realized' }),
      vm('db', 2, { AutomaticStartupAction: 3, AutomaticShutdownAction: 3 }),
      vm('mail', 3, { AutomaticShutdownAction: null }),
    )
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/db.xml', domain('database', uuid(2), `${START}${SAVE}`))
    put('domains/mail.xml', domain('mail', uuid(9), SAVE))
  })

  test('what libvirt drops is a note, once, and does not change the exit status', async () => {
    const said = async (...args: readonly string[]) => {
      const { status, stderr } = await virtLifecycle(['convert', 'vms.json', '--into', 'domains', ...args], { cwd })
      return { status, count: stderr.match(/note VL332/g)?.length ?? 0 }
    }
    expect(await said('--diff')).toEqual({ status: 0, count: 1 })
    expect(await said('--diff', '--placement', 'metadata')).toEqual({ status: 0, count: 0 })
    expect(await said('--write')).toEqual({ status: 0, count: 1 })
    expect(await said('--write')).toEqual({ status: 0, count: 0 })
  })

  test('--diff shows what would change, and writes nothing', async () => {
    const before = contents('domains')
    const { status, stdout, stderr } = await run('vms.json', '--into', 'domains', '--diff')
    expect(stdout).toBe(`--- a/domains/db.xml
+++ b/domains/db.xml
@@ -2,7 +2,7 @@
   <name>database</name>
   <uuid>${uuid(2)}</uuid>
   <vcpu>2</vcpu>
-  <on_hoststart>start</on_hoststart>
+  <on_hoststart>restart-if-active</on_hoststart>
   <on_hoststop>save</on_hoststop>
   <devices/>
 </domain>
--- a/domains/mail.xml
+++ b/domains/mail.xml
@@ -3,5 +3,6 @@
   <uuid>${uuid(9)}</uuid>
   <vcpu>2</vcpu>
   <on_hoststop>save</on_hoststop>
+  <on_hoststart>start</on_hoststart>
   <devices/>
 </domain>
--- a/domains/web.xml
+++ b/domains/web.xml
@@ -2,5 +2,7 @@
   <name>web</name>
   <uuid>${uuid(1)}</uuid>
   <vcpu>2</vcpu>
+  <on_hoststart>start</on_hoststart>
+  <on_hoststop>save</on_hoststop>
   <devices/>
 </domain>
`)
    expect(status).toBe(0)
    expect(codes(stderr)).toEqual(['VL304'])
    expect(stderr).toContain('\nmachine  domain  matched by\nmail     mail    name\n')
    expect(stderr).toMatch(/would change 3 of 3 domains, 0 already up to date\n$/)
    expect(contents('domains')).toEqual(before)
  })

  testWithPeer(['patch'], 'the patch makes of the files what --write makes', expectDiffIsWrite)

  test('a second run changes nothing, not even the files', async () => {
    expect((await run('vms.json', '--into', 'domains', '--write')).stderr).toMatch(
      /changed 3 of 3 domains, 0 already up to date\n$/,
    )
    const before = statSync(join(cwd, 'domains/web.xml'))
    const again = await run('vms.json', '--into', 'domains', '--write')
    expect({ status: again.status, stdout: again.stdout }).toEqual({ status: 0, stdout: '' })
    expect(again.stderr).toMatch(/changed 0 of 3 domains, 3 already up to date\n$/)
    expect(statSync(join(cwd, 'domains/web.xml'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs })
    expect((await run('vms.json', '--into', 'domains', '--diff')).stdout).toBe('')
  })

  test('into one file', async () => {
    vms(vm('web', 1))
    const { status, stderr } = await run('vms.json', '--into', 'domains/web.xml', '--write')
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'changed 1 of 1 domain, 0 already up to date\n' })
    expect(read('domains/web.xml')).toBe(domain('web', uuid(1), `${START}${SAVE}`))
  })
})

describe('what a machine says goes into the domain, the rest stays', () => {
  const set = "  <on_hoststart delay='30' order='2'>start</on_hoststart>\n"
  const into = async (settings: object, lifecycle: string, ...args: readonly string[]) => {
    vms(vm('a', 1, settings))
    put('domains/a.xml', domain('a', uuid(1), lifecycle))
    expect((await run('vms.json', '--into', 'domains', '--write', ...args)).status).toBe(0)
    return read('domains/a.xml')
  }

  test('null and missing properties leave the domain as it is', async () => {
    const settings = { AutomaticStartupActionDelay: null, AutomaticShutdownAction: null }
    expect(await into(settings, `${set}${SAVE}`)).toBe(domain('a', uuid(1), `${set}${SAVE}`))
  })

  test('a delay or an order of 0 is said: there is none', async () => {
    const none = { AutomaticStartupActionDelay: '00000000000000.000000:000', AutomaticStartupActionSequenceNumber: 0 }
    expect(await into(none, set)).toBe(domain('a', uuid(1), `${START}${SAVE}`))
  })

  test('the same from domain XML and from the neutral form', async () => {
    const json = { format: 'virt-lifecycle', version: 1, machines: [{ name: 'a', on_hoststart: 'start', delay: 0 }] }
    for (const input of [`<domain><name>a</name>${set.replace('30', '0')}</domain>`, JSON.stringify(json)]) {
      put('input', input)
      put('domains/a.xml', domain('a', uuid(1), set))
      expect((await run('input', '--into', 'domains', '--write')).status).toBe(0)
      expect(read('domains/a.xml')).toBe(domain('a', uuid(1), set.replace(" delay='30'", '')))
    }
  })

  const METADATA = `  <metadata>\n    <lifecycle xmlns='urn:x-virt-lifecycle:domain:1.0'>\n      <on_hoststop>destroy</on_hoststop>\n    </lifecycle>\n  </metadata>\n`

  test('the placement stays, unless it is said', async () => {
    expect(await into({}, METADATA)).toBe(
      domain(
        'a',
        uuid(1),
        METADATA.replace(/ *<on_hoststop>.*\n/, `${`${SAVE}${START}`.replaceAll('  <on', '      <on')}`),
      ),
    )
    const moved = await into({}, METADATA, '--placement', 'element')
    expect(moved).not.toContain('metadata')
    expect(moved).toContain(`${START}${SAVE}`)
  })

  test('what domain XML cannot hold is said', async () => {
    vms(vm('a', 1, { AutomaticStartupAction: null, AutomaticStartupActionSequenceNumber: 4 }))
    put('domains/a.xml', domain('a', uuid(1)))
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 0, codes: ['VL303'] })
  })
})

describe('what does not match', () => {
  test('no domain: the machine, the nearest names, the candidates; the others are done', async () => {
    vms(vm('web', 1), vm('mal-1', 2))
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/mail-1.xml', domain('mail-1', uuid(8)))
    put('domains/dc.xml', domain('dc', uuid(9)))
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write')
    expect(status).toBe(1)
    expect(codes(stderr)).toEqual(['VL312'])
    expect(stderr).toContain(`machine "mal-1" (${uuid(2)}): no domain has its UUID or its name`)
    expect(stderr).toContain('did you mean "mail-1" in domains/mail-1.xml? domains without a machine: "dc" in ')
    expect(stderr).toContain('no machine matches 2 domains: "dc" in domains/dc.xml, "mail-1" in domains/mail-1.xml\n')
    expect(stderr).toMatch(
      /changed 1 of 3 domains, 0 already up to date; 1 of 2 machines not applied: 1 without a domain\n$/,
    )
    expect(read('domains/web.xml')).toContain(START)
  })

  test('a domain without a machine is a note', async () => {
    vms(vm('web', 1))
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/dc.xml', domain('dc', uuid(9)))
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write')
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'no machine matches 1 domain: "dc" in domains/dc.xml\nchanged 1 of 2 domains, 0 already up to date\n',
    })
  })

  test.each([
    ['a UUID twice', [vm('a', 1), vm('b', 1)], [domain('a', uuid(1))], 2],
    ['a name twice', [vm('a', 1), vm('a', 2)], [domain('a', '')], 2],
    ['two domains with the UUID', [vm('a', 1)], [domain('a', uuid(1)), domain('b', uuid(1))], 1],
    ['two domains with the name', [vm('a', 1)], [domain('a', uuid(2)), domain('a', uuid(3))], 1],
  ])('ambiguous: %s', async (_, machines, domains, errors) => {
    vms(...machines, vm('web', 7))
    put('domains/web.xml', domain('web', uuid(7)))
    for (const [i, text] of domains.entries()) put(`domains/${i}.xml`, text)
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 1, codes: Array(errors).fill('VL313') })
    expect(stderr).toContain('"a" at vms.json:2')
    for (const [i, text] of domains.entries()) {
      expect(stderr).toContain(`in domains/${i}.xml`)
      expect(read(`domains/${i}.xml`)).toBe(text)
    }
    expect(read('domains/web.xml')).toContain(START)
  })

  test.each(['--write', '--diff'])('--all-or-nothing %s', async (how) => {
    vms(vm('web', 1), vm('a', 2, { AutomaticShutdownAction: 9 }))
    put('domains/web.xml', domain('web', uuid(1)))
    const { status, stdout, stderr } = await run('vms.json', '--into', 'domains', how, '--all-or-nothing')
    expect({ status, stdout, codes: codes(stderr) }).toEqual({ status: 1, stdout: '', codes: ['VL301'] })
    expect(stderr).toMatch(/nothing was (written|shown) because of errors \(--all-or-nothing\)\n$/)
    expect(read('domains/web.xml')).toBe(domain('web', uuid(1)))
  })

  test('--all-or-nothing gives files back what they held when a later one cannot be written', async () => {
    vms(vm('a', 1), vm('b', 2))
    put('domains/a.xml', domain('a', uuid(1)))
    put('elsewhere.xml', domain('b', uuid(2)))
    symlinkSync('../elsewhere.xml', join(cwd, 'domains/b.xml'))
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write', '--all-or-nothing')
    expect({ status, codes: codes(stderr) }).toEqual({ status: 2, codes: ['VL515'] })
    expect(stderr).toContain('nothing was written')
    expect(read('domains/a.xml')).toBe(domain('a', uuid(1)))
    expect((await run('vms.json', '--into', 'domains', '--write')).stderr).toContain('changed 1 of 2 domains')
    expect(read('domains/a.xml')).toContain(START)
  })
})

describe('a machine has another name now', () => {
  const renamed = () => {
    vms(vm('web', 1), vm('DB', 2), vm('mail', 3), vm('app', 4))
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/db.xml', domain('db', uuid(7)))
    put('domains/post.xml', domain('post', uuid(8)))
    put('domains/app.xml', domain('app', uuid(9)))
  }
  const TABLE = `machine  domain  matched by
DB       db      name, apart from letter case
mail     post    --map
app      app     name
`

  test('--map says which domain it is; a table shows what no UUID says, details come with --verbose', async () => {
    renamed()
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write', '--map', 'mail=post')
    expect({ status, stderr }).toEqual({ status: 0, stderr: `${TABLE}changed 4 of 4 domains, 0 already up to date\n` })
    expect(read('domains/post.xml')).toContain(START)
    const verbose = await run('vms.json', '--into', 'domains', '--write', '--map', 'mail=post', '--verbose')
    expect(codes(verbose.stderr)).toEqual(['VL314', 'VL314'])
    expect(verbose.stderr).toContain(TABLE)
  })

  test('--map takes files, and more than one value', async () => {
    renamed()
    put('a.csv', `old;new\n"mail";"${uuid(8)}"\n`)
    const { status, stderr } = await run(
      'vms.json',
      '--into',
      'domains',
      '--diff',
      '--map',
      'a.csv',
      '--map',
      `${uuid(4)}=app`,
    )
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `${TABLE.replace(/name$/m, '--map').replace('app      app     name', 'app      app     --map').replace('case\n', 'case\n')}would change 4 of 4 domains, 0 already up to date\n`,
    })
  })

  test.each([
    ['mail=nowhere', 1, 'VL341', 'changed 3 of 4 domains'],
    ['nobody=post', 1, 'VL341', 'changed 3 of 4 domains'],
    ['mail=web', 1, 'VL342', 'changed 3 of 4 domains'],
    ['mail=', 1, 'VL340', 'nothing was written: correct the map first'],
    ['missing.csv', 2, 'VL501', 'nothing was written: correct the map first'],
    ['vms.json', 1, 'VL340', 'nothing was written: correct the map first'],
  ])('--map %s: status %i, %s', async (map, expected, code, last) => {
    renamed()
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write', '--map', map)
    expect(status).toBe(expected)
    expect(new Set(codes(stderr))).toEqual(new Set(map.startsWith('nobody') ? [code, 'VL312'] : [code]))
    expect(stderr).toContain(last)
  })

  test('a row for a machine that an error leaves out is no second error', async () => {
    renamed()
    vms(vm('web', 1), vm('mail', 3, { AutomaticShutdownAction: 9 }))
    const { stderr } = await run('vms.json', '--into', 'domains', '--write', '--map', 'mail=post')
    expect(codes(stderr)).toEqual(['VL301'])
    expect(stderr).toMatch(
      /changed 1 of 4 domains, 0 already up to date; 1 of 2 machines not applied: 1 with errors\n$/,
    )
  })
})

describe('--report accounts for every machine of the input', () => {
  const validate = new Ajv().compile(JSON.parse(readFileSync('schema/merge-report.schema.json', 'utf8')))
  beforeEach(() => {
    vms(
      vm('web', 1),
      vm('web - a snapshot', 1, { VirtualSystemType: 'Microsoft:Hyper-V:Snapshot:Realized' }),
      vm('db', 2, { AutomaticStartupAction: null, AutomaticStartupActionSequenceNumber: 4 }),
      vm('up, to "date"', 3),
      vm('nowhere', 4),
      vm('twice', 5),
      vm('bad', 6, { AutomaticStartupAction: 9, AutomaticShutdownAction: 9 }),
    )
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/db.xml', domain('db', uuid(8)))
    put('domains/3.xml', domain('three', uuid(3), `${START}${SAVE}`))
    for (const n of [1, 2]) put(`domains/twice${n}.xml`, domain('twice', ''))
  })
  const COUNTS = {
    changed: 2,
    'would-change': 0,
    'up-to-date': 1,
    'not-matched': 1,
    ambiguous: 1,
    'left-out': 1,
    'not-written': 0,
  }

  test('as JSON, which its schema describes', async () => {
    put('broken.json', '[{"VMName": ')
    const { status } = await run('vms.json', 'broken.json', '--into', 'domains', '--write', '--report', 'report.json')
    expect(status).toBe(1)
    const report = JSON.parse(read('report.json'))
    expect([validate(report), validate.errors]).toEqual([true, null])
    expect(report).toMatchObject({ version: 1, total: 6, counts: COUNTS })
    expect(
      report.machines.map(({ name, outcome, codes = [] }: Record<string, unknown>) => [name, outcome, codes]),
    ).toEqual([
      ['web', 'changed', []],
      ['db', 'changed', []],
      ['up, to "date"', 'up-to-date', []],
      ['nowhere', 'not-matched', ['VL312']],
      ['twice', 'ambiguous', ['VL313']],
      ['bad', 'left-out', ['VL301']],
    ])
    expect(report.machines[1]).toMatchObject({ matchedBy: 'name', notHeld: ['order "4"'], domain: { uuid: uuid(8) } })
    expect(report.problems).toMatchObject([{ file: 'broken.json', code: 'VL107' }])
  })

  test('as CSV, one line for each', async () => {
    await run('vms.json', '--into', 'domains', '--diff', '--report', 'report.csv')
    const lines = read('report.csv').split('\n')
    expect(lines[0]).toBe(
      'name,uuid,file,line,outcome,domain,domain uuid,domain file,matched by,not held,codes,message',
    )
    expect(lines[1]).toBe(`web,${uuid(1)},vms.json,2,would-change,web,${uuid(1)},domains/web.xml,uuid,,,`)
    expect(lines[3]).toContain('"up, to ""date""",')
    expect(lines.length).toBe(1 + 6 + 1)
  })

  test('also where nothing is written, and where no domain can be read', async () => {
    await run('vms.json', '--into', 'domains', '--write', '--all-or-nothing', '--report', 'held.json')
    expect(JSON.parse(read('held.json')).counts).toEqual({ ...COUNTS, changed: 0, 'not-written': 2 })
    await run('vms.json', '--into', 'nowhere', '--write', '--report', 'none.json')
    expect(JSON.parse(read('none.json')).counts).toMatchObject({ 'not-matched': 5, 'left-out': 1 })
  })

  test('a report that cannot be written is an error, and the domains are written', async () => {
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write', '--report', 'no/such/report.csv')
    expect(status).toBe(2)
    expect(codes(stderr)).toContain('VL503')
    expect(read('domains/web.xml')).toContain(START)
  })
})

describe('files that are not domains to write', () => {
  test('broken ones and snapshots are reported and left alone', async () => {
    vms(vm('web', 1), vm('bad', 2), vm('old', 3))
    const bad = domain('bad', uuid(2), '  <on_hoststop>sav</on_hoststop>\n')
    const old = `<domainsnapshot>${domain('old', uuid(3))}</domainsnapshot>`
    put('domains/web.xml', domain('web', uuid(1)))
    put('domains/bad.xml', bad)
    put('domains/old.xml', old)
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write')
    expect(status).toBe(1)
    expect(codes(stderr)).toEqual(['VL203', 'VL318', 'VL312', 'VL312'])
    expect([read('domains/bad.xml'), read('domains/old.xml')]).toEqual([bad, old])
    expect(read('domains/web.xml')).toContain(START)
  })

  test('nothing is there: that alone is said', async () => {
    vms(vm('web', 1))
    for (const [into, code] of [
      ['domains', 'VL502'],
      ['nowhere', 'VL501'],
    ] as const) {
      const { status, stdout, stderr } = await run('vms.json', '--into', into, '--write')
      expect({ status, stdout, codes: codes(stderr) }).toEqual({ status: 2, stdout: '', codes: [code] })
    }
  })

  test('a running domain as libvirt keeps it is one', async () => {
    vms(vm('web', 1))
    put('domains/web.xml', `<domstatus state='running'>\n${domain('web', uuid(1))}</domstatus>\n`)
    expect((await run('vms.json', '--into', 'domains', '--write')).status).toBe(0)
    expect(read('domains/web.xml')).toContain(`${START}${SAVE}`)
  })
})

describe('files stay what they are', () => {
  beforeEach(() => vms(vm('web', 1)))

  test('mode and symbolic links; a link beside its file is no second domain', async () => {
    put('real.xml', domain('web', uuid(1)))
    chmodSync(join(cwd, 'real.xml'), 0o640)
    symlinkSync('../real.xml', join(cwd, 'domains/link.xml'))
    mkdirSync(join(cwd, 'domains/autostart'))
    symlinkSync('../link.xml', join(cwd, 'domains/autostart/web.xml'))
    expect((await run('vms.json', '--into', 'domains', '--diff')).stdout).toMatch(
      /^--- a\/real\.xml\n\+\+\+ b\/real\.xml\n/,
    )
    const { status, stderr } = await run('vms.json', '--into', 'domains', '--write', '--follow-links')
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'changed 1 of 1 domain, 0 already up to date\n' })
    expect(lstatSync(join(cwd, 'domains/link.xml')).isSymbolicLink()).toBe(true)
    expect(statSync(join(cwd, 'real.xml')).mode & 0o777).toBe(0o640)
    expect(read('real.xml')).toBe(domain('web', uuid(1), `${START}${SAVE}`))
  })

  const LATIN1 = `<?xml version="1.0" encoding="ISO-8859-1"?>\n${domain('web', uuid(1))}`
  for (const [title, text, encoding] of [
    ['CRLF', domain('web', uuid(1)).replaceAll('\n', '\r\n'), 'utf8'],
    ['no line end at the end', domain('web', uuid(1)).trimEnd(), 'utf8'],
    ['no line end at all', domain('web', uuid(1)).replaceAll('\n', ''), 'utf8'],
    // Where the patch shows it, it could not be applied.
    ['an \u00e9 of ISO-8859-1 far from the elements', `${LATIN1}\n\n\n\n<!-- caf\u00e9 -->`, 'latin1'],
  ] as const) {
    testWithPeer(['patch'], `${title}: the patch fits, and only the elements change`, async () => {
      put('domains/web.xml', Buffer.from(text, encoding))
      await expectDiffIsWrite()
      const after = readFileSync(join(cwd, 'domains/web.xml'), encoding)
      expect(after.replace(/\s*<on_hoststart>.*<\/on_hoststop>/s, '')).toBe(text)
      expect(after.includes('\r\n  <on_hoststart>')).toBe(text.includes('\r\n'))
    })
  }

  test('UTF-16: kept by --write, shown as UTF-8 by --diff, which says that it is for reading', async () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-16"?>\n${domain('web', uuid(1)).replace('<vcpu>2</vcpu>', '<title>caf\u00e9</title>')}`
    put('domains/web.xml', Buffer.from(text, 'utf16le'))
    const { stdout, stderr } = await run('vms.json', '--into', 'domains', '--diff')
    expect(stdout).toContain(' \u0020<title>caf\u00e9</title>\n+  <on_hoststart>start</on_hoststart>\n')
    expect(stderr).toContain(
      'domains/web.xml is encoded in UTF-16LE: this diff is for reading, "patch" cannot apply it\n',
    )
    expect((await run('vms.json', '--into', 'domains', '--write')).status).toBe(0)
    const after = readFileSync(join(cwd, 'domains/web.xml')).toString('utf16le')
    expect(after.replace(START, '').replace(SAVE, '')).toBe(text)
  })

  for (const name of ['my domains.xml', 'tab\there.xml', 'say "hi" \\ caf\u00e9.xml']) {
    testWithPeer(['patch'], `the patch of a file called ${JSON.stringify(name)} fits`, async () => {
      put(`domains/${name}`, domain('web', uuid(1)))
      await expectDiffIsWrite()
    })
  }

  test('a path that is not below the working directory is shown from the root', async () => {
    put('domains/web.xml', domain('web', uuid(1)))
    mkdirSync(join(cwd, 'elsewhere'))
    const { stdout } = await virtLifecycle(['convert', '../vms.json', '--into', '../domains', '--diff'], {
      cwd: join(cwd, 'elsewhere'),
    })
    expect(stdout.split('\n')[0]).toBe(`--- a${join(cwd, 'domains/web.xml')}`)
    const below = await run('vms.json', '--into', join(cwd, 'domains'), '--diff')
    expect(below.stdout.split('\n')[0]).toBe('--- a/domains/web.xml')
  })
})

describe('usage errors: status 2, and what to do', () => {
  test.each([
    [['--into', 'd'], /'--into <path>' requires '--diff' .* or '--write'/],
    [['--into', 'd', '--diff', '--write'], /'--diff' cannot be used with option '--write'/],
    [['--into', 'd', '--diff', '--to', 'json'], /'--into <path>' cannot be used with option '--to <format>'/],
    [['--into', 'd', '--write', '-o', 'x'], /'--into <path>' cannot be used with option '-o, --output <path>'/],
    [['--into', '-', '--write'], /takes files or directories, not standard input/],
    [['--diff'], /option '--diff' requires '--into <path>'/],
    [['--write', '--to', 'domain'], /option '--write' requires '--into <path>'/],
    [['--to', 'json', '--all-or-nothing'], /option '--all-or-nothing' requires '--into <path>'/],
    [[], /required option '--to <format>' not specified/],
  ] as const)('%j', async (args, message) => {
    vms(vm('web', 1))
    put('domains/web.xml', domain('web', uuid(1)))
    const { status, stdout, stderr } = await run('vms.json', ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(read('domains/web.xml')).toBe(domain('web', uuid(1)))
  })
})
