import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import {
  type Identified,
  MATCHED_BY,
  type MapRow,
  type MatchedBy,
  matchDiagnostics,
  matchMachines,
  readMachines,
  readMapFile,
  readMapPair,
} from '../../../src/translate/index.js'

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
    ['else the name without letter case', 'Web/', 'web/', { matches: ['Web/ name-without-case web/'] }],
    [
      'an exact name before one without letter case',
      'web/ Mail/',
      'Web/ web/ mail/',
      { matches: ['web/ name web/', 'Mail/ name-without-case mail/'], left: ['Web/'] },
    ],
    ['two domains with the name without case', 'Web/', 'WEB/ web/', { ambiguous: ['Web/ name-without-case 1:2'] }],
    [
      'of two machines, the one with the exact name is certain',
      'Web/ web/',
      'web/',
      { matches: ['web/ name web/'], ambiguous: ['Web/ name-without-case 2:1'] },
    ],
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
  const rank = (by: MatchedBy): number => MATCHED_BY.indexOf(by)
  const maybe = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  const UUIDS = ['1', '2', '3', '4'].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`)
  const NAMES = ['a', 'A', 'b', 'B', 'c']
  const identified = fc
    .record({ name: maybe(NAMES), uuid: maybe(UUIDS) })
    .map(({ name, uuid }): Identified => ({ ...(name && { name }), ...(uuid && { uuid }) }))
  const several = fc.array(identified, { maxLength: 8 })
  const text = fc.constantFrom(...NAMES, ...UUIDS)
  const rows = fc.array(
    fc.tuple(text, text).map(([machine, domain]): MapRow => row(machine, domain)),
    { maxLength: 4 },
  )

  test('each domain is matched at most once, each machine has one verdict, no domain is forgotten', () => {
    fc.assert(
      fc.property(several, several, rows, (machines, domains, map) => {
        const { matches, ambiguous, unmatched, left } = matchMachines(machines, domains, map)
        const taken = matches.map(({ domain }) => domain)
        expect(new Set(taken).size).toBe(taken.length)
        const judged = [...matches, ...ambiguous, ...unmatched].map(({ machine }) => machine)
        expect(judged.length).toBe(machines.length)
        expect(new Set(judged)).toEqual(new Set(machines))
        const possible = ambiguous.flatMap((found) => found.domains)
        for (const { by, domains: shared } of ambiguous) {
          const stronger = matches.filter((match) => rank(match.by) < rank(by)).map(({ domain }) => domain)
          expect(shared.filter((domain) => taken.includes(domain) && !stronger.includes(domain))).toEqual([])
        }
        expect(new Set([...taken, ...possible, ...left])).toEqual(new Set(domains))
      }),
    )
  })

  test('the order does not matter', () => {
    const shuffled = several.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    )
    const shuffledRows = rows.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
    )
    fc.assert(
      fc.property(
        shuffled,
        shuffled,
        shuffledRows,
        ([machines, otherMachines], [domains, otherDomains], [map, otherMap]) => {
          const one = matchMachines(machines, domains, map)
          const other = matchMachines(otherMachines, otherDomains, otherMap)
          const pairs = ({ matches }: typeof one) => new Map(matches.map(({ machine, domain }) => [machine, domain]))
          expect(pairs(other)).toEqual(pairs(one))
          for (const [machine, domain] of pairs(one)) expect(pairs(other).get(machine)).toBe(domain)
          const machinesOf = (list: readonly { machine: Identified }[]) => new Set(list.map(({ machine }) => machine))
          expect(machinesOf(other.ambiguous)).toEqual(machinesOf(one.ambiguous))
          expect(machinesOf(other.unmatched)).toEqual(machinesOf(one.unmatched))
          expect(new Set(other.left)).toEqual(new Set(one.left))
        },
      ),
    )
  })
})

/** A row of a map, as if given as OLD=NEW. */
function row(machine: string, domain: string): MapRow {
  const text = `${machine}=${domain}`
  return { machine, domain, document: new SourceText('--map', text), start: 0, end: text.length }
}

describe('laws of what is stronger', () => {
  const rank = (by: MatchedBy): number => MATCHED_BY.indexOf(by)
  const identified = fc.record({
    name: fc.constantFrom('a', 'A', 'b', 'B'),
    uuid: fc.constantFrom(...['1', '2', '3'].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`)),
  })
  const several = fc.uniqueArray(identified, { maxLength: 6, selector: ({ uuid }) => uuid })

  test('a domain that shares the UUID, or else the exact name, is never passed over for a weaker match', () => {
    fc.assert(
      fc.property(several, several, (machines, domains) => {
        for (const { machine, domain, by } of matchMachines(machines, domains).matches) {
          if (rank(by) > rank('uuid')) expect(domains.some(({ uuid }) => uuid === machine.uuid)).toBe(false)
          if (rank(by) > rank('name')) expect(domains.some(({ name }) => name === machine.name)).toBe(false)
          if (by === 'name-without-case') expect(domain.name.toLowerCase()).toBe(machine.name.toLowerCase())
        }
      }),
    )
  })

  test('a correct row decides, unless a UUID does', () => {
    fc.assert(
      fc.property(several, several, fc.nat(), fc.nat(), (machines, domains, i, j) => {
        const [machine, domain] = [machines[i % (machines.length || 1)], domains[j % (domains.length || 1)]]
        if (machine === undefined || domain === undefined) return
        const { matches, faults } = matchMachines(machines, domains, [row(machine.uuid, domain.uuid)])
        const found = matches.find((match) => match.machine === machine)
        const isUuidFree = ![...machines, ...domains].some(
          (other) => other !== machine && other !== domain && [machine.uuid, domain.uuid].includes(other.uuid),
        )
        if (isUuidFree) expect({ domain: found?.domain, faults }).toEqual({ domain, faults: [] })
        else if (faults.length === 0) expect(found?.by).toBe('uuid')
      }),
    )
  })
})

