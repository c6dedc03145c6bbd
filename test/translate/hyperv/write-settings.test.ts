import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { type Machine, readMachines, writeMachines } from '../../../src/translate/index.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'

const machine = (lifecycle: Lifecycle): Machine => ({
  name: 'a',
  uuid: UUID,
  lifecycle,
  source: { format: 'json', document: new SourceText('in', ''), start: 0, end: 0 },
})

describe.each(['powershell-json', 'csv', 'powershell', 'scvmm'] as const)('%s', (format) => {
  test('cannot carry an order, and says so', () => {
    const all = [machine({ hostStart: 'start', order: 3 }), machine({ hostStart: 'start', order: 0 })]
    const { documents, diagnostics } = writeMachines(
      all.map((each, i) => ({ ...each, name: `vm${i}`, uuid: UUID.replace(/.$/, `${i}`) })),
      format,
    )
    expect(documents.map((document) => [document.format, document.machines.length])).toEqual([[format, 2]])
    // An order of 0 is none.
    expect(diagnostics.map(({ code, message, hint }) => [code, message, hint])).toEqual([
      [
        'VL303',
        `machine "vm0": ${format} cannot carry order "3"`,
        'cim-json can (AutomaticStartupActionSequenceNumber)',
      ],
    ])
  })
})

describe.each(['cim-json', 'cim-xml', 'wsman'] as const)('%s', (format) => {
  test('carries an order', () => {
    const { documents, diagnostics } = writeMachines([machine({ hostStart: 'start', order: 3 })], format)
    expect(documents.map((document) => document.format)).toEqual([format])
    expect(diagnostics.filter(({ code }) => code === 'VL303')).toEqual([])
    expect(documents.map(({ text }) => readMachines(text).machines.map(({ lifecycle }) => lifecycle))).toEqual([
      [{ hostStart: 'start', order: 3 }],
    ])
  })
})

const XML: Readonly<Record<string, string>> = {
  'cim-xml':
    '<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"><PROPERTY NAME="AutomaticStartupAction" TYPE="uint16"><VALUE>9</VALUE></PROPERTY></INSTANCE>',
  wsman:
    '<p:Msvm_VirtualSystemSettingData xmlns:p="urn:p"><p:AutomaticStartupAction>9</p:AutomaticStartupAction></p:Msvm_VirtualSystemSettingData>',
  clixml:
    '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props><I32 N="AutomaticStartAction">9</I32></Props></Obj></Objs>',
}

describe.each(Object.entries(XML))('%s', (format, text) => {
  test('a value that is refused leaves out the machine, or only the property if that is asked for', () => {
    const document = new SourceText('in.xml', text)
    const refused = readMachines(document)
    expect([refused.machines.length, refused.diagnostics.map(({ code }) => code)]).toEqual([0, ['VL301']])
    const skipped = readMachines(document, { onReserved: 'skip' })
    expect(skipped.machines).toMatchObject([{ lifecycle: {}, source: { format, document } }])
    expect(skipped.diagnostics.map(({ code }) => code)).toEqual(['VL302'])
  })
})
