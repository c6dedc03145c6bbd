import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { decode, encode } from '../../../src/xml/index.js'
import { testWithPeer } from '../../peers/programs.js'
import { refusedByLibvirt, virtLifecycle } from '../program.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-fix-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let cwd = scratch
beforeEach(() => {
  cwd = mkdtempSync(join(scratch, 'test-'))
})

const put = (file: string, content: string | Uint8Array): void => writeFileSync(join(cwd, file), content)
const get = (file: string): string => readFileSync(join(cwd, file), 'utf8')
const validate = (...args: readonly string[]) => virtLifecycle(['validate', '--schema', 'embedded', ...args], { cwd })

const domain = (stop: string): string =>
  `<?xml version='1.0'?>\r\n<!-- by hand -->\r\n<domain  type="kvm">\r\n\t<name>a</name>\r\n\t<on_hoststop>${stop}</on_hoststop>\r\n</domain>`

describe('--fix', () => {
  test('fixes, says so, and reports what is left', async () => {
    put('a.xml', domain('sav'))
    put('b.xml', domain(' save '))
    put('c.xml', domain('suspend'))
    put('d.xml', domain('save'))
    const { status, stdout, stderr } = await validate('--fix', '.')
    expect(stdout.match(/^\S+ \w+ VL\d+/gm)).toEqual(['c.xml:5:15 error VL203'])
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `4 documents checked against the embedded schema: 1 invalid (1 error); fixed 2 files\n${refusedByLibvirt('4 domains')}`,
    })
    expect(['a.xml', 'b.xml', 'c.xml', 'd.xml'].map(get)).toEqual(['save', 'save', 'suspend', 'save'].map(domain))
    expect(await validate('--fix', 'a.xml', 'b.xml')).toMatchObject({
      status: 0,
      stderr: `2 documents checked against the embedded schema: all valid\n${refusedByLibvirt('2 domains')}`,
    })
  })

  test('says so whatever the format', async () => {
    for (const format of ['compact', 'json']) {
      put('a.xml', domain('sav'))
      expect((await validate('--fix', 'a.xml', '--format', format)).stderr).toContain('fixed 1 file')
      expect((await validate('--fix', 'a.xml', '--format', format)).stderr).toBe('')
    }
  })

  test('what it fixes it has hinted at', async () => {
    put('a.xml', domain('saev'))
    expect((await validate('a.xml')).stdout).toContain('did you mean "save"?')
    expect((await validate('--fix', 'a.xml')).status).toBe(0)
    expect(get('a.xml')).toBe(domain('save'))
  })

  test('a file that needs nothing is not written', async () => {
    put('a.xml', domain('save'))
    const { mtimeMs, ino } = statSync(join(cwd, 'a.xml'))
    await validate('--fix', 'a.xml')
    expect(statSync(join(cwd, 'a.xml'))).toMatchObject({ mtimeMs, ino })
  })

  test('encoding, mode and links stay', async () => {
    const utf16 = domain('sav').replace("version='1.0'", "version='1.0' encoding='UTF-16'").replace('by hand', 'größer')
    put('a.xml', encode(`\ufeff${utf16}`, 'UTF-16LE'))
    chmodSync(join(cwd, 'a.xml'), 0o640)
    symlinkSync('a.xml', join(cwd, 'link.xml'))
    expect((await validate('--fix', 'link.xml')).status).toBe(0)
    expect(lstatSync(join(cwd, 'link.xml')).isSymbolicLink()).toBe(true)
    expect(statSync(join(cwd, 'a.xml')).mode & 0o777).toBe(0o640)
    const decoded = decode(readFileSync(join(cwd, 'a.xml')), 'a.xml')
    expect('document' in decoded && [decoded.encoding, decoded.document.text]).toEqual([
      'UTF-16LE',
      `\ufeff${utf16.replace('>sav<', '>save<')}`,
    ])
  })

  test('moves a lifecycle where it is wanted, and expands the shorthand', async () => {
    put('a.xml', '<domain>\n  <name>a</name>\n  <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>\n</domain>\n')
    expect((await validate('--fix', '--placement', 'metadata', '--expand-shorthand', 'a.xml')).status).toBe(0)
    expect(get('a.xml')).toBe(
      "<domain>\n  <name>a</name>\n  <metadata>\n    <lifecycle xmlns='urn:x-virt-lifecycle:domain:1.0'>\n      <on_hoststart>restart-if-active</on_hoststart>\n      <on_hoststop>shutdown</on_hoststop>\n    </lifecycle>\n  </metadata>\n</domain>\n",
    )
  })

  test('a snapshot records the past', async () => {
    const snapshot = '<domainsnapshot><domain><name>a</name><on_hoststop>sav</on_hoststop></domain></domainsnapshot>'
    put('a.xml', snapshot)
    expect((await validate('--fix', 'a.xml')).status).toBe(1)
    expect(get('a.xml')).toBe(snapshot)
  })

  test('what a team requires of its domains, it does not require of a snapshot', async () => {
    put(
      'a.xml',
      '<domainsnapshot><domain><name>a</name><on_hoststop>stop-and-restart-on-next-boot</on_hoststop></domain></domainsnapshot>',
    )
    const policy = ['--placement', 'metadata', '--expand-shorthand', '--require', 'hoststart,hoststop']
    const { status, stdout } = await validate(...policy, 'a.xml')
    expect({ status, stdout }).not.toMatchObject({ stdout: expect.stringMatching(/VL21[456]/) })
  })

  test('what is not a domain, or broken, is not touched', async () => {
    for (const text of ['<network/>', '<domain><on_hoststop>sav</on_hoststop>', '<!DOCTYPE domain><domain/>', '']) {
      put('a.xml', text)
      expect((await validate('--fix', 'a.xml')).status).toBe(1)
      expect(get('a.xml')).toBe(text)
    }
  })

  test('a file that cannot be written is an error, and the others are fixed', async () => {
    put('b.xml', domain('sav'))
    // A device takes no domain, and is no file that could be replaced; as root, modes would not stop a write.
    const { status, stdout } = await validate('--fix', '/proc/version', 'b.xml')
    expect(status).toBe(1)
    expect(stdout).toContain('error VL101')
    expect(get('b.xml')).toBe(domain('save'))
  })

  test.each([['--fix'], ['--fix-dry-run']])('%s needs files', async (option) => {
    const { status, stderr } = await virtLifecycle(['validate', option, '-'], { input: domain('sav') })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: option '--fix' requires files, not standard input\n(see --help)\n",
    })
  })

  test.each([
    [['--fix', '--fix-dry-run'], "option '--fix' cannot be used with option '--fix-dry-run'"],
    [['--fix-dry-run', '--format', 'json'], "cannot be used with option '--format <format>'"],
    [['--expand-shorthand'], "option '--expand-shorthand' requires '--fix' or '--fix-dry-run'"],
  ])('%j is a usage error', async (args, message) => {
    put('a.xml', domain('save'))
    const { status, stderr } = await validate(...args, 'a.xml')
    expect(status).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('--fix-dry-run', () => {
  test('prints the patch, and nothing else on standard output; the findings are those of the file as it is', async () => {
    put('a.xml', domain('sav'))
    const { status, stdout, stderr } = await validate('--fix-dry-run', 'a.xml', '--output', 'json=report.json')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^--- a\/a\.xml\n\+\+\+ b\/a\.xml\n@@ /)
    expect(stdout.match(/^[-+]\t.*/gm)).toEqual([
      '-\t<on_hoststop>sav</on_hoststop>',
      '+\t<on_hoststop>save</on_hoststop>',
    ])
    expect(stderr).toMatch(
      /^a\.xml:5:15 error VL203 [\s\S]*\(1 error\); 1 file can be fixed\nlibvirt up to 12.8 refuses .*\n$/,
    )
    expect(JSON.parse(get('report.json')).diagnostics).toHaveLength(1)
    expect(get('a.xml')).toBe(domain('sav'))
  })

  testWithPeer(['patch'], 'the patch does what --fix does', async () => {
    mkdirSync(join(cwd, 'deep'))
    for (const file of ['a.xml', 'deep/b c.xml']) put(file, domain('sav'))
    const { stdout } = await validate('--fix-dry-run', '.')
    const { status } = spawnSync('patch', ['-p1', '--binary'], { cwd, input: stdout })
    expect(status).toBe(0)
    for (const file of ['a.xml', 'deep/b c.xml']) expect(get(file)).toBe(domain('save'))
  })
})
