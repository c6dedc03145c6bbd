import { expect, test } from '@jest/globals'
import { type Diagnostic, SourceText } from '../../../src/diagnostics/index.js'
import {
  matchDiagnostics,
  matchMachines,
  readMachines,
  readMapFile,
  readMapPair,
} from '../../../src/translate/index.js'

const GUID = (digit: number | string): string => `${digit}0000000-0000-4000-8000-000000000000`

/** A machine or domain from `name/digit of its UUID`; either may be empty. */
const parts = (text: string) => {
  const [name = '', digit = ''] = text.split('/')
  return { ...(name === '' ? {} : { name }), ...(digit === '' ? {} : { uuid: GUID(digit) }) }
}
const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

/** One document with a line for each machine. */
function machinesOf(list: string) {
  const lines = words(list).map((text) => {
    const { name, uuid } = parts(text)
    return JSON.stringify({ Name: name, Id: uuid, AutomaticStopAction: 3 })
  })
  return readMachines(new SourceText('vms.json', `[\n${lines.join(',\n')}\n]`)).machines
}

/** A document for each domain. */
function domainsOf(list: string) {
  return words(list).flatMap((text, i) => {
    const { name, uuid } = parts(text)
    const xml = `<domain>${name === undefined ? '' : `<name>${name}</name>`}${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}</domain>`
    return readMachines(new SourceText(`${i + 1}.xml`, xml)).machines
  })
}

const inWords = ({ code, file, line, message, hint = '' }: Diagnostic) => [`${code} ${file}:${line}`, message, hint]

/** What is said about machines, domains and a map: rows of `--map`, or the text of a file. */
function said(machines: string, domains: string, map: readonly string[] | string): readonly (readonly string[])[] {
  const readings =
    typeof map === 'string'
      ? [readMapFile(new SourceText('map.csv', map))]
      : map.map((text) => readMapPair(new SourceText('--map', text)))
  const matching = matchMachines(
    machinesOf(machines),
    domainsOf(domains),
    readings.flatMap(({ rows }) => rows),
  )
  return [...readings.flatMap(({ diagnostics }) => diagnostics), ...matchDiagnostics(matching)].map(inWords)
}

