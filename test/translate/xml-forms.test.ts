import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { detectFormat, type ReadOptions, readMachines } from '../../src/translate/index.js'

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'
const UUID = GUID.toLowerCase()

/** The UUID of another machine. */
const OTHER = 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'

/** What a document gives: its format, the machines without their sources, and what is said, with places. */
function read(text: string, options: ReadOptions = {}) {
  const document = new SourceText('in.xml', text)
  const { machines, diagnostics } = readMachines(document, options)
  return {
    format: Object.values(detectFormat(document))[0],
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, line, column, message }) => `${line}:${column} ${code} ${message}`),
  }
}

const property = (name: string, value: string | null, type = 'uint16') =>
  `<PROPERTY NAME="${name}" CLASSORIGIN="x" PROPAGATED="true" TYPE="${type}">${value === null ? '' : `<VALUE>${value}</VALUE>`}</PROPERTY>`
const instance = (properties: string, className = 'Msvm_VirtualSystemSettingData') =>
  `<INSTANCE CLASSNAME="${className}"><PROPERTY NAME="__PATH" TYPE="string"><VALUE>\\\\HV01\\x</VALUE></PROPERTY><PROPERTY.ARRAY NAME="Notes" TYPE="string"><VALUE.ARRAY><VALUE>n</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>${property('ElementName', 'web &amp; 01', 'string')}${properties}</INSTANCE>`
const START = property('AutomaticStartupAction', '4')

describe('CIM-XML', () => {
  const machine = { name: 'web & 01', lifecycle: { hostStart: 'start' } }

  test.each([
    ['a bare instance', instance(START), 1],
    ['instances one after the other', `${instance(START)}\n${instance(START)}\n`, 2],
    ['behind a declaration', `<?xml version="1.0"?>\n${instance(START)}`, 1],
    [
      'a whole document',
      `<CIM CIMVERSION="2.0" DTDVERSION="2.0"><DECLARATION><DECLGROUP><VALUE.OBJECT>${instance(START)}</VALUE.OBJECT><VALUE.NAMEDINSTANCE><INSTANCENAME CLASSNAME="x"/>${instance(START)}</VALUE.NAMEDINSTANCE></DECLGROUP></DECLARATION></CIM>`,
      2,
    ],
  ])('%s', (_, text, count) => {
    expect(read(text)).toEqual({ format: 'cim-xml', machines: Array(count).fill(machine), said: [] })
  })

  test('every property, and null as a property without a value', () => {
    const all = [
      property('AutomaticStartupAction', '3'),
      property('AutomaticStartupActionDelay', '00000000000130.000000:000', 'datetime'),
      property('AutomaticStartupActionSequenceNumber', '7'),
      property('AutomaticShutdownAction', null),
      property('InstanceID', `Microsoft:${GUID}`, 'string'),
    ]
    expect(read(instance(all.join('\n'))).machines).toEqual([
      { name: 'web & 01', uuid: UUID, lifecycle: { hostStart: 'restart-if-active', delay: 90, order: 7 } },
    ])
  })

  test('each class has its own numbers', () => {
    const two = property('AutomaticStartupAction', '2')
    const text = instance(two) + instance(two, 'Msvm_VirtualSystemGlobalSettingData')
    expect(read(text).machines.map(({ lifecycle }) => lifecycle.hostStart)).toEqual(['ignore', 'start'])
  })

  test.each([
    [
      'a reserved number as text',
      property('AutomaticStartupAction', '5', 'string'),
      /^2:438 VL301 .* is the text "5", not one of/,
    ],
    ['a reserved number', property('AutomaticStartupAction', '5'), /VL301 .* is 5, not one of/],
    ['a number out of JavaScript', property('AutomaticStartupAction', '4.0'), /VL301 .* is the text "4.0"/],
    ['two values', property('AutomaticStartupAction', '4</VALUE><VALUE>4'), /VL310 .*duplicate /],
    ['the property twice', START + START, /VL310 .*duplicate /],
    [
      'an array',
      '<PROPERTY.ARRAY NAME="AutomaticStartupAction" TYPE="uint16"/>',
      /VL301 .* is an array or a reference/,
    ],
    ['a date for a delay', property('AutomaticStartupActionDelay', '20260101000000.000000+060', 'datetime'), /VL301/],
    ['a negative delay', property('AutomaticStartupActionDelay', '-0000000000130.000000:000', 'datetime'), /VL301/],
    ['another class', START.replace('x', 'y'), /VL305 "web & 01" is an instance of "Msvm_ComputerSystem"/],
  ])('%s', (name, properties, message) => {
    const className = name === 'another class' ? 'Msvm_ComputerSystem' : undefined
    const { machines, said } = read(`\n${instance(properties, className)}`)
    expect({ machines, said }).toEqual({ machines: [], said: [expect.stringMatching(message)] })
  })

  test('names of properties in any case, as CIM has it', () => {
    expect(read(instance(property('automaticSTARTUPaction', '4'))).machines).toEqual([machine])
  })

  test('a property of 100,000 values is read in a moment', () => {
    const notes = property('Notes', 'x', 'string').repeat(100_000)
    expect(read(instance(notes + START)).machines).toEqual([machine])
  })

  test('an instance without a class, a property without a name, no instance at all', () => {
    expect(read(`<INSTANCE>${START}</INSTANCE>`).said).toEqual([
      '1:1 VL305 an instance without a name does not state its class, which decides what its numbers mean',
    ])
    expect(read('<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"><PROPERTY/></INSTANCE>').said).toEqual([
      '1:53 VL305 <PROPERTY> is missing the required attribute NAME',
      expect.stringMatching(/^1:1 VL319 the machine in this document has no lifecycle setting/),
    ])
    expect(read('<CIM><DECLARATION/></CIM>').said).toEqual(['1:1 VL306 this document contains no machines'])
  })

  test('an error instead of instances is reported with its reason', () => {
    const text =
      '<CIM><MESSAGE><SIMPLERSP><IMETHODRESPONSE><ERROR CODE="2" DESCRIPTION="Access denied"/></IMETHODRESPONSE></SIMPLERSP></MESSAGE></CIM>'
    expect(read(text).said).toEqual(['1:43 VL315 the response is an error with code 2: "Access denied"'])
  })
})

