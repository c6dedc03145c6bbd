import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { spawnVirtLifecycle, virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-documents-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const grammar = (inside: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">${inside}</grammar>`
const start = (name: string): string => `<start><ref name="${name}"/></start>`
const text = (name: string): string => `<element name="${name}"><text/></element>`
const optional = (inside: string): string => `<optional>${inside}</optional>`

/** A libvirt's schemas, small; the elements have libvirt's names. */
const SCHEMAS: Readonly<Record<string, string>> = {
  'domain.rng': grammar(`${start('domain')}<include href="domaincommon.rng"/>`),
  'domaincommon.rng': grammar(`
    <define name="domain"><element name="domain"><optional><attribute name="type"/></optional><interleave>
      ${text('name')}${optional(text('memory'))}${optional(`<element name="os">${text('type')}</element>`)}<ref name="events"/>${optional('<ref name="devices"/>')}
      ${optional('<element name="qemu:x" xmlns:qemu="urn:qemu"><empty/></element>')}</interleave></element></define>
    <define name="events"><interleave>${optional(text('on_reboot'))}${optional(text('on_crash'))}</interleave></define>
    <define name="devices"><element name="devices"><interleave><zeroOrMore><choice><ref name="disk"/><ref name="nic"/>
      <ref name="memorydev"/></choice></zeroOrMore></interleave></element></define>
    <define name="disk"><element name="disk"><optional>${text('target')}</optional>
      <zeroOrMore>${text('source')}</zeroOrMore></element></define>
    <define name="nic"><element name="interface"><attribute name="type"/></element></define>
    <define name="memorydev"><element name="memory"><attribute name="model"/></element></define>`),
  'domainsnapshot.rng': grammar(`${start('domainsnapshot')}<define name="domainsnapshot"><element name="domainsnapshot">
    <interleave>${optional(text('name'))}${optional(`<grammar><include href="domain.rng"/></grammar>`)}</interleave>
    </element></define>`),
  'network.rng': grammar(`${start('network')}<include href="basic.rng"/><define name="network"><element name="network">
    <ref name="name"/></element></define>`),
  'basic.rng': grammar(`<define name="name">${text('name')}</define>`),
  'interface.rng': grammar(`<start><element name="interface">${text('name')}</element></start>`),
  'secret.rng': grammar('<start><ref name="absent"/></start>'),
}

const DOMAIN = '<domain type="kvm"><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>'
const DOCUMENTS: Readonly<Record<string, string>> = {
  'domain.xml': DOMAIN,
  'network.xml': '<?xml version="1.0"?>\n<!-- a > b -->\n<network><name>n</name></network>',
  'wrong-network.xml': '<network>\n  <nam>n</nam>\n</network>',
  'pool.xml': '<pool><name>p</name></pool>',
  'secret.xml': '<secret/>',
  'snapshot.xml': `<domainsnapshot>\n${DOMAIN.replace('</name>', '</name><on_hoststop>save</on_hoststop>')}</domainsnapshot>`,
  'new-snapshot.xml': '<domainsnapshot><name>s</name></domainsnapshot>',
  'wrong-snapshot.xml': `<domainsnapshot>\n<nam/>\n${DOMAIN.replace('</name>', '</name>\n<on_hoststop>sav</on_hoststop>')}</domainsnapshot>`,
  'checkpoint.xml': `<domaincheckpoint><anything/>${DOMAIN}</domaincheckpoint>`,
  'wrong-checkpoint.xml': `<domaincheckpoint>\n <domain type="kvm"><nam/></domain></domaincheckpoint>`,
  'status.xml': `<domstatus state="running" xmlns:qemu="urn:qemu"><monitor/>
    <domain type="kvm"><name>a</name><qemu:x/><devices><disk><source tlsFromConfig="0">/a</source><privateData><a/></privateData></disk>
      <interface type="network"><actual/><class id="1"/></interface></devices></domain></domstatus>`,
  'wrong-status.xml': `<domstatus xmlns:qemu="urn:qemu"><privateData/>
    <domain type="kvm"><name>a</name><qemu:x/><devices><disk><privateData/><sorce/></disk></devices></domain></domstatus>`,
  'disk.xml': '<disk><target>vda</target></disk>',
  'wrong-disk.xml': '<disk>\n  <targt>vda</targt></disk>',
  'nic.xml': '<interface type="network"/>',
  'host-interface.xml': '<interface><name>eth0</name></interface>',
  'memory.xml': '<memory model="dimm"/>',
  'events.xml': '<on_reboot>destroy</on_reboot>',
}

beforeAll(() => {
  mkdirSync(join(cwd, 'schemas'))
  for (const [name, content] of Object.entries(SCHEMAS)) writeFileSync(join(cwd, 'schemas', name), content)
  for (const [name, content] of Object.entries(DOCUMENTS)) writeFileSync(join(cwd, name), content)
})

const validate = (...args: readonly string[]) =>
  virtLifecycle(['validate', '--schema', 'schemas', '--format', 'compact', ...args], { cwd })

/** The status, and what is said without hints. */
async function said(...args: readonly string[]): Promise<readonly [status: number | null, ...lines: string[]]> {
  const { status, stdout } = await validate(...args)
  return [
    status,
    ...stdout
      .replace(/ \([^\n]*\)(?= \[)|;[^\n]*(?= \[)/g, '')
      .split('\n')
      .filter((line) => line !== ''),
  ]
}

describe('a document is checked against the schema of its kind', () => {
  test.each(['network.xml', 'snapshot.xml', 'new-snapshot.xml', 'checkpoint.xml', 'status.xml', 'host-interface.xml'])(
    '%s is valid',
    async (file) => {
      expect(await said(file)).toEqual([0])
    },
  )

  test.each([
    ['wrong-network.xml', '2:3: error: <nam> is not allowed in <network> [VL403]'],
    ['wrong-status.xml', '2:76: error: <sorce> is not allowed in <disk> [VL403]'],
    ['wrong-checkpoint.xml', '2:21: error: <nam> is not allowed in <domain> [VL403]'],
  ])('%s', async (file, message) => {
    const [status, ...lines] = await said(file)
    expect(status).toBe(1)
    expect(lines).toContain(`${file}:${message}`)
  })

  test('the lifecycle rules are applied to the domain in a snapshot, the schema to all of it', async () => {
    expect(await said('wrong-snapshot.xml')).toEqual([
      1,
      'wrong-snapshot.xml:4:14: error: on_hoststop is "sav", not one of: destroy, save, shutdown, stop-and-restart-on-next-boot [VL203]',
      'wrong-snapshot.xml:2:1: error: <nam> is not allowed in <domainsnapshot> [VL403]',
    ])
  })

  test('one whose kind has no schema there is refused as before', async () => {
    expect(await said('pool.xml')).toEqual([1, 'pool.xml:1:1: error: this describes a storage pool [VL109]'])
    expect((await validate('network.xml', '--schema', 'embedded')).stdout).toContain('VL109')
  })

  test('a schema that cannot be used is said of each document that needs it, and ends with status 2', async () => {
    const [status, ...lines] = await said('secret.xml', 'wrong-network.xml')
    expect(status).toBe(2)
    expect(lines[0]).toMatch(/schemas\/secret\.rng:1:\d+: error: the schema cannot be used: .* \[VL402\]$/)
    expect(lines.join()).toContain('wrong-network.xml:2:3')
  })

  test('--skip-non-domains skips it, whatever is wrong with it or its schema', async () => {
    const files = ['network.xml', 'wrong-network.xml', 'secret.xml', 'domain.xml', 'wrong-status.xml']
    const { status, stdout, stderr } = await validate(...files, '--skip-non-domains')
    expect(status).toBe(1)
    expect(stdout.match(/^.*?:/gm)).toEqual(['wrong-status.xml:'])
    expect(stderr).toBe('')
    expect(
      (await validate('pool.xml', '--skip-non-domains', '--allow-empty', '--schema', 'schemas/domain.rng')).status,
    ).toBe(0)
  })

  test('a RELAX NG file is for all kinds', async () => {
    const schema = ['--schema', 'schemas/network.rng']
    expect(await said('network.xml', ...schema)).toEqual([0])
    expect((await said('pool.xml', ...schema))[1]).toContain('<pool> is not allowed as the root')
  })

  test('has the same findings for the next run, from what was kept', async () => {
    const files = ['wrong-network.xml', 'wrong-snapshot.xml', 'wrong-status.xml', 'domain.xml']
    const first = await said(...files, '--no-cache')
    expect(await said(...files)).toEqual(first)
    expect(await said(...files)).toEqual(first)
  })
})

describe('--fragment', () => {
  test.each(['disk.xml', 'nic.xml', 'memory.xml', 'domain.xml'])('%s is valid, and not skipped', async (file) => {
    expect(await said(file, '--fragment')).toEqual([0])
    expect(await said(file, '--fragment', '--skip-non-domains')).toEqual([0])
  })

  test('other documents are what they are without it', async () => {
    expect(await said('network.xml', 'snapshot.xml', '--fragment')).toEqual([0])
  })

  test('what is wrong in a device has its position', async () => {
    expect(await said('wrong-disk.xml', '--fragment')).toEqual([
      1,
      'wrong-disk.xml:2:3: error: <targt> is not allowed in <disk> [VL403]',
    ])
  })

  test('takes devices only, and without it a device is refused', async () => {
    expect((await said('events.xml', '--fragment'))[1]).toContain('VL109')
    const { stdout } = await validate('disk.xml')
    expect(stdout).toContain('"validate --fragment" checks a device by itself')
  })

  test("needs libvirt's schemas", async () => {
    expect((await validate('disk.xml', '--fragment', '--schema', 'embedded')).stderr).toContain('error VL411')
    expect((await validate('disk.xml', '--fragment', '--schema', 'schemas/domain.rng')).status).toBe(2)
  })

  test('can be set in the configuration', async () => {
    writeFileSync(join(cwd, 'own.json'), '{ "fragment": true }')
    expect(await said('disk.xml', '--config', 'own.json')).toEqual([0])
    expect((await said('disk.xml', '--config', 'own.json', '--no-fragment'))[0]).toBe(1)
  })
})

describe('schemas are compiled when they are needed', () => {
  const cache = join(cwd, 'cache')
  beforeEach(() => rmSync(cache, { recursive: true, force: true }))
  const kept = async (...files: readonly string[]): Promise<number> => {
    const env = { XDG_CACHE_HOME: cache }
    await virtLifecycle(['validate', '--schema', 'schemas', ...files], { cwd, env })
    return readdirSync(join(cache, 'virt-lifecycle')).length
  }

  test('and what is known of each is kept', async () => {
    expect(await kept('domain.xml', 'status.xml', 'checkpoint.xml')).toBe(1)
    expect(await kept('domain.xml', 'network.xml', 'wrong-network.xml', 'snapshot.xml')).toBe(3)
  })
})

describe('several processes', () => {
  const files = Object.keys(DOCUMENTS)
  /** More than one portion, so that other processes have work, and meet kinds that the first one has not. */
  const list = [
    'domain.xml',
    ...Array.from({ length: 60 }, (_, i) => `many/${i}.xml`),
    ...files.map((file) => `many/${file}`),
  ]

  beforeAll(() => {
    mkdirSync(join(cwd, 'many'))
    for (let i = 0; i < 60; i++) writeFileSync(join(cwd, 'many', `${i}.xml`), DOMAIN)
    for (const file of files) writeFileSync(join(cwd, 'many', file), DOCUMENTS[file] ?? '')
    writeFileSync(join(cwd, 'list'), list.join('\n'))
  })

  test.each(['builtin', 'both'])('find what one finds: %s', (engine) => {
    const args = ['validate', '--schema', 'schemas', '--engine', engine, '--json', '--fragment', '--files-from', 'list']
    const one = spawnVirtLifecycle([...args, '--jobs', '1'], { cwd })
    expect(one.status).toBe(2)
    expect(JSON.parse(one.stdout).diagnostics.length).toBeGreaterThan(6)
    expect(spawnVirtLifecycle([...args, '--jobs', '2'], { cwd })).toEqual(one)
  })

  test('read no file of a schema outside the repository', async () => {
    const repository = join(cwd, 'repository')
    mkdirSync(join(repository, '.git'), { recursive: true })
    mkdirSync(join(repository, 'schemas'))
    for (const [name, content] of Object.entries(SCHEMAS)) writeFileSync(join(repository, 'schemas', name), content)
    writeFileSync(join(repository, 'schemas/network.rng'), grammar('<include href="../../schemas/network.rng"/>'))
    writeFileSync(join(repository, 'list'), list.join('\n'))
    mkdirSync(join(repository, 'many'))
    for (const path of list) writeFileSync(join(repository, path), DOCUMENTS[path.replace('many/', '')] ?? DOMAIN)
    for (const jobs of ['1', '2']) {
      const args = ['validate', '--schema', 'schemas', '--format', 'compact', '--files-from', 'list', '--jobs', jobs]
      const { status, stdout } = spawnVirtLifecycle(args, { cwd: repository })
      expect(status).toBe(2)
      expect(stdout.match(/refusing to read a file outside the repository: .*network\.rng/g)).toHaveLength(2)
    }
  })
})
