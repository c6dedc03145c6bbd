import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { detectFormat, readMachines, writeMachines } from '../../../src/translate/index.js'

const HEAD = 'VMName,AutomaticStartAction,AutomaticStopAction'
const B = { name: 'b', lifecycle: { hostStart: 'start', hostStop: 'save' } }

/** The machines with the rows that they are in, and all that is said, with ranges. */
function read(text: string, from?: 'csv') {
  const { machines, diagnostics } = readMachines(new SourceText('in', text), from === undefined ? {} : { from })
  return {
    machines: machines.map(({ source: { start, end }, ...machine }) => [text.slice(start, end), machine]),
    said: diagnostics.map(({ code, severity, line, column, endLine, endColumn, message, hint, leavesOut }) => {
      const range = `${line}:${column}${endLine === undefined ? '' : `-${endLine}:${endColumn}`}`
      return [`${severity} ${code} ${range} ${message}`, hint, leavesOut]
    }),
  }
}

describe('a row that cannot be read', () => {
  const fields = 'put a field that contains the delimiter or a line break between quotes'
  const quotes = 'write a quote within a field twice'
  const unclosed = 'a quote is not closed, or text follows the closing quote'

  test.each([
    ['a', '2:1-2:2 this row: found 1 field, expected 3 as in the first line; it is left out', fields],
    ['a,Start  ', '2:1-2:8 this row: found 2 fields, expected 3 as in the first line; it is left out', fields],
    ['a,b,c,d', '2:1-2:8 this row: found 4 fields, expected 3 as in the first line; it is left out', fields],
    ['"a"x,4,3', `2:1-2:9 this row: ${unclosed}; it is left out`, quotes],
    ['"a\nb","4,3', `2:1-3:8 lines 2 to 3: ${unclosed}; they are left out`, quotes],
  ])('%j', (row, message, hint) => {
    expect(read(`${HEAD}\n${row}\nb,4,3\n`)).toEqual({
      machines: [['b,4,3', B]],
      said: [[`error VL326 ${message}`, hint, {}]],
    })
  })
})

describe('a line with names that cannot be used', () => {
  const hint =
    'the first line must name them, such as VMName, VMId, State, AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction'

  test.each([
    ['foo,bar\na,b', '1:1-1:8 none of the columns is known: "foo", "bar"', hint],
    ['a,b,c,d,e,f,g,h\n1,2,3,4,5,6,7,8', `1:1-1:16 none of the columns is known: ${quoted('abcdefgh')}`, hint],
    [
      '\na,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,0\n',
      `2:1-2:20 none of the columns is known: ${quoted('abcdefgh')} and 2 more`,
      hint,
    ],
    ['VMName, vmname ,X\na,b,c\n', '1:1-1:18 duplicate column "vmname"', 'keep one of them'],
    ['X,VMName,vmname,x\na,b,c,d\n', '1:1-1:18 duplicate column "x"', 'keep one of them'],
    ['Y,X,VMName,X\na,b,c,d\n', '1:1-1:13 duplicate column "X"', 'keep one of them'],
  ])('%j', (text, message, hint) => {
    expect(read(text)).toEqual({ machines: [], said: [[`error VL327 ${message}`, hint, undefined]] })
  })

  test('a quote in it that is not closed', () => {
    expect(read('"VMName,AutomaticStopAction\na,3\n', 'csv').said).toEqual([
      [
        'error VL327 1:1 a quote in the line with the names of the columns is not closed',
        'close it, or export the machines again',
        undefined,
      ],
    ])
  })

  test('columns without a name may be several', () => {
    const machine = { name: 'a', lifecycle: { hostStop: 'save' } }
    expect(read('VMName,,,AutomaticStopAction\na,x,y,3\n')).toEqual({ machines: [['a,x,y,3', machine]], said: [] })
    expect(read(',,VMName,AutomaticStopAction\nx,y,a,3\n')).toEqual({ machines: [['x,y,a,3', machine]], said: [] })
  })
})

function quoted(letters: string): string {
  return [...letters].map((letter) => `"${letter}"`).join(', ')
}

test.each([
  [`${HEAD}\n`, '1:1-1:48'],
  [`#TYPE x\r\n${HEAD}`, '2:1-2:48'],
])('no row: %j', (text, range) => {
  expect(read(text)).toEqual({
    machines: [],
    said: [
      [
        `warning VL306 ${range} this document contains no machines`,
        'were you allowed to see the machines when you exported them?',
        undefined,
      ],
    ],
  })
})

describe('what is CSV', () => {
  test.each(['VMName\na', 'AutomaticStopAction', '#TYPE x\nfoo\n', 'foo,bar\n1,2', 'foo;bar\n1;2\n', ' vmid \n'])(
    '%j',
    (text) => {
      expect(detectFormat(text)).toEqual({ format: 'csv' })
    },
  )

  test.each(['foo\na\n', 'foo,bar', 'foo,bar\n1', 'foo,bar\n"1,2\n', 'foo,bar\n1,2,3', '"VMName\na'])(
    'not %j',
    (text) => {
      expect(detectFormat(text)).toMatchObject({ diagnostic: { code: 'VL108' } })
    },
  )
})