const WMI = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/Msvm_VirtualSystemSettingData'
const bare = (properties: string, prefix = 'p') =>
  `<${prefix}:Msvm_VirtualSystemSettingData xmlns:${prefix}="${WMI}" xmlns:cim="http://schemas.dmtf.org/wbem/wscim/1/common" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${properties.replaceAll('p:', `${prefix}:`)}</${prefix}:Msvm_VirtualSystemSettingData>`
const soap = (body: string) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`

describe('WS-Management', () => {
  const STOP = '<p:AutomaticShutdownAction>3</p:AutomaticShutdownAction><p:ElementName>007</p:ElementName>'
  const machine = { name: '007', lifecycle: { hostStop: 'save' } }

  test.each([
    ['a bare instance', bare(STOP), 1],
    ['any prefix', bare(STOP, 'q1'), 1],
    ['the answer to get', soap(bare(STOP)), 1],
    [
      'the answer to pull',
      soap(
        `<n:PullResponse><n:EnumerationContext>c</n:EnumerationContext><n:Items>${bare(STOP)}\n${bare(STOP)}</n:Items></n:PullResponse>`,
      ),
      2,
    ],
    [
      'an optimised enumeration',
      soap(`<n:EnumerateResponse><n:EnumerationContext/><w:Items>${bare(STOP)}</w:Items></n:EnumerateResponse>`),
      1,
    ],
  ])('%s', (_, text, count) => {
    expect(read(text)).toEqual({ format: 'wsman', machines: Array(count).fill(machine), said: [] })
  })

  test.each([
    ['<cim:Interval>P0DT0H1M40S</cim:Interval>', 100],
    ['<cim:Interval>PT100S</cim:Interval>', 100],
    ['<cim:Interval>P1DT2H</cim:Interval>', 93_600],
    ['<cim:Interval>PT1.5M</cim:Interval>', 90],
    ['<cim:Interval>P1W</cim:Interval>', 604_800],
    ['<cim:Interval>00000000000130.000000:000</cim:Interval>', 90],
    ['PT90S', 90],
    ['00000000000130.000000:000', 90],
  ])('a delay of %s', (value, delay) => {
    const text = bare(`<p:AutomaticStartupActionDelay>${value}</p:AutomaticStartupActionDelay>`)
    expect(read(text).machines).toEqual([{ lifecycle: { delay } }])
  })

  test('nil is a missing value, and arrays are repeated elements', () => {
    const properties =
      '<p:AutomaticStartupAction xsi:nil="true"/><p:AutomaticStartupActionDelay xsi:nil="1"></p:AutomaticStartupActionDelay><p:Notes>a</p:Notes><p:Notes>b</p:Notes>'
    expect(read(bare(properties + STOP))).toMatchObject({ machines: [machine], said: [] })
  })

  test.each([
    [
      'a delay of a year',
      '<p:AutomaticStartupActionDelay><cim:Interval>P1Y</cim:Interval></p:AutomaticStartupActionDelay>',
      /VL301/,
    ],
    [
      'a negative delay',
      '<p:AutomaticStartupActionDelay><cim:Interval>-PT5S</cim:Interval></p:AutomaticStartupActionDelay>',
      /VL301/,
    ],
    [
      'half a second',
      '<p:AutomaticStartupActionDelay><cim:Interval>PT0.5S</cim:Interval></p:AutomaticStartupActionDelay>',
      /VL301/,
    ],
    [
      'a date',
      '<p:AutomaticStartupActionDelay><cim:Datetime>2026-01-01T00:00:00Z</cim:Datetime></p:AutomaticStartupActionDelay>',
      /VL301/,
    ],
    ['an empty value', '<p:AutomaticShutdownAction/>', /VL301 .* is the text ""/],
    ['a word', '<p:AutomaticShutdownAction>Save</p:AutomaticShutdownAction>', /VL301 .* is the text "Save"/],
    ['two values', `${STOP}<p:AutomaticShutdownAction>3</p:AutomaticShutdownAction>`, /VL310/],
    ['an object', '<p:AutomaticShutdownAction><p:x/></p:AutomaticShutdownAction>', /VL301 .* is an object/],
    ['a nil of somebody else', '<p:AutomaticShutdownAction nil="true"/>', /VL301/],
  ])('%s', (_, properties, message) => {
    const { machines, said } = read(bare(properties))
    expect({ machines, said }).toEqual({ machines: [], said: [expect.stringMatching(message)] })
  })

  test('a fault is reported with its reason', () => {
    const fault =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en-US">Access is denied.</s:Text></s:Reason></s:Fault>'
    expect(read(soap(fault))).toMatchObject({
      machines: [],
      said: [expect.stringMatching(/^1:\d+ VL315 the response is a SOAP fault: "Access is denied."$/)],
    })
  })

  test('an enumeration that has no instances yet, and a response that was cut off', () => {
    expect(
      read(soap('<n:EnumerateResponse><n:EnumerationContext>c</n:EnumerationContext></n:EnumerateResponse>')).said,
    ).toEqual([expect.stringMatching(/VL306 the response has no <Items>/)])
    expect(read(soap(`<n:PullResponse><n:Items>${bare(STOP)}`).replace(/<\/s:Body>.*$/, '')).said).toEqual([
      expect.stringMatching(/VL101 the document ends too early: <n:Items> on line 1 is still open/),
    ])
  })
})

const clixml = (objects: string) =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${objects}</Objs>`
const vm = (properties: string) =>
  `<Obj RefId="0"><TN RefId="0"><T>Microsoft.HyperV.PowerShell.VirtualMachine</T></TN><ToString>x</ToString><Props><S N="Name">web_x000A_01_x005F_</S><G N="Id">${UUID}</G>${properties}</Props></Obj>`
