/** Names that virsh takes for something else: whatever they are, it is asked for the domain that is meant. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { readMachines, writeMachines } from '../../src/translate/index.js'
import { virtLifecycle } from '../cli/program.js'
import { runScript } from '../torture/scripts/fake-virsh.mjs'
import { describeWithPeer } from './programs.js'

jest.setTimeout(120_000)

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-virsh-names-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const uuidOf = (n: number): string => `1111111a-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A domain that runs; its ID is its number in the list, from 1. */
interface Domain {
  readonly name: string
  readonly uuid: string
}

/**
 * The domain that `virsh COMMAND --domain TEXT` is about, in the order of virshLookupDomainInternal: by its ID if the text is an
 * integer as strtol takes it, by its UUID if it has 36 characters that virUUIDParse takes, by its name.
 */
function lookedUp(domains: readonly Domain[], text: string): Domain | undefined {
  const id = /^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text) ? Number(text) : -1
  const byId = id > 0 ? domains[id - 1] : undefined
  return byId ?? domains.find(({ uuid }) => uuid === asUuid(text)) ?? domains.find(({ name }) => name === text)
}

/** Hyphens and spaces may be between any two bytes, and spaces before and after. */
function asUuid(text: string): string | undefined {
  if (text.length !== 36 || !/^\s*(?:[0-9a-f]{2}[- ]*){15}[0-9a-f]{2}\s*$/i.test(text)) return undefined
  const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase()
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The UUID of one of the first domains in another form that has 36 characters. */
const uuidForm = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.array(fc.constantFrom('-', ' '), { minLength: 4, maxLength: 4 }), fc.nat())
  .map(([n, marks, at]) => {
    const bytes = uuidOf(n).replaceAll('-', '').match(/../g) ?? []
    for (const [i, mark] of marks.entries()) bytes[(at + 3 * i) % 15] += mark
    return bytes.join('')
  })

const nameLikeNothing = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '+', '-', '0', '00', ' ', ' +', '0x', '1.'), fc.integer({ min: 0, max: 6 }))
    .map((two) => two.join('')),
  fc.integer({ min: 1, max: 6 }).map(uuidOf),
  fc.integer({ min: 1, max: 6 }).map((n) => uuidOf(n).toUpperCase()),
  fc.integer({ min: 1, max: 6 }).map((n) => uuidOf(n).replaceAll('-', '')),
  uuidForm,
  fc.constantFrom('2147483648', '4294967297', '1e0', '１', '--all', '--domain=1'),
)

/** Domains whose names differ in more than letter case and the spaces around them. */
const domainsOf = fc
  .uniqueArray(nameLikeNothing, { minLength: 1, maxLength: 6, selector: (name) => name.trim().toLowerCase() })
  .map((names) => names.map((name, i): Domain => ({ name, uuid: uuidOf(i + 1) })))

/** The machines as an export has them that names no UUID. */
const exported = (domains: readonly Domain[]): string =>
  JSON.stringify(domains.map(({ name }, i) => ({ VMName: name, AutomaticStartAction: 4, AutomaticStartDelay: i + 1 })))

test('a script asks for each by what is its UUID and nothing else', () => {
  fc.assert(
    fc.property(domainsOf, (domains) => {
      const { machines } = readMachines(exported(domains))
      const { documents } = writeMachines(machines, 'virsh')
      const { status, calls } = runScript(scratch, documents[0]?.text ?? '', domains)
      const asked = calls
        .filter((call) => call.includes('metadata'))
        .map((call) => lookedUp(domains, call.find((word) => word.startsWith('--domain='))?.slice(9) ?? ''))
      expect({ status, asked }).toEqual({ status: 0, asked: domains })
    }),
    { numRuns: 40 },
  )
})

describeWithPeer(['virsh'], 'with a running libvirt', () => {
  const host = (domains: readonly Domain[]): string => {
    const file = join(scratch, 'host.xml')
    const described = domains.map(
      ({ name, uuid }) =>
        `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory>8192</memory><os><type>hvm</type></os></domain>`,
    )
    writeFileSync(file, `<node>${described.join('')}</node>`)
    return `test://${file}`
  }

  test('virsh looks up domains as the model does', () => {
    fc.assert(
      fc.property(domainsOf, fc.array(nameLikeNothing, { minLength: 5, maxLength: 5 }), (domains, texts) => {
        const uri = host(domains)
        const all = [...texts, ...domains.map(({ name }) => name)]
        const commands = all.map((text) => `echo @; domname '--domain=${text}'`)
        const { stdout } = spawnSync('virsh', ['-q', '-c', uri, commands.join('; ')], { encoding: 'utf8' })
        // domname looks for no name.
        const unnamed = domains.map(({ uuid }) => ({ name: '\0', uuid }))
        const found = stdout.split('@').slice(1)
        expect(found.map((name) => name.replace(/\n*$/, ''))).toEqual(
          all.map((text) => domains[unnamed.indexOf(lookedUp(unnamed, text) ?? { name: '', uuid: '' })]?.name ?? ''),
        )
      }),
      { numRuns: 15 },
    )
  })

  test('--into changes the domains that are meant', () => {
    return fc.assert(
      fc.asyncProperty(domainsOf, async (domains) => {
        const uri = host(domains)
        writeFileSync(join(scratch, 'vms.json'), exported(domains))
        const args = [
          'convert',
          join(scratch, 'vms.json'),
          '--into',
          `libvirt:${uri}`,
          '--write',
          '--report',
          'report.json',
        ]
        const { status, stderr } = await virtLifecycle(args, { cwd: scratch })
        expect({ status, stderr }).toEqual({
          status: 0,
          stderr: expect.stringContaining(`changed ${domains.length} of ${domains.length} domain`),
        })
      }),
      { numRuns: 10 },
    )
  })
})
