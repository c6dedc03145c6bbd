import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { virtLifecycle } from '../program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-schemas-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const GOOD =
  '<domain type="kvm"><name>a</name><memory>1</memory><os><type>hvm</type></os><on_hoststop>save</on_hoststop></domain>'
const GRAMMAR = `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="domain">
  <attribute name="type"><choice><value>kvm</value></choice></attribute>
  <interleave><ref name="name"/><ref name="events"/></interleave>
</element></start><define name="name"><interleave><element name="name"><text/></element>
<optional><element name="memory"><text/></element></optional><optional><element name="os"><element name="type"><text/></element></element></optional></interleave></define>
<define name="events"><interleave><optional><element name="on_reboot"><text/></element></optional>
<optional><element name="on_crash"><text/></element></optional></interleave></define></grammar>`

/** A system's root directory, and a home directory in it. */
const root = join(cwd, 'root')

beforeAll(() => {
  writeFileSync(join(cwd, 'a.xml'), GOOD)
  writeFileSync(join(cwd, 'b.xml'), GOOD)
  mkdirSync(join(root, 'home'), { recursive: true })
})

/** Validate on a system whose libvirt is where a test has put it. */
const validate = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  virtLifecycle(['validate', '--no-cache', ...args], {
    cwd,
    env: { LIBVIRT_SCHEMAS: undefined, ...env },
    system: { root, home: join(root, 'home') },
  })

describe('where no libvirt is installed', () => {
  test('that is a warning, said once, and the summary counts the documents', async () => {
    const { status, stdout, stderr } = await validate(['a.xml', 'b.xml'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    expect(stderr.match(/warning VL404/g)).toHaveLength(1)
    expect(stderr).toContain(
      "\n2 documents checked against the embedded schema: no errors (1 warning); 2 not checked against libvirt's schema\n",
    )
    expect(stderr).not.toContain('all valid')
  })

  test('--strict and --max-warnings 0 fail', async () => {
    const strict = await validate(['a.xml', '--strict'])
    expect(strict).toMatchObject({ status: 1, stderr: expect.stringContaining('error VL404') })
    expect(strict.stderr).toContain("; 1 not checked against libvirt's schema")
    expect((await validate(['a.xml', '--max-warnings', '0'])).status).toBe(1)
  })

  test('--schema embedded asks for that, and is silent', async () => {
    const { status, stderr } = await validate(['a.xml', '--schema', 'embedded', '--strict'])
    expect(status).toBe(0)
    expect(stderr).not.toMatch(/VL404|not checked/)
    const { stdout } = await validate(['a.xml', '--schema', 'embedded', '--json'])
    expect(JSON.parse(stdout)).not.toHaveProperty('unchecked')
  })

  test.each([
    [
      'json',
      (text: string) => expect(JSON.parse(text)).toMatchObject({ unchecked: 2, diagnostics: [{ code: 'VL404' }] }),
    ],
    [
      'sarif',
      (text: string) =>
        expect(JSON.parse(text).runs[0]).toMatchObject({
          properties: { unchecked: 2 },
          invocations: [{ toolConfigurationNotifications: [{ descriptor: { id: 'VL404' }, level: 'warning' }] }],
        }),
    ],
    [
      'junit',
      (text: string) => {
        expect(text).toContain('<property name="unchecked" value="2"/>')
        expect(text).toMatch(/tests="3" failures="0" errors="0"[\s\S]*<testcase name="schema"[\s\S]*warning VL404/)
      },
    ],
    ['github', (text: string) => expect(text).toMatch(/^::warning title=VL404::no libvirt schema is installed/)],
    ['compact', (text: string) => expect(text).toBe('')],
    ['gitlab', (text: string) => expect(JSON.parse(text)).toEqual([])],
  ])('%s says so if it can', async (format, expected) => {
    expected((await validate(['a.xml', 'b.xml', '--format', format])).stdout)
  })

  test('junit has an error with --strict', async () => {
    const { stdout } = await validate(['a.xml', '--format', 'junit', '--strict'])
    expect(stdout).toMatch(
      /tests="2" failures="0" errors="1"[\s\S]*<testcase name="schema"[\s\S]*<error message="[^"]*no libvirt/,
    )
  })
})

describe('a schema that is named and is not there ends with status 2', () => {
  test.each([
    ['nowhere', 'nowhere:1:1 error VL402 LIBVIRT_SCHEMAS names a directory that does not exist'],
    ['root', 'root:1:1 error VL402 LIBVIRT_SCHEMAS names a directory that does not contain domain.rng'],
  ])('LIBVIRT_SCHEMAS=%s', async (directory, said) => {
    const { status, stdout, stderr } = await validate(['a.xml'], { LIBVIRT_SCHEMAS: directory })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(said)
    expect((await validate(['a.xml', '--schema', 'embedded'], { LIBVIRT_SCHEMAS: directory })).status).toBe(0)
  })

  test('--schema nowhere', async () => {
    expect(await validate(['a.xml', '--schema', 'nowhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nowhere:1:1 error VL501 cannot read the file: no such file or directory'),
    })
  })
})

/** Put schemas into a data directory below the root, and take them away when the work is done. */
async function withSchemas(data: string, work: (directory: string) => Promise<void>): Promise<void> {
  const directory = join(root, data, 'libvirt/schemas')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'domain.rng'), GRAMMAR)
  try {
    await work(directory)
  } finally {
    rmSync(join(root, data), { recursive: true })
  }
}