const anEnum = (name: string, text: string, number: number, id: number) =>
  `<Obj N="${name}" RefId="${id}"><TN RefId="${id}"><T>x</T></TN><ToString>${text}</ToString><I32>${number}</I32></Obj>`

describe('CLIXML', () => {
  const settings = anEnum('AutomaticStartAction', 'Start', 4, 1) + anEnum('AutomaticStopAction', 'Save', 3, 2)
  const machine = { name: 'web\n01_', uuid: UUID, lifecycle: { hostStart: 'start', hostStop: 'save' } }

  test.each([
    ['one machine', vm(settings), 1],
    ['several', vm(settings) + vm(settings), 2],
    [
      'a list',
      `<Obj RefId="9"><TN RefId="9"><T>System.Object[]</T></TN><LST>${vm(settings)}${vm(settings)}</LST></Obj>`,
      2,
    ],
  ])('Get-VM: %s', (_, objects, count) => {
    expect(read(clixml(objects))).toEqual({ format: 'clixml', machines: Array(count).fill(machine), said: [] })
  })

  test('Get-SCVirtualMachine: its actions go by their names, because its numbers are others', () => {
    const actions = anEnum('StartAction', 'AlwaysAutoTurnOnVM', 1, 1) + anEnum('StopAction', 'SaveVM', 0, 2)
    const { machines, said } = read(clixml(vm(`${actions}<I32 N="DelayStartSeconds">30</I32>`)))
    expect({ lifecycle: machines[0]?.lifecycle, said }).toEqual({
      lifecycle: { hostStart: 'start', delay: 30, hostStop: 'save' },
      said: [],
    })
  })

  test('Get-VMSnapshot: a snapshot inherits the settings, but is not a machine', () => {
    const snapshot = vm(`${settings}<G N="VMId">${OTHER}</G><S N="VMName">web</S><S N="SnapshotType">Standard</S>`)
    const { machines, said } = read(clixml(vm(settings) + snapshot))
    expect({ machines, said }).toEqual({ machines: [machine], said: [expect.stringMatching(/VL304 .* is a snapshot/)] })
  })

  test('objects from a remote session have the same shape, with other names of types', () => {
    const remote = (text: string) => text.replaceAll('<T>', '<T>Deserialized.')
    const origin = '<S N="PSComputerName">hv01</S><G N="RunspaceId">00000000-0000-4000-8000-000000000000</G>'
    expect(read(clixml(remote(vm(settings + origin)))).machines).toEqual([machine])
    const type = 'Microsoft.Management.Infrastructure.CimInstance#root/virtualization/v2/Msvm_VirtualSystemSettingData'
    const instance = `<Obj RefId="0"><TN RefId="0"><T>${type}</T></TN><Props><S N="ElementName">a</S><U16 N="AutomaticStartupAction">2</U16></Props></Obj>`
    expect(read(clixml(remote(instance))).machines).toEqual([{ name: 'a', lifecycle: { hostStart: 'ignore' } }])
  })

  test('an enumeration whose number and name differ is refused', () => {
    expect(read(clixml(vm(anEnum('AutomaticStartAction', 'Start', 2, 1)))).said).toEqual([
      expect.stringMatching(/VL301 .*AutomaticStartAction is 2 \(Start\)/),
    ])
  })

  test('Get-VM: state, delay, null, and an enumeration by reference', () => {
    const more = `${anEnum('State', 'Running', 2, 3)}<I32 N="AutomaticStartDelay">30</I32><Nil N="AutomaticStartAction"/>`
    const reference = `${anEnum('Other', 'Save', 3, 4)}<Ref N="AutomaticStopAction" RefId="4"/>`
    expect(read(clixml(vm(more + reference))).machines).toEqual([
      { name: 'web\n01_', uuid: UUID, running: true, lifecycle: { delay: 30, hostStop: 'save' } },
    ])
  })

  test('Get-CimInstance: the class is the type, the delay a time span', () => {
    const type = (name: string) => `Microsoft.Management.Infrastructure.CimInstance#root/virtualization/v2/${name}`
    const object = (name: string, n: number) =>
      `<Obj RefId="${n}"><TN RefId="${n}"><T>${type(name)}</T></TN><Props><S N="ElementName">a</S><U16 N="AutomaticStartupAction">2</U16><TS N="AutomaticStartupActionDelay">PT1M30S</TS></Props></Obj>`
    const text = object('Msvm_VirtualSystemSettingData', 0) + object('Msvm_VirtualSystemGlobalSettingData', 1)
    const again = object('Msvm_VirtualSystemSettingData', 2).replace(/<TN .*<\/TN>/, '<TNRef RefId="0"/>')
    expect(read(clixml(text + again)).machines.map(({ lifecycle }) => lifecycle)).toEqual([
      { hostStart: 'ignore', delay: 90 },
      { hostStart: 'start', delay: 90 },
      { hostStart: 'ignore', delay: 90 },
    ])
    expect(read(clixml(object('Msvm_ComputerSystem', 0))).said).toEqual([expect.stringMatching(/VL305/)])
  })

  test.each([
    [
      'a reference to nothing',
      '<Ref N="AutomaticStopAction" RefId="77"/>',
      /^1:\d+ VL301 .* is a reference to an object that is not in/,
    ],
    ['text for a reserved number', '<S N="AutomaticStopAction">5</S>', /VL301 .* is the text "5"/],
    ['an object without a number', '<Obj N="AutomaticStopAction" RefId="5"><Props/></Obj>', /VL301 .* is an object/],
  ])('%s', (_, properties, message) => {
    const { machines, said } = read(clixml(vm(properties)))
    expect({ machines, said }).toEqual({ machines: [], said: [expect.stringMatching(message)] })
  })

  test('an object that is not a machine', () => {
    const text = clixml(`${vm(settings)}<Obj RefId="7"><DCT><En><S N="Key">Name</S><S N="Value">x</S></En></DCT></Obj>`)
    expect(read(text).said).toEqual([expect.stringMatching(/VL305 this object is not a machine/)])
  })

  test('an element that is not an object', () => {
    expect(read(clixml('<S>text</S>')).said).toEqual([expect.stringMatching(/VL305 expected a machine, not <S>/)])
  })
})

