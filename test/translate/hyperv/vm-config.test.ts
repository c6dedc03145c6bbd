import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { detectFormat, type ReadOptions, readMachines } from '../../../src/translate/index.js'
import { decode } from '../../../src/xml/index.js'

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'

const action = (value: string, type = 'integer') => `<action type="${type}">${value}</action>`
const power = (start: string, stop: string) =>
  `<global_settings><power><host_shutdown>${stop}</host_shutdown><host_startup>${start}</host_startup></power></global_settings>`
const properties = `<properties><global_id type="string">${GUID}</global_id><name type="string">web01</name></properties>`
const configuration = (content: string) => `<configuration>\n${content}\n</configuration>\n`

function read(document: SourceText | string, options: ReadOptions = {}) {
  const source = typeof document === 'string' ? new SourceText('vm.xml', document) : document
  const { machines, diagnostics } = readMachines(source, options)
  return {
    format: Object.values(detectFormat(source))[0],
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, line, column, message }) => `${line}:${column} ${code} ${message}`),
  }
}

describe("Hyper-V's configuration XML", () => {
  const NOTE = expect.stringMatching(/^3:\d+ VL330 /)
  const NOTE_IN_2 = expect.stringMatching(/^2:\d+ VL330 /)

  test.each([
    ['0', '0', 'ignore', 'destroy'],
    ['1', '1', 'restart-if-active', 'save'],
    ['2', '2', 'start', 'shutdown'],
  ])('start %s, stop %s', (start, stop, hostStart, hostStop) => {
    expect(read(configuration(`${properties}\n${power(action(start), action(stop))}`))).toEqual({
      format: 'vm-config',
      machines: [{ name: 'web01', uuid: GUID.toLowerCase(), lifecycle: { hostStart, hostStop } }],
      said: [NOTE],
    })
  })

  test('UTF-8 that is declared as UTF-16, with and without a byte order mark', () => {
    const text = `<?xml version="1.0" encoding="UTF-16" standalone="yes"?>\n${configuration(`${properties.replace('web01', 'wéb')}\n${power(action('1'), action('1'))}`)}`
    for (const mark of ['', '\ufeff']) {
      const decoded = decode(Buffer.from(mark + text), 'vm.xml')
      if ('diagnostic' in decoded) throw new Error(decoded.diagnostic.message)
      const { machines, said } = read(decoded.document)
      expect(machines).toMatchObject([{ name: 'wéb' }])
      expect(said).toEqual([
        '1:31 VL331 the XML declaration names the encoding "UTF-16", but the document is in UTF-8 and was read as such',
        expect.stringContaining('VL330'),
      ])
    }
  })

  test('UTF-16 that is declared as UTF-16 needs no warning', () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-16"?>\n${configuration(properties + power(action('1'), action('1')))}`
    const decoded = decode(Buffer.from(text, 'utf16le'), 'vm.xml')
    if ('diagnostic' in decoded) throw new Error(decoded.diagnostic.message)
    expect(read(decoded.document).said).toEqual([expect.stringContaining('VL330')])
  })

  test.each([
    ['a number of another class', power(action('3'), action('1')), /VL301 .*host_startup\/action is 3, not one of: 0 /],
    ['a word', power(action('on'), action('1')), /VL301 .* is the text "on"/],
    ['no text', power(action('1'), '<action type="integer"/>'), /VL301 .* is the text ""/],
    ['two values', power(action('1') + action('1'), action('1')), /VL310 .*duplicate /],
  ])('%s', (_, settings, message) => {
    const { machines, said } = read(configuration(`${properties}\n${settings}`))
    expect({ machines, said }).toEqual({ machines: [], said: [NOTE, expect.stringMatching(message)] })
  })

  test('one setting can be left out instead', () => {
    const text = configuration(`${properties}\n${power(action('7'), action('2'))}`)
    expect(read(text, { onReserved: 'skip' })).toMatchObject({
      machines: [{ lifecycle: { hostStop: 'shutdown' } }],
      said: [NOTE, expect.stringMatching(/VL302/)],
    })
  })

  test('the configuration of another program, and an identifier that is not a GUID', () => {
    expect(read('<configuration><appSettings/></configuration>').said).toEqual([
      expect.stringMatching(/^1:1 VL305 this <configuration> is not that of a machine/),
    ])
    const { machines, said } = read(
      configuration(`${properties.replace(GUID, 'x')}\n${power(action('1'), action('1'))}`),
    )
    expect(machines).toMatchObject([{ name: 'web01' }])
    expect(said).toEqual([NOTE, expect.stringContaining('VL316')])
  })

  test('a name is a text, whatever it looks like and whether its type is given', () => {
    for (const type of [' type="string"', '', ' type="integer"']) {
      const named = `<properties><name${type}>2016</name></properties>`
      expect(read(configuration(`${named}\n${power(action('1'), action('1'))}`)).machines).toMatchObject([
        { name: '2016' },
      ])
    }
  })

  test('what is said of it, and what to do', () => {
    const { diagnostics } = readMachines(
      new SourceText('vm.xml', configuration(`${properties}\n${power('', action('1'))}`)),
    )
    expect(diagnostics).toMatchObject([
      {
        code: 'VL330',
        severity: 'note',
        line: 3,
        message: 'the numbers in this configuration are read as those of v1: start 0 to 2 and stop 0 to 2',
        hint: 'they are not documented: compare a machine with what Hyper-V Manager shows',
      },
    ])
    expect(readMachines('<configuration/>').diagnostics).toMatchObject([
      {
        code: 'VL305',
        message:
          'this <configuration> is not that of a machine: it has neither properties/name nor properties/global_id nor the settings',
        hint: 'pass the machine\'s configuration file, from the folder "Virtual Machines" of an export',
      },
    ])
  })

  test('only what is at its place counts', () => {
    const elsewhere = `<global_settings><name>a</name><host_startup>${action('2')}</host_startup></global_settings><name>b</name>`
    expect(read(configuration(`${properties}${elsewhere}`)).machines).toEqual([
      { name: 'web01', uuid: GUID.toLowerCase(), lifecycle: {} },
    ])
  })

  test('a setting without a type is a number, and one with another type is a text', () => {
    expect(read(configuration(power('<action>9</action>', ''))).said).toEqual([
      NOTE_IN_2,
      expect.stringMatching(/VL301 .*host_startup\/action is 9, not one of: 0 \(None\)/),
    ])
    expect(read(configuration(power('', action('9', 'string')))).said).toEqual([
      NOTE_IN_2,
      expect.stringMatching(/VL301 .*host_shutdown\/action is the text "9", not one of: 0 \(Turn off\)/),
    ])
  })

  test('a copy from a browser', () => {
    const text = `- <configuration>\n  - <properties>\n      <name type="string">web01</name>\n    </properties>\n${power(action('1'), action('1'))}\n  </configuration>`
    const { format, machines, said } = read(text)
    expect({ format, machines }).toMatchObject({ format: 'vm-config', machines: [{ name: 'web01' }] })
    expect(said).toEqual([expect.stringMatching(/^1:1 VL333 /), expect.stringMatching(/^5:\d+ VL330 /)])
  })
})
