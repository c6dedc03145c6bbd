import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { detectFormat, readMachines, writeMachines } from '../../../src/translate/index.js'

const V1 = 'Msvm_VirtualSystemGlobalSettingData'
const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'

const property = (value: string, attributes: string) => `<PROPERTY ${attributes}>${value}</PROPERTY>`
const instance = (properties: string) => `<INSTANCE CLASSNAME="${V1}">\n${properties}</INSTANCE>`
const start = (value: string, type = 'uint16') =>
  property(`<VALUE>${value}</VALUE>`, `NAME="AutomaticStartupAction" TYPE="${type}"`)

/** What machines are read, and all that is said, with ranges. */
function read(text: string) {
  const { machines, diagnostics } = readMachines(new SourceText('in', text))
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, line, column, endColumn, message, hint }) => [
      `${severity} ${code} ${line}:${column}-${endColumn} ${message}`,
      hint,
    ]),
  }
}

describe('what is CIM-XML', () => {
  test.each([
    'INSTANCE',
    'CIM',
    'MESSAGE',
    'DECLARATION',
    'DECLGROUP',
    'IRETURNVALUE',
    'VALUE.NAMEDINSTANCE',
    'VALUE.x',
  ])('<%s>', (element) => {
    expect(detectFormat(`<${element}/>`)).toEqual({ format: 'cim-xml' })
  })

  test.each(['VALUE', 'instance', 'xVALUE.x'])('not <%s>', (element) => {
    expect(detectFormat(`<${element}/>`)).toEqual({ format: 'domain' })
  })
})

describe('the values of a property', () => {
  const actions = 'not one of: 0 (None), 1 (Restart if previously active), 2 (Always startup); the machine is left out'

  test.each(['uint8', 'uint16', 'uint32', 'uint64', 'sint8', 'sint16', 'sint32', 'sint64', 'real32', 'real64'])(
    'a number of type %s',
    (type) => {
      expect(read(instance(start('2', type))).machines).toEqual([{ lifecycle: { hostStart: 'start' } }])
      const message = `a machine without a name: AutomaticStartupAction is 9, ${actions}`
      expect(read(instance(start('9', type))).said).toMatchObject([
        [expect.stringMatching(/^error VL301 2:/), undefined],
      ])
      expect(read(instance(start('9', type))).said[0]?.[0]).toContain(message)
    },
  )

  test.each(['string', 'boolean', 'datetime', 'uint128', 'xuint8', ''])('a text of type "%s"', (type) => {
    expect(read(instance(start('9', type))).said[0]?.[0]).toContain(
      `AutomaticStartupAction is the text "9", ${actions}`,
    )
  })

  test.each([
    ['<VALUE>123456789012345</VALUE>', '123456789012345'],
    ['<VALUE>1234567890123456</VALUE>', 'the text "1234567890123456"'],
    ['<VALUE> +9 </VALUE>', '+9'],
    ['<VALUE>-9</VALUE>', '-9'],
    ['<VALUE>9.0</VALUE>', 'the text "9.0"'],
    ['<VALUE/>', 'the text ""'],
  ])('%s', (value, shown) => {
    const text = instance(property(value, 'NAME="AutomaticStartupAction" TYPE="uint16"'))
    expect(read(text).said[0]?.[0]).toContain(`AutomaticStartupAction is ${shown}, ${actions}`)
  })

  test.each(['PROPERTY.ARRAY', 'PROPERTY.REFERENCE'])('a <%s> has no one value', (element) => {
    const end = 2 + element.length
    expect(read(instance(`<${element} NAME="AutomaticStartupAction"/>`)).said).toEqual([
      [
        `error VL301 2:1-${end} a machine without a name: AutomaticStartupAction is an array or a reference, ${actions}`,
        undefined,
      ],
    ])
  })

  test.each(['PROPERTY', 'PROPERTY.ARRAY', 'PROPERTY.REFERENCE'])('a <%s> without a name', (element) => {
    expect(read(instance(`<${element}/>${start('2')}`))).toEqual({
      machines: [{ lifecycle: { hostStart: 'start' } }],
      said: [[`error VL305 2:1-${2 + element.length} <${element}> is missing the required attribute NAME`, undefined]],
    })
  })

  test('what is no property is none', () => {
    const text = instance(`<QUALIFIER NAME="AutomaticStartupAction"><VALUE>9</VALUE></QUALIFIER>${start('2')}`)
    expect(read(text)).toEqual({ machines: [{ lifecycle: { hostStart: 'start' } }], said: [] })
  })
})

test.each([
  ['<ERROR CODE="2" DESCRIPTION="no &quot;x&quot;"/>', 'with code 2: "no \\"x\\""'],
  ['<ERROR CODE="2"/>', 'with code 2'],
  ['<ERROR DESCRIPTION="no"/>', 'with code ?: "no"'],
])('%s', (error, message) => {
  expect(read(`<CIM>\n${error}${instance(start('2'))}</CIM>`)).toEqual({
    machines: [{ lifecycle: { hostStart: 'start' } }],
    said: [[`error VL315 2:1-7 the response is an error ${message}`, undefined]],
  })
})

test('no machine, and a copy from a browser', () => {
  expect(read('<CIM/>').said).toEqual([
    [
      'warning VL306 1:1-5 this document contains no machines',
      'were you allowed to see the machines when you exported them?',
    ],
  ])
  expect(read(`\n - ${instance(start('2'))}`)).toEqual({
    machines: [{ lifecycle: { hostStart: 'start' } }],
    said: [
      [
        'warning VL333 2:2-3 lines begin with "-", as in a copy from a browser\'s window; the signs are ignored',
        'a copy may lack what was folded away: if you can, save the document itself to a file',
      ],
    ],
  })
})

test('a document for each machine is written, with the identifier by which Hyper-V finds it', () => {
  const { machines } = readMachines(
    JSON.stringify([
      { VMName: 'a', VMId: GUID, AutomaticStartAction: 4, AutomaticStartDelay: 5 },
      { VMName: 'b', AutomaticStopAction: 2 },
    ]),
  )
  const id = { v2: `Microsoft:${GUID}`, v1: `Microsoft:${GUID}\\Global` }
  for (const [hyperv, className, action] of [
    ['v2', 'Msvm_VirtualSystemSettingData', 4],
    ['v1', V1, 2],
  ] as const) {
    const { documents, diagnostics } = writeMachines(machines, 'cim-xml', { hyperv })
    expect(documents.map(({ text }) => text)).toEqual([
      `<INSTANCE CLASSNAME="${className}">
  <PROPERTY NAME="InstanceID" TYPE="string">
    <VALUE>${id[hyperv]}</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupAction" TYPE="uint16">
    <VALUE>${action}</VALUE>
  </PROPERTY>
  <PROPERTY NAME="AutomaticStartupActionDelay" TYPE="datetime">
    <VALUE>00000000000005.000000:000</VALUE>
  </PROPERTY>
</INSTANCE>
`,
    ])
    expect(diagnostics).toMatchObject([
      {
        code: 'VL307',
        message: 'a machine has no UUID, by which Hyper-V finds the instance (InstanceID)',
        hint: 'include the UUID when you export the machine, or convert to powershell, which can find machines by name',
      },
    ])
  }
})