describe('the map', () => {
  const GUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
  const all = (list: string) => list.split(' ').map(who)
  const mapped = (machines: string, domains: string, ...map: readonly string[]) => {
    const rows = map.map((text) => row(text.split('=')[0] ?? '', text.split('=')[1] ?? ''))
    const { matches, unmatched, ambiguous, faults } = matchMachines(all(machines), all(domains), rows)
    return {
      matches: matches.map(({ machine, domain, by }) => `${machine.text} ${by} ${domain.text}`),
      out: [...unmatched, ...ambiguous].map(({ machine }) => machine.text),
      faults: faults.map((fault) => `${fault.kind} ${fault.row.document.text}`),
    }
  }
  test.each([
    ['before the name', 'a/ b/', 'a/ b/', ['a=b'], { matches: ['a/ map b/'], out: ['b/'] }],
    ['after the UUID', 'a/1', 'x/1 b/', ['a=b'], { matches: ['a/1 uuid x/1'], faults: ['uuid a=b'] }],
    ['agreeing with the UUID', 'a/1', 'x/1', ['a=x'], { matches: ['a/1 uuid x/1'] }],
    [
      'to a domain of another UUID',
      'a/1 b/2',
      'x/2',
      ['a=x'],
      { matches: ['b/2 uuid x/2'], out: ['a/1'], faults: ['uuid a=x'] },
    ],
    [
      'by UUID, in any form',
      `a/${GUID} a/2`,
      'x/ y/',
      [`{${GUID.toUpperCase()}}=y`],
      { matches: [`a/${GUID} map y/`], out: ['a/2'] },
    ],
    [
      'which makes the other of two names unique',
      `a/${GUID} a/2`,
      'a/ y/',
      [`${GUID}=y`],
      { matches: [`a/${GUID} map y/`, 'a/2 name a/'] },
    ],
    ['without letter case', 'Web/', 'new/', ['web=NEW'], { matches: ['Web/ map new/'] }],
    ['a row twice', 'a/', 'x/', ['a=x', 'a=x'], { matches: ['a/ map x/'] }],
    ['no machine', 'a/', 'a/ x/', ['b=x'], { matches: ['a/ name a/'], faults: ['no-machine b=x'] }],
    ['no domain: no other is guessed', 'a/', 'a/', ['a=x'], { out: ['a/'], faults: ['no-domain a=x'] }],
    ['several machines', 'a/1 a/2', 'x/', ['a=x'], { out: ['a/1', 'a/2'], faults: ['several a=x'] }],
    ['several domains', 'a/', 'x/1 x/2', ['a=x'], { out: ['a/'], faults: ['several a=x'] }],
    ['two domains for a machine', 'a/', 'x/ y/', ['a=x', 'a=y'], { out: ['a/'], faults: ['contradiction a=y'] }],
    ['two machines for a domain', 'a/ b/', 'x/', ['a=x', 'b=x'], { out: ['a/', 'b/'], faults: ['contradiction b=x'] }],
    [
      'a domain in a wrong row is not matched by name',
      'a/ b/ x/',
      'x/',
      ['a=x', 'b=x'],
      { out: ['a/', 'b/', 'x/'], faults: ['contradiction b=x'] },
    ],
    [
      'three rows',
      'a/ b/',
      'x/ y/',
      ['a=x', 'b=y', 'a=y'],
      { out: ['a/', 'b/'], faults: ['contradiction b=y', 'contradiction a=y'] },
    ],
  ] as const)('%s', (_, machines, domains, map, expected) => {
    expect(mapped(machines, domains, ...map)).toEqual({ matches: [], out: [], faults: [], ...expected })
  })

  const rowsOf = (text: string) => {
    const { rows, diagnostics } = readMapFile(new SourceText('map.csv', text))
    return [
      ...rows.map(({ machine, domain }) => `${machine}>${domain}`),
      ...diagnostics.map(({ code, line }) => `${code}:${line}`),
    ]
  }
  test.each([
    ['commas', 'a,b\nc,d\n', ['a>b', 'c>d']],
    ['semicolons, CRLF, a byte order mark', '\ufeffa;b\r\nc;d', ['a>b', 'c>d']],
    ['tabs', 'a\tb\n', ['a>b']],
    ['quotes', '"a,1","say ""b"""\n', ['a,1>say "b"']],
    ['spaces around', ' a , b \n', ['a>b']],
    ['a header', 'VMName,Domain\na,b\n', ['a>b']],
    ['a header of Export-Csv', '#TYPE Selected.X\n"Old name","New name"\n"a","b"\n', ['a>b']],
    ['no header: the first row counts', 'old,web\na,b\n', ['old>web', 'a>b']],
    ['empty lines', '\na,b\n\n \n', ['a>b']],
    ['one column', 'a,b\nc\n', ['a>b', 'VL340:2']],
    ['three columns', 'a,b,c\n', ['VL340:1']],
    ['an empty cell', 'a,\n,b\n', ['VL340:1', 'VL340:2']],
    ['a quote that does not end', 'a,b\n"c,d\n', ['a>b', 'VL340:2']],
    ['nothing', '\n', ['VL340:1']],
    ['nothing but a header: no row', 'old,new\n', []],
    ['one column from the first line on: one diagnostic', 'a\nb\nc,d\n', ['VL340:1']],
    ['a name over two lines', '"a\nb",c\nd,e\n', ['a\nb>c', 'd>e']],
    ['text after a quote: the next rows are read', 'a,b\n"c"x,d\ne,f\n', ['a>b', 'e>f', 'VL340:2']],
  ] as const)('a file: %s', (_, text, expected) => expect(rowsOf(text)).toEqual(expected))

  test.each([
    ['a=b', ['a>b']],
    [' a = b ', ['a>b']],
    ['a=', ['VL340']],
    ['=b', ['VL340']],
    ['a=b=c', ['VL340']],
  ] as const)('--map %j', (text, expected) => {
    const { rows, diagnostics } = readMapPair(new SourceText('--map', text))
    expect([
      ...rows.map(({ machine, domain }) => `${machine}>${domain}`),
      ...diagnostics.map(({ code }) => code),
    ]).toEqual(expected)
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
