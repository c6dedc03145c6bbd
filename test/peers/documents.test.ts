import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { documentSchema, openEngines, type ValidateFilesOptions, validateFiles } from '../../src/node/index.js'
import { childElements, decode, firstTag, parseXml } from '../../src/xml/index.js'
import { libvirtTestData } from './corpus.js'
import { describeWithPeer, LIBVIRT_SOURCE } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-documents-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const SCHEMAS = join(LIBVIRT_SOURCE, 'src/conf/schemas')

/** The schema that virt-xml-validate chooses for a root element, and how many files of libvirt's test data have that root at least. */
const KINDS: Readonly<Record<string, readonly [schema: string, atLeast: number]>> = {
  capabilities: ['capability', 10],
  cpu: ['cpu', 200],
  device: ['nodedev', 50],
  domainCapabilities: ['domaincaps', 50],
  domainbackup: ['domainbackup', 10],
  domaincheckpoint: ['domaincheckpoint', 10],
  domainsnapshot: ['domainsnapshot', 20],
  filter: ['nwfilter', 100],
  filterbinding: ['nwfilterbinding', 1],
  interface: ['interface', 20],
  network: ['network', 100],
  networkport: ['networkport', 5],
  pool: ['storagepool', 50],
  secret: ['secret', 5],
  storagepoolCapabilities: ['storagepoolcaps', 2],
  volume: ['storagevol', 30],
}

/** jing takes two seconds to start and to read a schema, so the short form asks it about these kinds; `all` is the long form. */
const WITH_JING =
  process.env['VIRT_LIFECYCLE_JING'] === 'all' ? Object.keys(KINDS) : ['domainsnapshot', 'filter', 'network']

/** The files that xmllint and jing find valid, each asked once about all of them. */
function peersOf(schema: string, files: readonly string[]): Readonly<Record<'xmllint' | 'jing', ReadonlySet<string>>> {
  return { xmllint: xmllint(schema, files), jing: jing(schema, files) }
}

function xmllint(schema: string, files: readonly string[]): ReadonlySet<string> {
  const validates = output('xmllint', ['--noout', '--relaxng', schema, ...files]).matchAll(/^(.+) validates$/gm)
  return new Set([...validates].map(([, file = '']) => file))
}

function jing(schema: string, files: readonly string[]): ReadonlySet<string> {
  const faults = output('jing', ['-i', schema, ...files]).matchAll(/^(.+?):\d+:\d+: (?:error|fatal):/gm)
  const faulty = new Set([...faults].map(([, file]) => file))
  return new Set(files.filter((file) => !faulty.has(file)))
}

function output(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const said = `${stdout}\n${stderr}`
  // A peer that fails for another reason than a document has no verdict.
  if (status !== 0 && !/fails to validate$|: (?:error|fatal):/m.test(said)) throw new Error(`${command}: ${said}`)
  return said
}

/** The engines of libvirt's schemas, opened once. */
let opened: ReturnType<typeof openEngines> | undefined

/** The files that validate finds valid with libvirt's schemas. */
async function oursOf(files: readonly string[], options: ValidateFilesOptions = {}): Promise<ReadonlySet<string>> {
  opened ??= openEngines({ schema: SCHEMAS })
  const engine = await opened
  if ('diagnostics' in engine) throw new Error(engine.diagnostics[0]?.message)
  const validated = await validateFiles(files, { engine, ...options })
  if ('diagnostics' in validated) throw new Error(validated.diagnostics[0]?.message)
  return new Set(validated.files.flatMap(({ file, diagnostics }) => (diagnostics.length === 0 ? [file] : [])))
}

const documents = libvirtTestData().flatMap(({ path, bytes }) => {
  const decoded = decode(bytes, path)
  return 'document' in decoded
    ? [{ path, root: firstTag(decoded.document.text).local, document: decoded.document }]
    : []
})