test.each<[string, string, string, readonly string[] | string, readonly (readonly string[])[]]>([
  ['all is well', 'a/1 b/', 'x/1 b/2', [], []],
  [
    'no domain has its UUID or its name',
    'a/1',
    'xyz/2',
    [],
    [
      [
        'VL312 vms.json:2',
        `machine "a" (${GUID(1)}): no domain has its UUID or its name`,
        'domains without a machine: "xyz" in 1.xml',
      ],
    ],
  ],
  [
    'no domain has its UUID',
    '/1',
    'xyz/2',
    [],
    [['VL312 vms.json:2', `machine ${GUID(1)}: no domain has its UUID`, 'domains without a machine: "xyz" in 1.xml']],
  ],
  [
    'no domain has its name, and none is left',
    'a/ b/',
    'b/',
    [],
    [['VL312 vms.json:2', 'machine "a": no domain has its name', 'every domain already has a machine']],
  ],
  [
    'one is near, and it is the only one',
    'web1/',
    'web2/',
    [],
    [['VL312 vms.json:2', 'machine "web1": no domain has its name', 'did you mean "web2" in 1.xml?']],
  ],
  [
    'more are near than are named',
    'web1/',
    'web2/ web3/ web4/ web5/ web6/ web7/',
    [],
    [
      [
        'VL312 vms.json:2',
        'machine "web1": no domain has its name',
        'did you mean "web2" in 1.xml, "web3" in 2.xml, "web4" in 3.xml? domains without a machine: "web2" in 1.xml, "web3" in 2.xml, "web4" in 3.xml, "web5" in 4.xml, "web6" in 5.xml, and 1 more',
      ],
    ],
  ],
  [
    'the domain with its name belongs to another machine',
    'old/1 a/2',
    'a/1',
    [],
    [
      [
        'VL312 vms.json:3',
        `machine "a" (${GUID(2)}): the domain with its name, "a" in 1.xml, belongs to another machine, by its UUID or the map`,
        'every domain already has a machine',
      ],
    ],
  ],
  [
    'two machines share a UUID',
    'a/1 b/1',
    'x/1',
    [],
    [
      [
        'VL313 vms.json:2',
        `machine "a" (${GUID(1)}): the UUID is shared by 2 machines ("a" at vms.json:2, "b" at vms.json:3) and 1 domain ("x" in 1.xml)`,
        'it is left out; pass only the inputs and domains that belong together',
      ],
      [
        'VL313 vms.json:3',
        `machine "b" (${GUID(1)}): the UUID is shared by 2 machines ("a" at vms.json:2, "b" at vms.json:3) and 1 domain ("x" in 1.xml)`,
        'it is left out; pass only the inputs and domains that belong together',
      ],
    ],
  ],
  [
    'two domains share a name',
    'a/',
    'a/1 a/2',
    [],
    [
      [
        'VL313 vms.json:2',
        'machine "a": the name is shared by 1 machine ("a" at vms.json:2) and 2 domains ("a" in 1.xml, "a" in 2.xml)',
        'it is left out; say which domain it is with --map OLD=NEW, where each side may be a UUID',
      ],
    ],
  ],
  [
    'apart from letter case',
    'Web/',
    'WEB/ web/',
    [],
    [
      [
        'VL313 vms.json:2',
        'machine "Web": the name, apart from letter case, is shared by 1 machine ("Web" at vms.json:2) and 2 domains ("WEB" in 1.xml, "web" in 2.xml)',
        'it is left out; say which domain it is with --map OLD=NEW, where each side may be a UUID',
      ],
    ],
  ],
  [
    'a domain without a name',
    'a/1',
    '/1 /1',
    [],
    [
      [
        'VL313 vms.json:2',
        `machine "a" (${GUID(1)}): the UUID is shared by 1 machine ("a" at vms.json:2) and 2 domains (${GUID(1)} in 1.xml, ${GUID(1)} in 2.xml)`,
        'it is left out; pass only the inputs and domains that belong together',
      ],
    ],
  ],
  [
    'the name with another UUID',
    'a/1',
    'a/2',
    [],
    [
      [
        'VL314 vms.json:2',
        `machine "a" (${GUID(1)}): matched to the domain "a" in 1.xml by name; the domain has another UUID, ${GUID(2)}`,
        'a migrated machine usually has a new UUID; if they are not the same machine, use --map or rename one of them',
      ],
    ],
  ],
  [
    'the name in other letter case',
    'Web/1',
    'web/',
    [],
    [
      [
        'VL314 vms.json:2',
        `machine "Web" (${GUID(1)}): matched to the domain "web" in 1.xml by name, apart from letter case`,
        'a migrated machine usually has a new UUID; if they are not the same machine, use --map or rename one of them',
      ],
    ],
  ],
  [
    'the name in other letter case with another UUID',
    'Web/1',
    'web/2',
    [],
    [
      [
        'VL314 vms.json:2',
        `machine "Web" (${GUID(1)}): matched to the domain "web" in 1.xml by name, apart from letter case; the domain has another UUID, ${GUID(2)}`,
        'a migrated machine usually has a new UUID; if they are not the same machine, use --map or rename one of them',
      ],
    ],
  ],
  [
    'a row without a machine',
    'a/',
    'a/',
    ['b=a'],
    [
      [
        'VL341 --map:1',
        'the input has no machine with the name or UUID "b"',
        'the machine comes first, then its domain; remove the row if the machine is not to be converted',
      ],
      [
        'VL312 vms.json:2',
        'machine "a": the domain with its name, "a" in 1.xml, belongs to another machine, by its UUID or the map',
        'domains without a machine: "a" in 1.xml',
      ],
    ],
  ],
  [
    'a row without a domain',
    'a/',
    'a/',
    ['a=x'],
    [
      [
        'VL341 --map:1',
        'no domain has the name or UUID "x", so "a" is left out',
        'the machine comes first, then its domain; the domain must be among those of --into',
      ],
    ],
  ],
  [
    'a row that names two machines',
    'a/1 a/2',
    'x/',
    ['a=x'],
    [
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "x": it names 2 machines ("a" at vms.json:2, "a" at vms.json:3)',
        'use the UUID instead of the name',
      ],
    ],
  ],
  [
    'a row that names two domains',
    'a/',
    'x/1 x/2',
    ['a=x'],
    [
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "x": it names 2 domains ("x" in 1.xml, "x" in 2.xml)',
        'use the UUID instead of the name',
      ],
    ],
  ],
  [
    'a row that names two of each',
    'a/1 a/2',
    'x/3 x/4',
    ['a=x'],
    [
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "x": it names 2 machines ("a" at vms.json:2, "a" at vms.json:3) and 2 domains ("x" in 1.xml, "x" in 2.xml)',
        'use the UUID instead of the name',
      ],
    ],
  ],
  [
    'two domains for a machine',
    'a/',
    'x/ y/',
    ['a=x', 'a=y'],
    [
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "y": "a" has another domain in --map a=x',
        'neither row is used; remove the wrong one',
      ],
    ],
  ],
  [
    'two machines for a domain, in a file',
    'a/ b/',
    'x/',
    'old,new\na,x\nb,x\n',
    [
      [
        'VL342 map.csv:3',
        '"b" cannot be mapped to "x": "x" has another machine at map.csv:2',
        'neither row is used; remove the wrong one',
      ],
    ],
  ],
  [
    'a row three times, and one that contradicts it',
    'a/',
    'x/ y/',
    ['a=x', 'a=x', 'a=y', 'a=x'],
    [
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "x": "a" has another domain in --map a=y',
        'neither row is used; remove the wrong one',
      ],
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "y": "a" has another domain in --map a=x',
        'neither row is used; remove the wrong one',
      ],
      [
        'VL342 --map:1',
        '"a" cannot be mapped to "x": "a" has another domain in --map a=y',
        'neither row is used; remove the wrong one',
      ],
    ],
  ],
  [
    'a machine with the UUID of another domain',
    'a/1',
    'x/1 b/',
    ['a=b'],
    [
      [
        'VL342 --map:1',
        `"a" cannot be mapped to "b": machine "a" (${GUID(1)}) has the UUID of the domain "x" in 1.xml`,
        'equal UUIDs come before the map; remove the row',
      ],
    ],
  ],
  [
    'a domain with the UUID of another machine',
    'a/1 b/2',
    'x/2',
    ['a=x'],
    [
      [
        'VL342 --map:1',
        `"a" cannot be mapped to "x": machine "b" (${GUID(2)}) has the UUID of the domain "x" in 1.xml`,
        'equal UUIDs come before the map; remove the row',
      ],
    ],
  ],
  ['no "="', 'a/', 'a/', ['a'], [['VL340 --map:1', 'expected OLD=NEW, with a name or UUID on each side', '']]],
  [
    'two "="',
    'a/',
    'a/',
    ['a=b=c'],
    [['VL340 --map:1', 'there is more than one "="', 'a file with two columns takes any name']],
  ],
  [
    'an empty map',
    'a/',
    'a/',
    ' \n',
    [['VL340 map.csv:1', 'the map is empty', 'the old name or UUID, then the new one, on one line: "web01,web01-kvm"']],
  ],
  [
    'one column',
    'a/',
    'a/',
    'a\n',
    [
      [
        'VL340 map.csv:1',
        '1 column, not two: a machine and its domain',
        'the old name or UUID, then the new one, on one line: "web01,web01-kvm"',
      ],
    ],
  ],
  [
    'three columns',
    'a/',
    'a/',
    'a,b,c\n',
    [
      [
        'VL340 map.csv:1',
        '3 columns, not two: a machine and its domain',
        'the old name or UUID, then the new one, on one line: "web01,web01-kvm"',
      ],
    ],
  ],
  [
    'an empty machine',
    'a/',
    'a/',
    'a,a\n ,b\n',
    [
      [
        'VL340 map.csv:2',
        'the machine is empty',
        'the old name or UUID, then the new one, on one line: "web01,web01-kvm"',
      ],
    ],
  ],
  [
    'an empty domain',
    'a/',
    'a/',
    'a,a\nb,\n',
    [
      [
        'VL340 map.csv:2',
        'the domain is empty',
        'the old name or UUID, then the new one, on one line: "web01,web01-kvm"',
      ],
    ],
  ],
  [
    'a quote that is not closed',
    'a/',
    'a/',
    'a,a\n"b,c\n',
    [
      [
        'VL340 map.csv:2',
        'a quote is not closed, or text follows the closing quote',
        'the old name or UUID, then the new one, on one line: "web01,web01-kvm"',
      ],
    ],
  ],
  [
    'semicolons, after a type and blank lines',
    'a/ b/',
    'x/ y,z/',
    '\ufeff\n#TYPE x\n\nMachine;KVM\n a ; x \nb;y,z\n',
    [],
  ],
])('what is said: %s', (_, machines, domains, map, expected) => {
  expect(said(machines, domains, map)).toEqual(expected)
})
