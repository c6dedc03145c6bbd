import { describe, expect, test } from '@jest/globals'
import { applyEdits, SourceText } from '../../../src/diagnostics/index.js'
import { mergeMachines, readMachines } from '../../../src/translate/index.js'

const machines = (...objects: readonly object[]) => readMachines(new SourceText('vms.json', JSON.stringify(objects)))

/** What the reader of domain XML finds in several documents, as the command line reads a directory. */
function domains(...texts: readonly string[]) {
  const readings = texts.map((text, i) => readMachines(new SourceText(`${i}.xml`, text), { from: 'domain' }))
  return {
    machines: readings.flatMap((reading) => reading.machines),
    diagnostics: readings.flatMap((reading) => reading.diagnostics),
  }
}

const domain = (name: string, content = ''): string => `<domain>\n  <name>${name}</name>\n${content}</domain>\n`

describe('merging machines into domains', () => {
  test('the settings of a machine go into its domain, as edits of its text', () => {
    const text = domain('web', '  <on_crash>destroy</on_crash>\n')
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), domains(text, domain('other')))
    expect(merge.diagnostics.map(({ code }) => code)).toEqual(['VL332'])
    const [changed, left] = merge.domains
    expect(changed?.machine?.name).toBe('web')
    expect(changed?.text).toBe(domain('web', '  <on_crash>destroy</on_crash>\n  <on_hoststop>save</on_hoststop>\n'))
    expect(applyEdits(text, changed?.edits ?? [])).toBe(changed?.text)
    expect(left).toMatchObject({ edits: [], text: domain('other') })
    expect(left?.machine).toBeUndefined()
  })

  test('an explicit 0 removes the attribute; what the machine does not say is left unchanged', () => {
    const text = domain('web', '  <on_hoststart delay="300" order="2">start</on_hoststart>\n')
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStartDelay: 0 }), domains(text))
    expect(merge.domains[0]?.text).toBe(domain('web', '  <on_hoststart order="2">start</on_hoststart>\n'))
  })

  test('an attribute that "ignore" makes useless is removed and reported', () => {
    const text = domain('web', '  <on_hoststart delay="300" order="2">start</on_hoststart>\n')
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStartAction: 2 }), domains(text))
    expect(merge.domains[0]?.text).toBe(domain('web', '  <on_hoststart>ignore</on_hoststart>\n'))
    const lost = merge.diagnostics.filter(({ code }) => code === 'VL303')
    expect(lost.map(({ message }) => message)).toEqual([
      'machine "web": delay "300" is left out: on_hoststart is "ignore", so it would have no effect',
      'machine "web": order "2" is left out: on_hoststart is "ignore", so it would have no effect',
    ])
  })

  test('such an attribute of the machine is not added to the domain', () => {
    const text = domain('web', '  <on_hoststart>ignore</on_hoststart>\n')
    const machine = { VMName: 'web', AutomaticStartAction: 2, AutomaticStartDelay: 30 }
    const merge = mergeMachines(machines(machine), domains(text))
    expect(merge.domains).toMatchObject([{ edits: [], text }])
    expect(merge.diagnostics).toMatchObject([{ code: 'VL303' }])
  })

  test('such an attribute that the domain had before is left alone; the reader has reported it', () => {
    const text = domain('web', '  <on_hoststart delay="300">ignore</on_hoststart>\n')
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), domains(text))
    expect(merge.domains[0]?.text).toBe(
      domain('web', '  <on_hoststart delay="300">ignore</on_hoststart>\n  <on_hoststop>save</on_hoststop>\n'),
    )
    expect(merge.diagnostics.map(({ code }) => code)).toEqual(['VL208', 'VL332'])
  })

  test('a domain that is up to date has no edits', () => {
    const text = domain('web', '  <on_hoststop> save </on_hoststop>\n')
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), domains(text))
    expect(merge.domains).toMatchObject([{ edits: [], text }])
  })

  test.each([
    ['element', ['VL332']],
    ['both', []],
    ['metadata', []],
  ] as const)('what libvirt drops is reported once, with the placement %s', (placement, codes) => {
    const input = machines({ VMName: 'a', AutomaticStopAction: 3 }, { VMName: 'b', AutomaticStopAction: 3 })
    const targets = domains(domain('a', '  <on_hoststop>save</on_hoststop>\n'), domain('b'), domain('c'))
    const merge = mergeMachines(input, targets, { placement })
    expect(merge.diagnostics.map(({ code }) => code)).toEqual(codes)
    expect(merge.diagnostics.map(({ line, column }) => [line, column])).toEqual(codes.map(() => [1, 41]))
  })

  test('nothing is reported as dropped if nothing is written', () => {
    const targets = domains(domain('web', '  <on_hoststop>save</on_hoststop>\n'))
    expect(mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), targets).diagnostics).toEqual([])
    const empty = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), targets, { placement: 'metadata' })
    expect(empty.diagnostics).toEqual([])
  })

  test('a snapshot is reported, and is not a target', () => {
    const text = '<domainsnapshot><domain><name>web</name></domain></domainsnapshot>'
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), domains(text, domain('db')))
    expect(merge.domains.map(({ domain }) => domain.name)).toEqual(['db'])
    expect(merge.diagnostics.map(({ code }) => code)).toEqual(['VL318', 'VL312'])
    expect(merge.diagnostics[0]).toMatchObject({
      message: 'a <domainsnapshot> records the past and can only be read, so no machine is matched to it',
      hint: 'use the domain\'s own definition instead ("virsh dumpxml --inactive")',
    })
  })

  test('if no domain can be read, only that is reported', () => {
    const merge = mergeMachines(machines({ VMName: 'web', AutomaticStopAction: 3 }), domains('<domain>'))
    expect(merge.diagnostics.map(({ code }) => code)).toEqual(['VL101'])
  })

  test('settings stay where the domain has them, unless a placement is given', () => {
    const text =
      '<domain><name>web</name><metadata><l:lifecycle xmlns:l="urn:x-virt-lifecycle:domain:1.0"><l:on_hoststop>destroy</l:on_hoststop></l:lifecycle></metadata></domain>'
    const input = machines({ VMName: 'web', AutomaticStopAction: 3 })
    expect(mergeMachines(input, domains(text)).domains[0]?.text).toBe(text.replace('destroy', 'save'))
    expect(mergeMachines(input, domains(text), { placement: 'element' }).domains[0]?.text).toBe(
      '<domain><name>web</name><on_hoststop>save</on_hoststop></domain>',
    )
  })
})