describeWithPeer(
  ['libvirt-source', 'xmllint', 'jing'],
  "documents of libvirt's test data, each by its own schema",
  () => {
    test.each(Object.entries(KINDS))('<%s> has the verdicts of xmllint and jing', async (root, [schema, atLeast]) => {
      const files = documents.filter((document) => document.root === root).map(({ path }) => path)
      expect(files.length).toBeGreaterThanOrEqual(atLeast)
      const ours = await oursOf(files)
      for (const peer of WITH_JING.includes(root) ? [xmllint, jing] : [xmllint]) {
        const theirs = peer(join(SCHEMAS, `${schema}.rng`), files)
        expect(files.filter((file) => ours.has(file) !== theirs.has(file))).toEqual([])
      }
      expect(ours.size).toBeGreaterThan(0)
    })

    test('status files that libvirt wrote are valid', async () => {
      const files = documents.filter(({ root }) => root === 'domstatus').map(({ path }) => path)
      const ours = await oursOf(files)
      expect(files.length).toBeGreaterThan(15)
      // libvirt writes <reservations> for the backing store of a disk, and its schema has it for the disk only.
      expect(files.filter((file) => !ours.has(file) && !/modern-(in|out)\.xml$/.test(file))).toEqual([])
    })

    test('a snapshot may have the lifecycle elements in both of its domains, for xmllint and jing too', async () => {
      const schema = documentSchema({ name: 'domainsnapshot' }, { directory: SCHEMAS })
      // It is to be beside what it includes.
      const text = (schema?.source.text ?? '').replaceAll(/ href="/g, ` href="${SCHEMAS}/`)
      writeFileSync(join(scratch, 'snapshot.rng'), text)
      const snapshot = (stop: string): string => {
        const inside = `<name>a</name><memory>1</memory><os><type>hvm</type></os><on_hoststop>${stop}</on_hoststop>`
        return `<domainsnapshot><domain type="kvm">${inside}</domain><inactiveDomain type="kvm">${inside}</inactiveDomain></domainsnapshot>`
      }
      const files = ['save', 'sav'].map((stop) => {
        const file = join(scratch, `${stop}.xml`)
        writeFileSync(file, snapshot(stop))
        return file
      })
      const valid = new Set([join(scratch, 'save.xml')])
      expect(peersOf(join(scratch, 'snapshot.rng'), files)).toEqual({ xmllint: valid, jing: valid })
      expect(await oursOf(files)).toEqual(valid)
    })

    test('a device of a valid domain is valid by itself, for xmllint and jing too, and a wrong one is not', async () => {
      const domains = documents.filter(({ path }) => /qemuxml2argvdata\/.*(?<!-invalid)\.xml$/.test(path))
      const devices = new Map<string, Map<string, string>>()
      for (const { document } of domains) {
        const parsed = parseXml(document, { keep: ({ local }) => local === 'domain' || local === 'devices' })
        const inside = 'root' in parsed ? childElements(parsed.root).filter(({ local }) => local === 'devices') : []
        for (const { local, start, end } of inside
          .flatMap(childElements)
          .filter((element) => DEVICES.includes(element.local))) {
          const ofName = devices.get(local) ?? new Map<string, string>()
          devices.set(local, ofName)
          if (ofName.size < 20) ofName.set(join(scratch, local, `${ofName.size}.xml`), document.text.slice(start, end))
        }
      }
      expect(devices.size).toBe(DEVICES.length)
      const valid = [...devices.values()].flatMap((files) => [...files.keys()])
      const wrong = [...devices.keys()].map((local) => join(scratch, local, 'wrong.xml'))
      for (const [local, files] of devices) {
        mkdirSync(join(scratch, local))
        for (const [file, text] of files) writeFileSync(file, text)
        writeFileSync(join(scratch, local, 'wrong.xml'), `<${local}><nonsense/></${local}>`)
      }
      expect(await oursOf([...valid, ...wrong], { fragment: true })).toEqual(new Set(valid))
      for (const [local, files] of devices) {
        const rng = schemaOfDevice(local)
        const all = [...files.keys(), join(scratch, local, 'wrong.xml')]
        expect({ local, valid: xmllint(rng, all) }).toEqual({ local, valid: new Set(files.keys()) })
        if (local === 'disk') expect({ local, valid: jing(rng, all) }).toEqual({ local, valid: new Set(files.keys()) })
      }
    })

    test('what libvirt tests virsh attach-device with has the verdicts of xmllint', async () => {
      const found = documents.filter(({ path, root }) => /hotplugtestdevices/.test(path) && root !== 'domain')
      const roots = [...new Set(found.map(({ root }) => root))]
      expect(found.length).toBeGreaterThan(15)
      const ours = await oursOf(
        found.map(({ path }) => path),
        { fragment: true },
      )
      for (const root of roots) {
        const files = found.filter((document) => document.root === root).map(({ path }) => path)
        const theirs = xmllint(schemaOfDevice(root), files)
        expect({ root, valid: files.filter((file) => ours.has(file)) }).toEqual({
          root,
          valid: files.filter((file) => theirs.has(file)),
        })
      }
    })
  },
)

/** Some devices: each has a schema of its own, which takes time to compile. */
const DEVICES: readonly string[] = ['controller', 'disk', 'hostdev', 'interface', 'memory', 'serial', 'tpm']

/** The schema of a device, in a file. */
function schemaOfDevice(local: string): string {
  const file = join(scratch, `${local}.rng`)
  writeFileSync(file, documentSchema({ device: local }, { directory: SCHEMAS })?.source.text ?? '')
  return file
}