describe('an installed libvirt', () => {
  test.each([
    '/usr/share',
    '/usr/local/share',
    '/opt/homebrew/share',
    '/usr/local/opt/libvirt/share',
    '/home/linuxbrew/.linuxbrew/share',
    '/run/current-system/sw/share',
    '/home/.nix-profile/share',
  ])('is found in %s', async (data) => {
    await withSchemas(data, async (directory) => {
      const { status, stderr } = await validate(['a.xml'])
      expect(status).toBe(0)
      expect(stderr).toContain(`1 document checked against ${directory} with the lifecycle extension: all valid\n`)
    })
  })

  test('has the version that its library is named after', async () => {
    await withSchemas('/usr/share', async (directory) => {
      mkdirSync(join(root, 'usr/lib64'), { recursive: true })
      symlinkSync('libvirt.so.0.11003.1', join(root, 'usr/lib64/libvirt.so.0'))
      const { stderr } = await validate(['a.xml'])
      expect(stderr).toContain(
        `1 document checked against ${directory} (libvirt 11.3.1) with the lifecycle extension: all valid\n`,
      )
      writeFileSync(join(cwd, 'new.xml'), '<domain type="hvf"><name>a</name><newer/><newest/></domain>')
      const { stdout } = await validate(['new.xml', '--format', 'compact'])
      expect(stdout.match(/VL403/g)).toHaveLength(3)
      expect(stdout.match(/libvirt 11\.3\.1, whose schema this is, does not know it; a newer one may/g)).toHaveLength(1)
      expect(stdout).toMatch(/^new\.xml:1:15: .*libvirt 11\.3\.1/)
      rmSync(join(root, 'usr/lib64'), { recursive: true })
    })
  })

  test.each([
    ['/nix/store/0c4mvk2-libvirt-10.0.0/share', '10.0.0'],
    ['/opt/homebrew/Cellar/libvirt/11.10.0_1/share', '11.10.0'],
  ])('has the version of its package: %s', async (store, version) => {
    await withSchemas(store, async () => {
      mkdirSync(join(root, 'usr'), { recursive: true })
      symlinkSync(join(root, store), join(root, 'usr/share'))
      expect((await validate(['a.xml'])).stderr).toContain(`(libvirt ${version}) with`)
      rmSync(join(root, 'usr/share'))
    })
  })

  test('has the version of its source, but copied schemas have none', async () => {
    const source = join(cwd, 'libvirt')
    for (const directory of [join(source, 'src/conf/schemas'), join(cwd, 'schemas')]) {
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, 'domain.rng'), GRAMMAR)
    }
    writeFileSync(join(source, 'meson.build'), "project(\n  'libvirt', 'c',\n  version: '12.8.0',\n)\n")
    const said = async (schema: string) => (await validate(['a.xml', '--schema', schema])).stderr.split('\n')[0]
    expect(await said('libvirt/src/conf/schemas')).toContain('libvirt/src/conf/schemas (libvirt 12.8.0) with')
    expect(await said('schemas')).toBe('1 document checked against schemas with the lifecycle extension: all valid')
    expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toBe(GOOD)
  })
})
