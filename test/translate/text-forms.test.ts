import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import {
  CsvPieces,
  detectFormat,
  type Machine,
  type ReadMachinesOptions,
  readMachines,
  writeMachines,
} from '../../src/translate/index.js'
import { anyLifecycle } from '../lifecycles.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'

/** What was read: the machines without their source, and the diagnostics as `line:column code`. */
function read(text: string, options: ReadMachinesOptions = {}) {
  const { machines, diagnostics } = readMachines(new SourceText('in', text), options)
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    found: diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`),
    messages: diagnostics.map(({ message }) => message),
  }
}

const HEAD = '"VMName","AutomaticStartAction","AutomaticStartDelay","AutomaticStopAction"'
const WEB = { name: 'web01', lifecycle: { hostStart: 'start', delay: 30, hostStop: 'shutdown' } }
const DB = { name: 'db01', lifecycle: { hostStart: 'restart-if-active', delay: 0, hostStop: 'save' } }

describe('CSV', () => {
  test.each([
    ['quoted', `${HEAD}\r\n"web01","Start","30","ShutDown"\r\n"db01","StartIfRunning","0","Save"\r\n`],
    ['a type before', `#TYPE Selected.System.Object\r\n${HEAD}\r\n"web01","Start","30","ShutDown"\r\n"db01",3,0,3\r\n`],
    [
      'semicolons, no quotes',
      'Name;AutomaticStartAction;AutomaticStartDelay;AutomaticStopAction\nweb01;4;30;4\ndb01;3;0;3',
    ],
    [
      'tabs, letter case, other columns',
      'owner\tvmname\tAUTOMATICSTARTACTION\tautomaticstartdelay\tautomaticstopaction\nKim, Lee\tweb01\tstart\t30\tshutdown\n\tdb01\t3\t0\tsave\n',
    ],
    ['CR', `${HEAD}\r"web01","Start","30","ShutDown"\r"db01","StartIfRunning","0","Save"\r`],
    ['blank lines and a mark', `\ufeff\n${HEAD}\n\nweb01,Start,30,ShutDown\n\r\ndb01,StartIfRunning,0,Save\n\n`],
    ['mixed line ends', `${HEAD}\n"web01",Start,30,ShutDown\r\ndb01,StartIfRunning,0,Save\r\n`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ machines: [WEB, DB], found: [], messages: [] })
    expect(detectFormat(text)).toEqual({ format: 'csv' })
  })

  test('the columns of a CIM instance and its class', () => {
    const columns = 'ElementName,InstanceID,AutomaticStartupAction,AutomaticStartupActionSequenceNumber'
    expect(
      read(`__CLASS,${columns}\nMsvm_VirtualSystemGlobalSettingData,web01,"Microsoft:${UUID}\\Global",1,2\n`),
    ).toEqual({
      machines: [{ name: 'web01', uuid: UUID, lifecycle: { hostStart: 'restart-if-active', order: 2 } }],
      found: [],
      messages: [],
    })
    const type =
      '#TYPE Microsoft.Management.Infrastructure.CimInstance#root/virtualization/Msvm_VirtualSystemGlobalSettingData'
    expect(read(`${type}\n${columns}\nweb01,"Microsoft:${UUID}",2,0\n`).machines).toMatchObject([
      { lifecycle: { hostStart: 'start' } },
    ])
  })

  test('an empty field is no value', () => {
    expect(read(`${HEAD}\n"web01","","",""\n`).machines).toEqual([{ name: 'web01', lifecycle: {} }])
  })

  test('a wrong value is reported at its field', () => {
    const { machines, found, messages } = read(
      `${HEAD}\n"db ""1"", x","Start","30","Sav"\n"web01","Start",30,ShutDown\n`,
    )
    expect({ machines, found, messages }).toEqual({
      machines: [WEB],
      found: ['2:29 VL301'],
      messages: [expect.stringContaining('machine "db \\"1\\", x": AutomaticStopAction is "Sav", not one of')],
    })
  })

  test.each([
    ['one field', 'db01', 'found 1 field, expected 4'],
    ['too few fields', 'db01,Start', 'found 2 fields, expected 4'],
    ['too many', 'db01,Start,30,Save,Save', 'found 5 fields, expected 4'],
    ['a quote is not closed', '"db01","Start,"30","Save"', 'a quote is not closed'],
    ['the last quote is not closed', '"db01","Start","30","Save', 'a quote is not closed'],
    ['text after a quote', '"db01"x,"Start","30","Save"', 'a quote is not closed'],
  ])('a broken row is one diagnostic, and the others are read: %s', (_, row, message) => {
    const { machines, found, messages } = read(
      `${HEAD}\n"web01","Start","30","ShutDown"\n${row}\n"web01","Start","30","ShutDown"\n"web01","Start","30","ShutDown"\n`,
    )
    expect({ machines, found }).toEqual({ machines: [WEB, WEB, WEB], found: ['3:1 VL326'] })
    expect(messages).toEqual([expect.stringContaining(`this row: ${message}`)])
  })

  test('what is left of a broken row over several lines belongs to it', () => {
    const { machines, found, messages } = read(`${HEAD}\n"a\nb","Start,30,Save\n"web01","Start","30","ShutDown"\n`)
    expect({ machines, found, messages }).toEqual({
      machines: [WEB],
      found: ['2:1 VL326'],
      messages: [expect.stringMatching(/^lines 2 to 3: /)],
    })
  })

  test.each([
    ['no column is known', 'Server,Owner\nweb01,Kim\n', 'none of the columns is known: "Server", "Owner"'],
    [
      'no line with columns',
      '"web01","Start","30"\n"db01","Save","30"\n',
      'none of the columns is known: "web01", "Start", "30"',
    ],
    ['a duplicate column', 'VMName,VMId,vmname,AutomaticStopAction\na,b,c,d\n', 'duplicate column "vmname"'],
    ['many columns', `${Array.from('abcdefghijk').join()}\n${'1,'.repeat(10)}\n`, '"g", "h" and 3 more'],
  ])('columns that cannot be used are one diagnostic: %s', (_, text, message) => {
    expect(read(text)).toEqual({ machines: [], found: ['1:1 VL327'], messages: [expect.stringContaining(message)] })
  })

  test('without a row, there are no machines', () => {
    expect(read(`${HEAD}\r\n`)).toMatchObject({ machines: [], found: ['1:1 VL306'] })
  })

  test('cut off at any character: the rows before are read, and at most one row is broken', () => {
    const text = `${HEAD}\r\n"web01","Start","30","ShutDown"\r\n"db\r\n01","StartIfRunning","0","Save"\r\n`
    const second = text.indexOf('"db')
    for (let end = 0; end <= text.length; end++) {
      const { machines, found } = read(text.slice(0, end))
      expect([end, found.length <= 1]).toEqual([end, true])
      if (end >= second) expect([end, machines[0]]).toEqual([end, WEB])
    }
  })

  test('a flood of broken quotes ends', () => {
    for (const line of ['"x\n', '"a,b\n"c\n', 'a,"\n', '"""\n', 'web01,"a"b,c,d\n', '"web01,1,2,3\n"web01",4,30,4\n']) {
      const { machines, found } = read(`${HEAD}\n${line.repeat(4_000)}"web01","Start","30","ShutDown"\n`)
      expect([line, machines.at(-1), found.length > 0]).toEqual([line, WEB, true])
    }
  })

  const texts = fc.string({
    unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\t', '\r', '\n', ' ', '=', '\u{1f600}', "'"),
  })
  const names = fc.oneof(texts, fc.string({ unit: 'grapheme' })).filter((name) => name !== '')
  const machines = fc.array(
    fc.record({ name: names, lifecycle: anyLifecycle(), running: fc.constantFrom(true, false) }),
    { minLength: 1, maxLength: 4 },
  )

  test('reads what it wrote: every lifecycle, and any name', () => {
    const source = { format: 'json', document: new SourceText('in', ''), start: 0, end: 0 }
    fc.assert(
      fc.property(machines, (some) => {
        const written = writeMachines(
          some.map((machine): Machine => ({ ...machine, uuid: UUID, source })),
          'csv',
        )
        const [text = ''] = written.documents.map((document) => document.text)
        expect(text.startsWith('"VMName","VMId","State",')).toBe(true)
        const back = read(text)
        const silent = some.every(({ lifecycle: { order: _, ...kept } }) => Object.keys(kept).length === 0)
        expect(back).toEqual({
          machines: some.map(({ lifecycle: { order: _, ...lifecycle }, ...who }) => ({
            ...who,
            uuid: UUID,
            lifecycle,
          })),
          ...(silent
            ? { found: expect.any(Array), messages: [expect.stringMatching(/lifecycle setting/)] }
            : { found: [], messages: [] }),
        })
        const lost = some.filter(({ lifecycle }) => lifecycle.order).length
        expect(written.diagnostics.filter(({ code }) => code === 'VL303')).toHaveLength(lost)
      }),
    )
  })

  test('in pieces it is read as the whole', () => {
    const broken = fc.constantFrom(
      'a,b\n',
      '"a\nb,c\n',
      '"x"y,1,2,3\n',
      '\n',
      '"a\n\nb",Start,30,Save\r\n',
      'web01,4,30,4\n',
    )
    const documents = fc
      .tuple(fc.constantFrom('', '\ufeff', '#TYPE x\r\n', '\n'), fc.array(broken))
      .map(([before, rows]) => `${before}${HEAD}\r\n${rows.join('')}`)
    fc.assert(
      fc.property(documents, fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }), (text, sizes) => {
        const pieces = new CsvPieces('in')
        const read = { machines: [] as unknown[], positions: new Set<string>() }
        const take = (piece: SourceText | undefined) => {
          if (piece === undefined) return
          const { machines, diagnostics } = readMachines(piece)
          read.machines.push(...machines.map(({ name, lifecycle }) => ({ name, lifecycle })))
          for (const { line, code } of diagnostics) read.positions.add(`${line} ${code}`)
        }
        for (let at = 0, i = 0; at < text.length; i++) {
          const size = 1 + (sizes[i % sizes.length] ?? 0)
          take(pieces.add(text.slice(at, at + size)))
          at += size
        }
        take(pieces.end())
        const { machines, diagnostics } = readMachines(new SourceText('in', text))
        expect(read.machines).toEqual(machines.map(({ name, lifecycle }) => ({ name, lifecycle })))
        expect([...read.positions]).toEqual(diagnostics.map(({ line, code }) => `${line} ${code}`))
      }),
      { numRuns: 300 },
    )
  })

  test('a name that a spreadsheet takes for a formula is written as it is, and said once', () => {
    const { machines } = readMachines('[{"Name":"=a()","AutomaticStopAction":3},{"Name":"-b","AutomaticStopAction":3}]')
    const { documents, diagnostics } = writeMachines(machines, 'csv')
    expect(documents[0]?.text).toContain('"=a()"')
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['VL329', 'machine "=a()" (and 1 more): a spreadsheet takes this name for a formula'],
    ])
  })
})

