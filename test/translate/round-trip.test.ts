import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { PLACEMENTS, type Placement } from '../../src/domain/index.js'
import {
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  inDomainXml,
  type Lifecycle,
  normalise,
  START_ATTRIBUTE_NAMES,
} from '../../src/lifecycle/index.js'
import {
  type CimVersion,
  FORMATS,
  type FormatId,
  type Machine,
  readMachines,
  writeMachines,
} from '../../src/translate/index.js'
import { validateDomain } from '../../src/validate/index.js'
import { anyLifecycle, lifecycles } from '../lifecycles.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'

/** A machine of this lifecycle, as if read from somewhere. */
function machineOf(lifecycle: Lifecycle, more: Partial<Machine> = {}): Machine {
  const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
  return { name: 'web 01', uuid: UUID, lifecycle, source, ...more }
}

/** Write machines and read them again; the texts, the machines, and the codes of what was said. */
function through(
  machines: readonly Machine[],
  format: FormatId,
  placement: Placement = 'element',
  hyperv: CimVersion = 'v2',
) {
  const { documents, diagnostics } = writeMachines(machines, format, { placement, hyperv })
  const readings = documents.map(({ text }) => readMachines(new SourceText('out', text)))
  return {
    texts: documents.map(({ text }) => text),
    machines: readings.flatMap((reading) => reading.machines),
    codes: [...diagnostics, ...readings.flatMap((reading) => reading.diagnostics)]
      .filter(({ severity }) => severity !== 'note')
      .map(({ code }) => code),
  }
}

/** How many of the settings are not written in a domain: attributes, if nothing says that it is started. */
const lostByDomain = ({ hostStart, ...lifecycle }: Lifecycle): number =>
  hostStart === undefined || hostStart === 'ignore' ? START_ATTRIBUTE_NAMES.filter((name) => lifecycle[name]).length : 0

const count = (codes: readonly string[], code: string): number => codes.filter((c) => c === code).length

describe.each(PLACEMENTS)('with the placement %s', (placement) => {
  test('domain → cim-json → domain gives the same domain', () => {
    fc.assert(
      fc.property(
        lifecycles().map((lifecycle) => inDomainXml(lifecycle)),
        (lifecycle) => {
          const domain = through([machineOf(lifecycle)], 'domain', placement)
          const cim = through(domain.machines, 'cim-json')
          const again = through(cim.machines, 'domain', placement)
          expect(again.texts).toEqual(domain.texts)
          expect(again.machines.map((machine) => machine.lifecycle)).toEqual([lifecycle])
          expect(cim.codes).toEqual(Object.keys(lifecycle).length === 0 ? ['VL319'] : [])
          expect(again.codes).toEqual([])
        },
      ),
    )
  })

  test('powershell-json → domain → powershell-json gives the same JSON', () => {
    const start = lifecycles().map(({ order: _, ...rest }): Lifecycle => rest)
    fc.assert(
      fc.property(start, fc.constantFrom(undefined, true, false), (lifecycle, running) => {
        const machine = machineOf(lifecycle, running === undefined ? {} : { running })
        const first = through([machine], 'powershell-json')
        expect(first.machines).toMatchObject([{ lifecycle, name: 'web 01', uuid: UUID }])
        const domain = through(first.machines, 'domain', placement)
        expect(count(domain.codes, 'VL303')).toBe(lostByDomain(lifecycle))
        const back = through(domain.machines, 'powershell-json')
        expect(back.machines.map((m) => m.lifecycle)).toEqual([inDomainXml(lifecycle)])
        const wanted = through([machineOf(inDomainXml(lifecycle))], 'powershell-json').texts
        expect(back.texts).toEqual(wanted)
      }),
    )
  })

  test('all nine pairs, with and without delay and order', () => {
    const pairs = HOST_START_ACTIONS.flatMap((start) =>
      HOST_STOP_ACTIONS.flatMap((stop) =>
        [{}, { delay: 90 }, { order: 3 }, { delay: 2147483647, order: 65535 }].map((more) =>
          inDomainXml(normalise({ hostStart: start.value, hostStop: stop.value, ...more })),
        ),
      ),
    )
    const machines = pairs.map((lifecycle) => machineOf(lifecycle))
    const domains = through(machines, 'domain', placement)
    expect(domains.machines.map(({ lifecycle }) => lifecycle)).toEqual(pairs)
    const cim = through(domains.machines, 'cim-json')
    expect(cim.machines.map(({ lifecycle }) => lifecycle)).toEqual(pairs)
    expect(through(cim.machines, 'domain', placement).texts).toEqual(domains.texts)
  })
})