test('a value that is refused is named with its field, and fixed there', () => {
  const { diagnostics } = readMachines(new SourceText('in', ' VMName ; AutomaticStartAction \na; Sart \n'))
  expect(diagnostics).toMatchObject([
    {
      code: 'VL301',
      line: 2,
      column: 3,
      endColumn: 9,
      message: expect.stringMatching(/^machine "a": AutomaticStartAction is " Sart ", not one of: /),
      hint: 'did you mean "Start"?',
      fix: [{ offset: 34, length: 6, content: 'Start' }],
    },
  ])
})

test('a value that is refused leaves out only the property, if that is asked for', () => {
  const document = new SourceText('in', `${HEAD}\na,9,3\n`)
  const { machines, diagnostics } = readMachines(document, { onReserved: 'skip' })
  expect(machines).toMatchObject([{ name: 'a', lifecycle: { hostStop: 'save' }, source: { format: 'csv', document } }])
  expect(diagnostics).toMatchObject([{ code: 'VL302', severity: 'warning' }])
})

test('columns that may be meant for a setting are named if there is none', () => {
  expect(read('VMName,StartAction2,Notes\na,4,b\n').said).toMatchObject([
    [expect.stringMatching(/^warning VL319 2:1-2:6 .*; it has StartAction2$/), expect.any(String), undefined],
  ])
})

describe('the class of an instance', () => {
  const V1 = 'Msvm_VirtualSystemGlobalSettingData'
  const ROWS = 'ElementName,AutomaticStartupAction\na,2\n'

  test.each([
    [`#TYPE Microsoft.Management.Infrastructure.CimInstance#root/virtualization/${V1}\n${ROWS}`, 'start'],
    [`#TYPE System.Management.ManagementObject#root\\virtualization\\${V1}\n${ROWS}`, 'start'],
    [`#TYPE a:${V1}\n${ROWS}`, 'start'],
    [`#TYPE Deserialized.${V1}\n${ROWS}`, 'start'],
    [`#TYPE x${V1}\n${ROWS}`, 'ignore'],
    [`#TYPE a.${V1}.b\n${ROWS}`, 'ignore'],
    [`#TYPE Selected.System.Object\n${ROWS}`, 'ignore'],
    [`__CLASS,${ROWS.replace('\n', `\n${V1},`)}`, 'start'],
    [`__CLASS,CimClass,${ROWS.replace('\n', `\n,root/virtualization:${V1},`)}`, 'start'],
    [`#TYPE a.${V1}\n__CLASS,${ROWS.replace('\n', '\nMsvm_VirtualSystemSettingData,')}`, 'ignore'],
  ])('%j', (text, hostStart) => {
    expect(read(text)).toMatchObject({ machines: [[expect.any(String), { lifecycle: { hostStart } }]], said: [] })
  })
})

describe('what is written', () => {
  const { machines } = readMachines(
    JSON.stringify([
      { VMName: 'a "b"', VMId: '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01', State: 2, AutomaticStartAction: 4 },
      { VMName: '=b', State: 3, AutomaticStartDelay: 0, AutomaticStopAction: 2 },
      { VMId: 'aaaaaaaa-0000-4000-8000-000000000001', AutomaticStopAction: 4 },
    ]),
  )
  const HEAD_LINE = '"VMName","VMId","State","AutomaticStartAction","AutomaticStartDelay","AutomaticStopAction"\r\n'
  const ROWS = [
    '"a ""b""","6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01","Running","Start","",""\r\n',
    '"=b","","Off","","0","TurnOff"\r\n',
    '"","aaaaaaaa-0000-4000-8000-000000000001","","","","ShutDown"\r\n',
  ]

  test('has a row for each machine, below the names of the columns', () => {
    expect(writeMachines(machines, 'csv').documents.map(({ text }) => text)).toEqual([HEAD_LINE + ROWS.join('')])
    expect(writeMachines([], 'csv').documents.map(({ text }) => text)).toEqual([HEAD_LINE])
  })

  test('is CSV, which cannot carry the order', () => {
    const ordered = machines.slice(0, 1).map((machine) => ({ ...machine, lifecycle: { order: 3, delay: 0 } }))
    const { documents, diagnostics } = writeMachines(ordered, 'csv')
    expect(documents).toMatchObject([{ format: 'csv', machines: ordered }])
    expect(diagnostics).toMatchObject([
      {
        code: 'VL303',
        message: 'machine "a \\"b\\"": csv cannot carry order "3"',
        hint: 'cim-json can (AutomaticStartupActionSequenceNumber)',
      },
    ])
  })

  test('has only rows if it continues what was written before', () => {
    const written = (some: typeof machines) =>
      writeMachines(some, 'csv', { continued: true }).documents.map(({ text }) => text)
    expect([written(machines), written([])]).toEqual([[ROWS.join('')], ['']])
  })

  test.each(['=a', '+a', '-a', '@a', '\ta', '\ra'])('a name that a spreadsheet takes for a formula: %j', (name) => {
    const named = machines.slice(0, 1).map((machine) => ({ ...machine, name }))
    expect(writeMachines(named, 'csv').diagnostics).toMatchObject([
      {
        code: 'VL329',
        message: expect.stringMatching(/^machine ".*": a spreadsheet takes this name for a formula$/),
        hint: 'read the file with Import-Csv, or import the column as text; do not open it in a spreadsheet',
      },
    ])
  })

  test.each(['a=', ' =a', "'=a"])('a name that it takes for a text: %j', (name) => {
    const named = machines.slice(0, 1).map((machine) => ({ ...machine, name }))
    expect(writeMachines(named, 'csv').diagnostics).toEqual([])
  })
})