const LIST = `
Name                 : web01
State                : Running
AutomaticStartAction : Start
AutomaticStartDelay  : 30
AutomaticStopAction  : ShutDown
Notes                : a text that is so long that the console
                       breaks it: here
HardDrives           : {Hard Drive on IDE, ...}

Name                 : db01
State                : Off
AutomaticStartAction : StartIfRunning
AutomaticStartDelay  : 0
AutomaticStopAction  : Save
Notes                :

`

describe('Format-List', () => {
  const both = [
    { ...WEB, running: true },
    { ...DB, running: false },
  ]

  test.each([
    ['as it is', LIST],
    ['CRLF, and a prompt before', `PS C:\\> Get-VM | Format-List\r\n${LIST.replaceAll('\n', '\r\n')}PS C:\\> `],
    ['a warning', `WARNING: something : else\n${LIST}`],
    ['indented', LIST.replace(/^(?=.)/gm, '    ')],
    ['without blank lines', LIST.replace(/\n+/g, '\n')],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ machines: both, found: [], messages: [] })
    expect(detectFormat(text)).toEqual({ format: 'list' })
  })

  test('a CIM instance', () => {
    expect(
      read(`ElementName : web01\nVirtualSystemIdentifier : ${UUID}\nAutomaticStartupAction : 4\n`).machines,
    ).toEqual([{ name: 'web01', uuid: UUID, lifecycle: { hostStart: 'start' } }])
  })

  test.each([
    ['cut off', 'Name : the machine with the lo...', '2:8 VL328'],
    ['cut off with one character', 'Name : the machine with the lo\u2026', '2:8 VL328'],
    ['wrapped', 'Name : the machine with the long\n       name', '2:8 VL328'],
    ['no property', 'Name : web02\nand so on', '3:1 VL326'],
  ])('an object with a line that is %s is left out, and the others are read', (_, lines, found) => {
    const text = `\n${lines}\nAutomaticStopAction : Save\n\nName : db02\nAutomaticStopAction : Save\n`
    expect(read(text)).toMatchObject({ machines: [{ name: 'db02' }], found: [found] })
  })

  test('cut off at any character: the objects before are read, and at most one is broken', () => {
    const second = LIST.indexOf('\n\n') + 2
    for (let end = 0; end <= LIST.length; end++) {
      const { machines, found } = read(LIST.slice(0, end))
      expect([end, found.length <= 1]).toEqual([end, true])
      if (end >= second) expect([end, machines[0]]).toEqual([end, both[0]])
    }
  })
})