describe('a machine without any lifecycle setting is reported, once per document', () => {
  const configuration =
    '<configuration><properties><global_id type="string">x</global_id><name type="string">a</name></properties></configuration>'
  test.each([
    ['cim-xml', instance('') + instance('')],
    ['wsman', bare('<p:ElementName>a</p:ElementName>')],
    ['clixml', clixml(vm('<I32 N="State">2</I32>'))],
    ['vm-config', configuration.replace('>x<', `>${GUID}<`)],
  ])('%s', (format, text) => {
    expect(read(text)).toMatchObject({ format, said: [expect.stringMatching(/^1:\d+ VL319 /)] })
  })
})

describe('the class of an instance that does not state it', () => {
  const text = '{"ElementName":"a","AutomaticStartupAction":1,"AutomaticShutdownAction":2}'

  test('is v2, with a hint if a number looks like v1', () => {
    const { diagnostics } = readMachines(new SourceText('in.json', text))
    expect(diagnostics[0]?.hint).toMatch(/--hyperv v1/)
  })

  test('is v1 if an option says so', () => {
    const { machines } = readMachines(new SourceText('in.json', text), { hyperv: 'v1' })
    expect(machines[0]?.lifecycle).toEqual({ hostStart: 'restart-if-active', hostStop: 'shutdown' })
  })

  test('an instance that states its class needs no option', () => {
    const stated = text.replace('{', '{"__CLASS":"Msvm_VirtualSystemSettingData",').replace(':1', ':3')
    const { machines } = readMachines(new SourceText('in.json', stated), { hyperv: 'v1' })
    expect(machines[0]?.lifecycle).toEqual({ hostStart: 'restart-if-active', hostStop: 'destroy' })
  })
})

test.each([
  ['a DOCTYPE', '<!DOCTYPE CIM SYSTEM "cim.dtd"><CIM/>', /VL103/],
  ['comments before the first element', `<!-- <domain> --><?pi <x?> ${instance(START)}`, /^$/],
  ['a comment that does not end', '<!-- <INSTANCE>', /VL101/],
  ['white space and then nothing', `${' '.repeat(100_000)}`, /VL102/],
])('%s', (_, text, message) => {
  expect(read(text).said.join('\n')).toMatch(message)
})