/** The settings that a format has no property for. */
const LOSES: Readonly<Partial<Record<FormatId, readonly (keyof Lifecycle)[]>>> = {
  'powershell-json': ['order'],
  csv: ['order'],
}

/** What ModifySystemSettings takes: it names no machine, because a name would rename it. */
const NAMELESS: readonly FormatId[] = ['cim-xml', 'wsman']

/** The formats that are written and read. */
const BOTH_WAYS = FORMATS.filter(({ read, write }) => read !== undefined && write !== undefined).map(({ id }) => id)

/** What a format keeps of a lifecycle, and how many of its settings it must say that it does not. */
function keptBy(format: FormatId, lifecycle: Lifecycle): { kept: Lifecycle; lost: number } {
  if (format === 'domain') return { kept: inDomainXml(lifecycle), lost: lostByDomain(lifecycle) }
  const without = LOSES[format] ?? []
  const kept = Object.entries(lifecycle).filter(([key]) => !without.some((property) => property === key))
  return { kept: Object.fromEntries(kept), lost: without.filter((property) => lifecycle[property]).length }
}

describe.each(BOTH_WAYS.flatMap((a) => BOTH_WAYS.map((b) => [a, b] as const)))('%s → %s', (a, b) => {
  test.each(['v2', 'v1'] as const)('keeps everything that both can carry, and reports the rest: %s', (hyperv) => {
    fc.assert(
      fc.property(anyLifecycle(), (lifecycle) => {
        const first = through([machineOf(lifecycle)], a, 'element', hyperv)
        const second = through(first.machines, b, 'element', hyperv)
        const inA = keptBy(a, lifecycle)
        const inB = keptBy(b, inA.kept)
        expect(second.machines.map(({ uuid, lifecycle: read }) => ({ uuid, lifecycle: read }))).toEqual([
          { uuid: UUID, lifecycle: inB.kept },
        ])
        expect([first, second].map(({ codes }) => count(codes, 'VL303'))).toEqual([inA.lost, inB.lost])
      }),
      { numRuns: 40 },
    )
  })
})

describe.each(BOTH_WAYS.filter((id) => id !== 'domain' && !NAMELESS.includes(id)))('%s', (format) => {
  test('reads what it wrote, and reports each setting that it cannot carry', () => {
    const machines = fc.array(
      anyLifecycle().map((lifecycle, i = 0) => machineOf(lifecycle, { name: `vm ${i}` })),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(machines, (written) => {
        const { machines: read, codes } = through(written, format)
        expect(read.map(({ name, uuid, lifecycle }) => ({ name, uuid, lifecycle }))).toEqual(
          written.map(({ name, uuid, lifecycle }) => ({ name, uuid, lifecycle: keptBy(format, lifecycle).kept })),
        )
        const lost = written.reduce((sum, { lifecycle }) => sum + keptBy(format, lifecycle).lost, 0)
        expect(count(codes, 'VL303')).toBe(lost)
      }),
    )
  })

  test('keeps any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(through([machineOf({ hostStop: 'save' }, { name })], format).machines).toMatchObject([{ name }])
      }),
    )
  })
})

test('a new domain has nothing that validation warns about', () => {
  fc.assert(
    fc.property(anyLifecycle(), fc.constantFrom(...PLACEMENTS), (lifecycle, placement) => {
      const { texts } = through([machineOf(lifecycle)], 'domain', placement)
      expect(texts.map((text) => validateDomain(text))).toEqual([[]])
    }),
  )
})

test('a new domain keeps any name that libvirt takes, and no other is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const { machines, codes } = through([machineOf({ hostStop: 'save' }, { name })], 'domain')
      if (/[\p{Cc}\p{Cs}/\ufffe\uffff]/u.test(name))
        expect({ machines, codes }).toEqual({ machines: [], codes: ['VL309'] })
      else expect(machines).toMatchObject([{ name, uuid: UUID }])
    }),
  )
})

describe('a name comes back as it was, whatever it looks like', () => {
  const formats = BOTH_WAYS.filter((id) => !NAMELESS.includes(id))
  test.each(
    formats.flatMap((format) =>
      ['R&D &amp; a', '&x;', '&#65;', 'a<b>&"\'', ']]>', '{cases}', 'ä 𝒳'].map((name) => [format, name] as const),
    ),
  )('%s: %s', (format, name) => {
    const { machines, codes } = through([machineOf({ hostStop: 'save' }, { name })], format)
    expect({ names: machines.map((machine) => machine.name), codes }).toEqual({ names: [name], codes: [] })
  })
})
