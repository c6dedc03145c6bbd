import { describe, expect, test } from '@jest/globals'
import { applyFixes, SourceText } from '../../../src/diagnostics/index.js'
import { detectFormat, readMachines } from '../../../src/translate/index.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
const SAVE = 'AutomaticStopAction : Save\n'
const save = { hostStop: 'save' }

/** The machines with the lines on which they are, and what is said, with its range, hint and what it leaves out. */
function read(text: string) {
  const document = new SourceText('in', text)
  const { machines, diagnostics } = readMachines(document)
  return {
    machines: machines.map(({ source: { start, end }, ...machine }) => [text.slice(start, end), machine]),
    said: diagnostics.map(
      ({ code, line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${code} ${message}`,
    ),
    hints: diagnostics.map(({ hint }) => hint),
    leftOut: diagnostics.map(({ leavesOut }) => leavesOut),
  }
}

describe('a value that is not whole leaves out its machine', () => {
  test.each([
    ['a name', `Name : the lo...\n${SAVE}`, '1:8-17 VL328 machine "the lo...": Name is cut off', { name: 'the lo...' }],
    [
      'a setting',
      `Name : a\nId : ${UUID}\nAutomaticStopAction : Sa\u2026\n`,
      '3:23-26 VL328 machine "a": AutomaticStopAction is cut off',
      { name: 'a', uuid: UUID },
    ],
    ['an Id', `VMName : a\nVMId : 6f1a2c34-...\n${SAVE}`, '2:8-20 VL328 machine "a": VMId is cut off', { name: 'a' }],
    [
      'letter case',
      `name : a\nAUTOMATICSTOPACTION : Sa...\n`,
      '2:23-28 VL328 machine "a": AUTOMATICSTOPACTION is cut off',
      { name: 'a' },
    ],
    [
      'a value on two lines',
      'Name : a\nAutomaticStopAction : Sa\n                   ve\n',
      '2:23-25 VL328 machine "a": AutomaticStopAction continues on the next line, so its exact text is not known',
      { name: 'a' },
    ],
    [
      'lines that look like properties',
      `Name : a\n   b : c\n   d : e\n${SAVE}`,
      '1:8-9 VL328 machine "a": Name continues on the next line, so its exact text is not known',
      { name: 'a' },
    ],
  ])('%s', (_, text, message, leftOut) => {
    expect(read(text)).toEqual({
      machines: [],
      said: [`${message}; the machine is left out`],
      hints: ['use Export-Csv or ConvertTo-Json instead of Format-List'],
      leftOut: [leftOut],
    })
  })

  test.each([
    ['another property', `Name : a\nNotes : x...\n${SAVE}`, 'a'],
    ['another property on two lines', `Name : a\n${SAVE}Notes : x\n        y\n`, 'a'],
    ['dots within', `Name : a...b\n${SAVE}`, 'a...b'],
    ['two dots', `Name : a..\n${SAVE}`, 'a..'],
  ])('not with %s', (_, text, name) => {
    expect(read(text)).toMatchObject({ machines: [[`Name : ${name}`, { name, lifecycle: save }]], said: [] })
  })

  test('a snapshot is left out for what it is', () => {
    expect(read(`Name : a...\nSnapshotType : Standard\n${SAVE}`).said).toEqual([
      '1:1-12 VL304 "a..." is a snapshot (SnapshotType) and is left out',
    ])
  })
})

describe('lines that are no property', () => {
  const message = 'VL326 expected a property, such as "Name : web01"; the lines up to the next blank line are left out'
  const hint = 'put a blank line between machines, and remove what is no output of Format-List'

  test.each([
    ['in a machine', `Name : a\nfoo\nbar\n${SAVE}\nName : b\n${SAVE}`, '2:1-4', 'b'],
    ['before one', `Name : a\n${SAVE}\nfoo\nName : b\n${SAVE}`, '4:1-4', 'a'],
    ['after one', `Name : a\n${SAVE}\nName : b\n${SAVE}foo`, '6:1-4', 'a'],
    ['a colon without a name', `Name : a\n${SAVE}\n: foo\n`, '4:1-6', 'a'],
    ['a colon that is not padded', `Name : a\n${SAVE}\nfoo: b\n`, '4:1-7', 'a'],
    ['a value that is not padded', `Name : a\n${SAVE}\nfoo :b\n`, '4:1-7', 'a'],
  ])('%s', (_, text, range, left) => {
    expect(read(text)).toEqual({
      machines: [[`Name : ${left}`, { name: left, lifecycle: save }]],
      said: [`${range} ${message}`],
      hints: [hint],
      leftOut: [{}],
    })
  })

  test('what a console prints beside objects is skipped', () => {
    const streams = 'VERBOSE: a\nDEBUG: b : c\nWARNING: x : y\n'
    const text = `${streams}PS C:\\> Get-VM | fl\nName : a\nVERBOSE: in between\n${SAVE}PS C:\\> exit : now\n`
    expect(read(text)).toMatchObject({ machines: [['Name : a', { name: 'a', lifecycle: save }]], said: [] })
    expect(detectFormat(text)).toEqual({ format: 'list' })
  })
})

describe('what is a list', () => {
  test.each([`Name :\n${SAVE}`, `VM.Name : a\n${SAVE}`, `\n\n  a_1 : b : c\n`, 'DEBUG: x\nName : a'])('%j', (text) => {
    expect(detectFormat(text)).toEqual({ format: 'list' })
  })

  test.each(['Name: a', 'Name :a', ': a', ' : a', 'VM Name : a\nName : b', 'Name', 'DEBUG: x : y', 'foo\nName : a'])(
    'not %j',
    (text) => {
      expect(detectFormat(text)).toMatchObject({ diagnostic: { code: 'VL108' } })
    },
  )
})

test('a value may contain a colon, and may be missing', () => {
  expect(read(`Name : a : b\n${SAVE}`).machines).toEqual([['Name : a : b', { name: 'a : b', lifecycle: save }]])
  for (const name of ['a WARNING: b', 'a PS C:\\> b']) {
    expect(read(`Name : ${name}\n${SAVE}`).machines).toEqual([[`Name : ${name}`, { name, lifecycle: save }]])
  }
  expect(read(`Name :\n${SAVE}`).machines).toEqual([['Name :', { lifecycle: save }]])
})

test('a property twice within a machine is said, and does not begin another machine', () => {
  expect(read(`Name : a\n${SAVE}${SAVE}`)).toMatchObject({
    machines: [],
    said: ['3:23-27 VL310 machine "a": duplicate AutomaticStopAction'],
  })
})

test('an object of something else is said at its first line', () => {
  expect(read(`Name : b\n${SAVE}\n  Foo : a\n  Bar : b\n`)).toMatchObject({
    machines: [['Name : b', {}]],
    said: [expect.stringMatching(/^4:3-10 VL305 this object is not a machine/)],
  })
})

test.each(['\n', '\r\n', '\r'])('a misspelt action is fixed in its place: lines that end with %j', (end) => {
  const text = ['', '  Name                : a', '  AutomaticStopAction :   Sav  ', ''].join(end)
  const { diagnostics } = readMachines(new SourceText('in', text))
  expect(diagnostics).toMatchObject([{ code: 'VL301', line: 3, column: 27, endLine: 3, endColumn: 30 }])
  expect(applyFixes(text, diagnostics).text).toBe(text.replace('Sav ', 'Save '))
})

test('a value that is refused leaves out only the property, if that is asked for', () => {
  const document = new SourceText('in', `Name : a\nAutomaticStartAction : 9\n${SAVE}`)
  const { machines, diagnostics } = readMachines(document, { onReserved: 'skip' })
  expect(machines).toMatchObject([{ name: 'a', lifecycle: save, source: { format: 'list', document } }])
  expect(diagnostics).toMatchObject([{ code: 'VL302', severity: 'warning' }])
})

test('properties that may be meant for a setting are named if there is none', () => {
  expect(read('VMName : a\nAutoStart : b\nNotes : c').said).toEqual([
    expect.stringMatching(/^1:1-11 VL319 .*; it has AutoStart$/),
  ])
})