describe('what cannot be read is told what it is and what to do', () => {
  test.each([
    ['nothing', '', 'VL102', 'the input is empty', 'Get-VM prints nothing'],
    ['a byte order mark', '\ufeff', 'VL102', 'the input is empty', 'Get-VM prints nothing'],
    ['a binary file', 'HyperV\0\0\u0001,\n,', 'VL108', 'this is a binary file, like the .vmcx files', 'Get-VM'],
    [
      'ConvertTo-Xml',
      '<?xml version="1.0"?>\n<Objects><Object Type="x"/></Objects>',
      'VL108',
      'ConvertTo-Xml',
      'Export-Clixml',
    ],
    [
      'a table',
      '\nName  State   CPUUsage(%)\n----  -----   -----------\nweb01 Running 0\n',
      'VL108',
      'Format-Table',
      'Format-List',
    ],
    ['a table after a prompt', 'PS C:\\> Get-VM\n\nName\n----\nweb01\n', 'VL108', 'Format-Table', 'Export-Csv'],
    ['words', 'Name  State', 'VL108', 'neither XML nor JSON, CSV', '--from'],
  ])('%s', (_, text, code, message, hint) => {
    for (const options of [{}, { from: 'csv' } as const, { from: 'cim-json' } as const]) {
      if (text === 'Name  State' && 'from' in options) continue
      const { machines, diagnostics } = readMachines(new SourceText('in', text), options)
      expect({ machines, codes: diagnostics.map((d) => d.code) }).toEqual({ machines: [], codes: [code] })
      expect(diagnostics[0]?.message).toContain(message)
      expect(diagnostics[0]?.hint).toContain(hint)
    }
  })

  const INPUTS = {
    csv: `${HEAD}\nweb01,4,30,4\n`,
    list: LIST,
    'powershell-json': '{"VMName": "a"}',
    'cim-json': '{"AutomaticStartupAction": 4}',
    clixml: readFileSync('examples/hyperv-synthetic/get-vm.clixml', 'utf8'),
    wsman: readFileSync('examples/hyperv-synthetic/pull-response.xml', 'utf8'),
    domain: '<domain><name>a</name></domain>',
  } as const
  const ids = Object.keys(INPUTS) as (keyof typeof INPUTS)[]

  test.each(ids.flatMap((from) => ids.filter((id) => id !== from).map((id) => [from, id] as const)))(
    '--from %s on %s',
    (from, id) => {
      const { machines, diagnostics } = readMachines(INPUTS[id], { from })
      expect(machines).toEqual([])
      expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
        ['VL108', `this is not ${from}: it looks like ${id}`, `use --from ${id}, or leave out --from`],
      ])
    },
  )

  test.each(ids)('--from %s on itself', (from) => {
    /** What was read; of a parsed domain, its text. */
    const read = (options?: ReadMachinesOptions) => {
      const { machines, diagnostics } = readMachines(INPUTS[from], options)
      const shown = machines.map(({ source: { domain, ...source }, ...machine }) => {
        return { ...machine, source, text: domain?.document.text }
      })
      return { shown, diagnostics }
    }
    expect(read({ from })).toEqual(read())
  })
})

test('an encoding that was assumed is said', () => {
  const { machines, diagnostics } = readMachines(new SourceText('in', `${HEAD}\nbüro01,4,30,4\n`, 1, 'windows-1252'))
  expect(machines).toMatchObject([{ name: 'büro01' }])
  expect(diagnostics).toMatchObject([{ code: 'VL325', severity: 'note' }])
})
