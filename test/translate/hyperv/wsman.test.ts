import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { detectFormat, type Machine, readMachines, writeMachines } from '../../../src/translate/index.js'

const WMI = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2'
const CLASS = 'Msvm_VirtualSystemSettingData'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

const instance = (name: string, stop = '3') =>
  `<p:${CLASS} xmlns:p="${WMI}/${CLASS}"><p:AutomaticShutdownAction>${stop}</p:AutomaticShutdownAction><p:ElementName>${name}</p:ElementName></p:${CLASS}>`
const soap = (body: string) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header/><s:Body>${body}</s:Body></s:Envelope>`
const pull = (...instances: readonly string[]) =>
  soap(`<n:PullResponse><n:Items>${instances.join('')}</n:Items></n:PullResponse>`)
const results = (content: string) =>
  `<wsman:Results xmlns:wsman="http://schemas.dmtf.org/wbem/wsman/1/wsman/results">${content}</wsman:Results>`

/** The format of a document, the names of its machines, and what is said of it. */
function read(text: string) {
  const document = new SourceText('in.xml', text)
  const { machines, diagnostics } = readMachines(document)
  return {
    format: Object.values(detectFormat(document))[0],
    names: machines.map(({ name }) => name),
    said: diagnostics.map(({ code, line, column, message }) => `${line}:${column} ${code} ${message}`),
  }
}

describe('what people capture', () => {
  test.each([
    ['winrm enumerate -format:pretty', results(instance('a') + instance('b'))],
    [
      'objects with references',
      results(
        `<w:Item xmlns:w="urn:w">${instance('a')}<a:EndpointReference xmlns:a="urn:a"/></w:Item>${instance('b')}`,
      ),
    ],
    ['several envelopes', `${pull(instance('a'))}\n${pull(instance('b'))}`],
    [
      'several with declarations',
      `${DECLARATION}\n${pull(instance('a'))}\r\n${DECLARATION}\r\n${pull(instance('b'))}\n`,
    ],
    ['the last two with marks', `\ufeff${DECLARATION}${pull(instance('a'))}\ufeff${DECLARATION}${pull(instance('b'))}`],
    ['bare instances with declarations', `${DECLARATION}${instance('a')}${DECLARATION}${instance('b')}`],
    [
      'the whole exchange',
      [
        soap('<n:Enumerate/>'),
        soap('<n:EnumerateResponse><n:EnumerationContext>c</n:EnumerationContext></n:EnumerateResponse>'),
        soap('<n:Pull><n:EnumerationContext>c</n:EnumerationContext></n:Pull>'),
        pull(instance('a'), instance('b')),
      ].join('\n'),
    ],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ format: 'wsman', names: ['a', 'b'], said: [] })
  })

  test.each([
    ['from a browser', `- ${pull(`\n- ${instance('a')}`)}`, '1:1'],
    ['from a browser, with a declaration', `${DECLARATION}\n-${pull(`\n  -${instance('a')}`)}`, '2:1'],
    ['from a browser, with hard spaces', `${DECLARATION}\n\u00a0-\u00a0${pull(instance('a'))}`, '2:2'],
  ])('%s', (_, text, position) => {
    expect(read(text)).toMatchObject({
      format: 'wsman',
      names: ['a'],
      said: [expect.stringMatching(`^${position} VL333 lines begin with "-"`)],
    })
  })

  test('positions in the second document are those in the file', () => {
    const text = `${DECLARATION}\n${instance('a')}\r\n${DECLARATION}\n  ${instance('b', '7')}\n`
    expect(read(text).said).toEqual([expect.stringMatching(/^4:\d+ VL301 .*"b"/)])
    const copied = `- ${instance('a')}\n- ${instance('b', '7')}`
    expect(read(copied).said).toEqual([
      '1:1 VL333 lines begin with "-", as in a copy from a browser\'s window; the signs are ignored',
      expect.stringMatching(/^2:\d+ VL301 .*"b"/),
    ])
  })

  test.each([
    ['no machines', results(''), /^1:1 VL306 this document contains no machines/],
    [
      'no items in any response',
      `${soap('<n:EnumerateResponse/>')}${soap('<n:PullResponse/>')}`,
      /VL306 the response has no <Items>/,
    ],
    ['text between the documents', `${instance('a')} x ${instance('b')}`, /VL101 .*text outside the root element/],
    [
      'a declaration inside an element',
      results(`${DECLARATION}${instance('a')}`),
      /VL101 .*declaration is not at the start/,
    ],
    ['a malformed declaration', `<?xml version="2.0"?>${instance('a')}`, /VL101 .*no valid version/],
    [
      'a malformed declaration between documents',
      `${instance('a')}<?xml vers?>${instance('b')}`,
      /VL101 .*declaration/,
    ],
    [
      'the answer to a request',
      soap(
        '<p:ModifySystemSettings_OUTPUT xmlns:p="urn:p"><p:ReturnValue>0</p:ReturnValue></p:ModifySystemSettings_OUTPUT>',
      ),
      /VL305 .*ModifySystemSettings_OUTPUT/,
    ],
  ])('%s', (_, text, message) => {
    expect(read(text)).toMatchObject({ names: [], said: [expect.stringMatching(message)] })
  })

  test('a response that ends in a fault keeps what came before', () => {
    const fault = soap('<s:Fault><s:Reason><s:Text>Access is denied.</s:Text></s:Reason></s:Fault>')
    expect(read(`${pull(instance('a'))}${fault}`)).toMatchObject({
      names: ['a'],
      said: [expect.stringContaining('VL315')],
    })
  })
})

describe('what is in a response', () => {
  /** All that is said of a document, with ranges and hints. */
  const said = (text: string) =>
    readMachines(new SourceText('in.xml', text)).diagnostics.map(
      ({ code, severity, line, column, endColumn, message, hint }) => [
        `${severity} ${code} ${line}:${column}-${endColumn} ${message}`,
        hint,
      ],
    )
  const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/'
  const fault = (content: string) => soap(`\n<s:Fault>${content}</s:Fault>`)

  test.each([
    ['of SOAP 1.2', fault('<s:Reason><s:Text> Access is denied. </s:Text></s:Reason>'), '"Access is denied."'],
    [
      'of SOAP 1.1',
      fault('<faultcode>x</faultcode><faultstring>no</faultstring>').replace(/(?<=xmlns:s=")[^"]*/, SOAP11),
      '"no"',
    ],
    ['whose first text is empty', fault('<s:Text> </s:Text><s:Detail><s:Text>no</s:Text></s:Detail>'), '"no"'],
    ['without a text', fault('<s:Code>no</s:Code>'), 'it gives no reason'],
  ])('a fault %s', (_, text, reason) => {
    expect(said(text)).toEqual([[`error VL315 2:1-9 the response is a SOAP fault: ${reason}`, undefined]])
  })

  test.each([
    ['a fault in another namespace', soap('\n<Fault/>'), /^error VL305 2:1-7 .* is an instance of "Fault"/],
    [
      'no body',
      soap('').replace(/<s:Body>.*?<\/s:Body>/, ''),
      /^warning VL306 1:1-12 this document contains no machines$/,
    ],
    ['an empty body', soap(''), /^warning VL306 1:1-12 this document contains no machines$/],
    ['no item among the items', pull(), /^warning VL306 1:1-12 this document contains no machines$/],
  ])('%s', (_, text, message) => {
    expect(said(text)).toEqual([[expect.stringMatching(message), expect.any(String)]])
  })

  test.each(['EnumerateResponse', 'PullResponse'])('%s without items', (response) => {
    const message = 'the response has no <Items>, so it contains no machines'
    const hint = 'unless the enumeration is optimised, the machines are in the PullResponse that follows'
    const empty = soap(`\n<n:${response}/>`)
    expect(said(empty)).toEqual([[`warning VL306 2:1-${response.length + 4} ${message}`, hint]])
    // Where there are machines, or why there are none, that is enough.
    expect(said(empty + pull(instance('a')))).toEqual([])
    expect(said(empty + fault('')).map(([first]) => first)).toEqual([expect.stringMatching(/VL315/)])
  })

  test('an envelope of another namespace is no envelope', () => {
    const text = soap(instance('a')).replace(/(?<=xmlns:s=")[^"]*/, 'urn:s')
    expect(read(text)).toMatchObject({ format: 'domain', names: [] })
  })

  test('results of another namespace are none', () => {
    const text = results(instance('a')).replace('/results"', '/other"')
    expect(read(text)).toMatchObject({ format: 'domain', names: [] })
  })

  const XSI = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
  const CIM = 'xmlns:c="http://schemas.dmtf.org/wbem/wscim/1/common"'
  const one = (properties: string, attributes = '') =>
    `<p:${CLASS} xmlns:p="${WMI}/${CLASS}" ${attributes}><p:AutomaticStartupAction>4</p:AutomaticStartupAction>${properties}</p:${CLASS}>`
  const lifecycle = (text: string) => readMachines(text).machines.map((machine) => machine.lifecycle)

  test.each([
    ['true', one('<p:AutomaticShutdownAction i:nil=" true "/>', XSI)],
    ['1', one('<p:AutomaticShutdownAction i:nil="1">3</p:AutomaticShutdownAction>', XSI)],
    ['a prefix of its own', one(`<p:AutomaticShutdownAction ${XSI} i:nil="true"/>`)],
    ['another prefix further up', one('<p:AutomaticShutdownAction i:nil="true"/>', `xmlns:j="urn:j" ${XSI}`)],
  ])('nil is no value: %s', (_, text) => {
    expect(lifecycle(text)).toEqual([{ hostStart: 'start' }])
  })

  test.each([
    ['false', one('<p:AutomaticShutdownAction i:nil="false">3</p:AutomaticShutdownAction>', XSI)],
    ['another attribute', one('<p:AutomaticShutdownAction i:null="true">3</p:AutomaticShutdownAction>', XSI)],
    ['no namespace', one('<p:AutomaticShutdownAction nil="true">3</p:AutomaticShutdownAction>', XSI)],
    [
      'another namespace',
      one('<p:AutomaticShutdownAction xmlns:i="urn:i" i:nil="true">3</p:AutomaticShutdownAction>', XSI),
    ],
  ])('nil that is none: %s', (_, text) => {
    expect(lifecycle(text)).toEqual([{ hostStart: 'start', hostStop: 'save' }])
  })

  test('an order may have a sign and zeros before it, as XML Schema has it', () => {
    const order = (text: string) =>
      lifecycle(one(`<p:AutomaticStartupActionSequenceNumber>${text}</p:AutomaticStartupActionSequenceNumber>`))
    expect(['7', ' +7 ', '007', '-7', '7.0'].map(order)).toEqual([
      [{ hostStart: 'start', order: 7 }],
      [{ hostStart: 'start', order: 7 }],
      [{ hostStart: 'start', order: 7 }],
      [],
      [],
    ])
  })

  test('a name that looks like a number is a name', () => {
    expect(read(instance('007')).names).toEqual(['007'])
  })

  test.each([
    ['two of them', '<c:Interval>PT1S</c:Interval><c:Interval>PT1S</c:Interval>'],
    ['one of another namespace', '<p:Interval>PT1S</p:Interval>'],
  ])('a duration is one element of WS-CIM, and not %s', (_, content) => {
    const text = one(`<p:AutomaticStartupActionDelay>${content}</p:AutomaticStartupActionDelay>`, CIM)
    expect(said(text).map(([first]) => first)).toEqual([
      expect.stringMatching(/VL301 .* AutomaticStartupActionDelay is an object, not a delay/),
    ])
  })
})

const MACHINE: Machine = {
  name: 'web01',
  uuid: '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01',
  lifecycle: { hostStart: 'start', delay: 90, hostStop: 'shutdown' },
  source: { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 },
}

describe('the request that changes settings', () => {
  test('v2: ModifySystemSettings with the embedded instance, and where to send it', () => {
    const { documents, diagnostics } = writeMachines([MACHINE, MACHINE], 'wsman')
    expect(documents[0]?.text).toBe(`<p:ModifySystemSettings_INPUT xmlns:p="${WMI}/Msvm_VirtualSystemManagementService">
  <p:SystemSettings><![CDATA[<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData">
  <PROPERTY NAME="InstanceID" TYPE="string">
    <VALUE>Microsoft:6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupAction" TYPE="uint16">
    <VALUE>4</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupActionDelay" TYPE="datetime">
    <VALUE>00000000000130.000000:000</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticShutdownAction" TYPE="uint16">
    <VALUE>4</VALUE>
  </PROPERTY>
</INSTANCE>]]></p:SystemSettings>
</p:ModifySystemSettings_INPUT>
`)
    expect(diagnostics).toMatchObject([
      {
        code: 'VL334',
        hint: `resource URI ${WMI}/Msvm_VirtualSystemManagementService, selector CreationClassName=Msvm_VirtualSystemManagementService, action ${WMI}/Msvm_VirtualSystemManagementService/ModifySystemSettings`,
      },
    ])
  })

  test('v1: ModifyVirtualSystem, which also takes a reference to the machine', () => {
    const { documents, diagnostics } = writeMachines([MACHINE], 'wsman', { hyperv: 'v1' })
    const V1 = WMI.replace('/v2', '')
    const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
    const WSMAN = 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'
    expect(documents.map(({ text }) => text)).toEqual([
      `<p:ModifyVirtualSystem_INPUT xmlns:p="${V1}/Msvm_VirtualSystemManagementService">
  <p:ComputerSystem>
    <a:Address xmlns:a="${ADDRESSING}">${ADDRESSING}/role/anonymous</a:Address>
    <a:ReferenceParameters xmlns:a="${ADDRESSING}">
      <w:ResourceURI xmlns:w="${WSMAN}">${V1}/Msvm_ComputerSystem</w:ResourceURI>
      <w:SelectorSet xmlns:w="${WSMAN}">
        <w:Selector Name="CreationClassName">Msvm_ComputerSystem</w:Selector>
        <w:Selector Name="Name">6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01</w:Selector>
      </w:SelectorSet>
    </a:ReferenceParameters>
  </p:ComputerSystem>
  <p:SystemSettingData><![CDATA[<INSTANCE CLASSNAME="Msvm_VirtualSystemGlobalSettingData">
  <PROPERTY NAME="InstanceID" TYPE="string">
    <VALUE>Microsoft:6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01\\Global</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupAction" TYPE="uint16">
    <VALUE>2</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupActionDelay" TYPE="datetime">
    <VALUE>00000000000130.000000:000</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticShutdownAction" TYPE="uint16">
    <VALUE>2</VALUE>
  </PROPERTY>
</INSTANCE>]]></p:SystemSettingData>
</p:ModifyVirtualSystem_INPUT>
`,
    ])
    expect(diagnostics).toMatchObject([
      {
        code: 'VL334',
        message:
          'wrote the bodies of ModifyVirtualSystem requests: they set nothing until they are sent to the Hyper-V host',
        hint: `resource URI ${V1}/Msvm_VirtualSystemManagementService, selector CreationClassName=Msvm_VirtualSystemManagementService, action ${V1}/Msvm_VirtualSystemManagementService/ModifyVirtualSystem`,
      },
    ])
  })

  test('a machine without a UUID cannot be set by it', () => {
    const { uuid: _, ...machine } = MACHINE
    const message = 'a machine has no UUID, by which Hyper-V finds the instance (InstanceID)'
    const hint =
      'include the UUID when you export the machine, or convert to powershell, which can find machines by name'
    expect(writeMachines([machine], 'wsman')).toMatchObject({
      documents: [],
      diagnostics: [{ code: 'VL307', message, hint }],
    })
  })

  const request = (content: string) =>
    `<p:ModifySystemSettings_INPUT xmlns:p="${WMI}/Msvm_VirtualSystemManagementService">\n  ${content}\n</p:ModifySystemSettings_INPUT>`
  const embedded = (value: string) =>
    `<INSTANCE CLASSNAME="${CLASS}"><PROPERTY NAME="ElementName" TYPE="string"><VALUE>a</VALUE></PROPERTY>\n<PROPERTY NAME="AutomaticShutdownAction" TYPE="uint16"><VALUE>${value}</VALUE></PROPERTY></INSTANCE>`
  const escaped = (xml: string) => xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

  test.each([
    ['in a CDATA section', request(`<p:SystemSettings><![CDATA[${embedded('3')}]]></p:SystemSettings>`)],
    ['escaped', request(`<p:SystemSettings>${escaped(embedded('3'))}</p:SystemSettings>`)],
    ['with a declaration', request(`<p:SystemSettings><![CDATA[${DECLARATION}${embedded('3')}]]></p:SystemSettings>`)],
    ['in its envelope', soap(request(`<p:SystemSettings><![CDATA[${embedded('3')}]]></p:SystemSettings>`))],
  ])('is read: %s', (_, text) => {
    expect(read(text)).toEqual({ format: 'wsman', names: ['a'], said: [] })
  })

  test.each([
    ['a reserved number', `<p:SystemSettings><![CDATA[${embedded('7')}]]></p:SystemSettings>`, /^3:63 VL301 /],
    ['a reserved number, escaped', `<p:SystemSettings>${escaped(embedded('7'))}</p:SystemSettings>`, /^2:3 VL301 /],
    ['no settings', '<p:Job/>', /^1:1 VL305 <ModifySystemSettings_INPUT> contains no settings of a machine/],
    ['empty settings', '<p:SystemSettings/>', /^2:3 VL305 <SystemSettings> contains no text/],
    ['other text', '<p:SystemSettings>x</p:SystemSettings>', /^2:3 VL101 in the text of <SystemSettings>: /],
    [
      'other XML',
      '<p:SystemSettings><![CDATA[ <a/>]]></p:SystemSettings>',
      /^2:31 VL305 <SystemSettings> contains no <INSTANCE>/,
    ],
    [
      'an instance that is cut off',
      `<p:SystemSettings><![CDATA[${embedded('3').slice(0, -30)}]]></p:SystemSettings>`,
      /^3:\d+ VL101 in the text of <SystemSettings>: the document ends/,
    ],
    [
      'an instance with a DTD',
      '<p:SystemSettings><![CDATA[<!DOCTYPE a><INSTANCE/>]]></p:SystemSettings>',
      /^2:30 VL103 /,
    ],
  ])('%s', (_, content, message) => {
    expect(read(request(content))).toMatchObject({ names: [], said: [expect.stringMatching(message)] })
  })

  const CDATA = (xml: string) => request(`<p:SystemSettings>\n<![CDATA[${xml}]]>\n</p:SystemSettings>`)
  test.each([
    [
      'no settings',
      request('<p:Job/>'),
      '1:1-30 <ModifySystemSettings_INPUT> contains no settings of a machine: it has no <SystemSettings> or <SystemSettingData>',
      expect.any(String),
    ],
    [
      'no text',
      request('<p:SystemSettings> </p:SystemSettings>'),
      '2:3-20 <SystemSettings> contains no text, where the settings of a machine should be',
      'its text must be an INSTANCE element (CIM-XML), escaped or in a CDATA section',
    ],
    [
      'no text in a section',
      CDATA(' '),
      '3:10-11 <SystemSettings> contains no text, where the settings of a machine should be',
      'its text must be an INSTANCE element (CIM-XML), escaped or in a CDATA section',
    ],
    [
      'another element',
      CDATA(' <a/>'),
      '3:11-13 <SystemSettings> contains no <INSTANCE>, where the settings of a machine should be',
      'its text must be an INSTANCE element (CIM-XML), escaped or in a CDATA section',
    ],
  ])('what is said of %s', (_, text, message, hint) => {
    const { diagnostics } = readMachines(new SourceText('in.xml', text))
    expect(
      diagnostics.map((each) => [`${each.line}:${each.column}-${each.endColumn} ${each.message}`, each.hint]),
    ).toEqual([[message, hint]])
  })

  test('a value is refused where it is, if the text is one section, and fixed only there', () => {
    const misspelt = embedded('Shutdon').replace('3', '')
    const found = (text: string) =>
      readMachines(new SourceText('in.xml', text)).diagnostics.map(({ code, line, column, endColumn, fix }) => {
        return [`${code} ${line}:${column}-${endColumn}`, fix?.map(({ content }) => content)]
      })
    expect(found(CDATA(misspelt))).toEqual([['VL301 4:63-70', ['Shutdown']]])
    expect(found(request(`<p:SystemSettings>${escaped(misspelt)}</p:SystemSettings>`))).toEqual([
      ['VL301 2:3-20', undefined],
    ])
    const parted = misspelt.replace('<PROPERTY NAME="A', ']]><![CDATA[<PROPERTY NAME="A')
    expect(found(CDATA(parted))).toEqual([['VL301 2:3-20', undefined]])
  })
})
