import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import { type Identified, matchDiagnostics, matchMachines, readMachines } from '../../../src/translate/index.js'

/** A machine or domain as `name/uuid`; either may be empty. */
function who(text: string): Identified & { readonly text: string } {
  const [name = '', uuid = ''] = text.split('/')
  return { text, ...(name === '' ? {} : { name }), ...(uuid === '' ? {} : { uuid }) }
}

function matched(machines: string, domains: string): Readonly<Record<string, readonly string[]>> {
  const all = (list: string) =>
    list
      .split(' ')
      .filter((text) => text !== '')
      .map(who)
  const { matches, ambiguous, unmatched, left } = matchMachines(all(machines), all(domains))
  return {
    matches: matches.map(({ machine, domain, by }) => `${machine.text} ${by} ${domain.text}`),
    ambiguous: ambiguous.map(
      (found) => `${found.machine.text} ${found.by} ${found.machines.length}:${found.domains.length}`,
    ),
    unmatched: unmatched.map(({ machine, namesake }) => `${machine.text}${namesake ? ` ~ ${namesake.text}` : ''}`),
    left: left.map(({ text }) => text),
  }
}

describe('which machine is which domain', () => {
  const nothing = { matches: [], ambiguous: [], unmatched: [], left: [] }
  test.each([
    ['the UUID decides', 'a/1 b/2', 'x/2 y/1', { matches: ['a/1 uuid y/1', 'b/2 uuid x/2'] }],
    ['even where the names say otherwise', 'a/1 b/2', 'a/2 b/1', { matches: ['a/1 uuid b/1', 'b/2 uuid a/2'] }],
    ['else the name', 'a/ b/2', 'a/1 b/', { matches: ['a/ name a/1', 'b/2 name b/'] }],
    ['also where the UUIDs differ', 'a/1', 'a/2', { matches: ['a/1 name a/2'] }],
    ['letter case matters', 'Web/', 'web/', { unmatched: ['Web/'], left: ['web/'] }],
    ['nothing in common', 'a/1', 'b/2', { unmatched: ['a/1'], left: ['b/2'] }],
    ['neither name nor UUID is nothing in common', '/', '/', { unmatched: ['/'], left: ['/'] }],
    ['two machines with one UUID', 'a/1 b/1', 'a/1', { ambiguous: ['a/1 uuid 2:1', 'b/1 uuid 2:1'] }],
    ['two domains with one UUID', 'a/1', 'a/1 b/1', { ambiguous: ['a/1 uuid 1:2'] }],
    ['two machines with one name', 'a/1 a/2', 'a/', { ambiguous: ['a/1 name 2:1', 'a/2 name 2:1'] }],
    ['two domains with one name', 'a/', 'a/1 a/2', { ambiguous: ['a/ name 1:2'] }],
    [
      'of two machines with one name, the one with the UUID is certain',
      'a/1 a/2',
      'a/1',
      { matches: ['a/1 uuid a/1'], ambiguous: ['a/2 name 2:1'] },
    ],
    [
      'a name does not take the domain of another UUID',
      'old/1 a/2',
      'a/1',
      { matches: ['old/1 uuid a/1'], unmatched: ['a/2 ~ a/1'] },
    ],
    ['no machine', '', 'a/1', { left: ['a/1'] }],
    ['no domain', 'a/1', '', { unmatched: ['a/1'] }],
  ] as const)('%s', (_, machines, domains, expected) => {
    expect(matched(machines, domains)).toEqual({ ...nothing, ...expected })
  })
})

describe('laws', () => {
  const maybe = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  const identified = fc
    .record({ name: maybe(['a', 'b', 'c', 'd']), uuid: maybe(['1', '2', '3', '4']) })
    .map(({ name, uuid }): Identified => ({ ...(name && { name }), ...(uuid && { uuid }) }))
  const several = fc.array(identified, { maxLength: 8 })

  test('each domain is matched at most once, each machine has one verdict, no domain is forgotten', () => {
    fc.assert(
      fc.property(several, several, (machines, domains) => {
        const { matches, ambiguous, unmatched, left } = matchMachines(machines, domains)
        const taken = matches.map(({ domain }) => domain)
        expect(new Set(taken).size).toBe(taken.length)
        const judged = [...matches, ...ambiguous, ...unmatched].map(({ machine }) => machine)
        expect(judged.length).toBe(machines.length)
        expect(new Set(judged)).toEqual(new Set(machines))
        const possible = ambiguous.flatMap((found) => found.domains)
        const byUuid = new Set(matches.filter(({ by }) => by === 'uuid').map(({ domain }) => domain))
        expect(possible.filter((domain) => taken.includes(domain) && !byUuid.has(domain))).toEqual([])
        expect(new Set([...taken, ...possible, ...left])).toEqual(new Set(domains))
      }),
    )
  })

  test('the order does not matter', () => {
    const shuffled = several.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    )
    fc.assert(
      fc.property(shuffled, shuffled, ([machines, otherMachines], [domains, otherDomains]) => {
        const one = matchMachines(machines, domains)
        const other = matchMachines(otherMachines, otherDomains)
        const pairs = ({ matches }: typeof one) => new Map(matches.map(({ machine, domain }) => [machine, domain]))
        expect(pairs(other)).toEqual(pairs(one))
        for (const [machine, domain] of pairs(one)) expect(pairs(other).get(machine)).toBe(domain)
        const machinesOf = (list: readonly { machine: Identified }[]) => new Set(list.map(({ machine }) => machine))
        expect(machinesOf(other.ambiguous)).toEqual(machinesOf(one.ambiguous))
        expect(machinesOf(other.unmatched)).toEqual(machinesOf(one.unmatched))
        expect(new Set(other.left)).toEqual(new Set(one.left))
      }),
    )
  })
})

describe('diagnostics', () => {
  const machinesIn = (text: string) => readMachines(new SourceText('vms.json', text)).machines
  const domain = (name: string) =>
    readMachines(new SourceText(`${name}.xml`, `<domain><name>${name}</name></domain>`)).machines

  test('the nearest names, best first, and the first few of many domains', () => {
    const names = ['web2', 'web3', 'web-1', 'mail', 'dc', 'files', 'build', 'proxy']
    const matching = matchMachines(machinesIn('[{"Name": "web1", "AutomaticStopAction": 3}]'), names.flatMap(domain))
    const [said, ...more] = matchDiagnostics(matching)
    expect(more).toEqual([])
    expect(said).toMatchObject({ code: 'VL312', severity: 'error', message: 'machine "web1": no domain has its name' })
    expect(said?.hint).toBe(
      'did you mean "web-1" in web-1.xml, "web2" in web2.xml, "web3" in web3.xml? domains without a machine: "web2" in web2.xml, "web3" in web3.xml, "web-1" in web-1.xml, "mail" in mail.xml, "dc" in dc.xml, and 3 more',
    )
  })

  test('a machine without a name and a UUID', () => {
    const matching = matchMachines(machinesIn('[{"AutomaticStopAction": 3}]'), domain('a'))
    expect(matchDiagnostics(matching)[0]?.message).toContain('it has neither a UUID nor a name')
  })
})
