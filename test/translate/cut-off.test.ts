import { describe, expect, test } from '@jest/globals'
import { detectFormat, FORMATS, readMachines, writeMachines } from '../../src/translate/index.js'
import { decode } from '../../src/xml/index.js'

const settings = '<p:AutomaticShutdownAction>3</p:AutomaticShutdownAction><p:ElementName>é</p:ElementName>'
const wmi = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/Msvm_VirtualSystemSettingData'
const bare = `<p:Msvm_VirtualSystemSettingData xmlns:p="${wmi}">${settings}</p:Msvm_VirtualSystemSettingData>`
const request = writeMachines(
  readMachines('{"VMId":"6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01","VMName":"a","AutomaticStopAction":3}').machines,
  'wsman',
)

/** A small document of each XML form. */
const DOCUMENTS: readonly (readonly [string, string])[] = [
  [
    'vm-config',
    '<?xml version="1.0" encoding="UTF-16"?>\n<configuration><properties><name type="string">é</name></properties><global_settings><power><host_startup><action type="integer">1</action></host_startup></power></global_settings></configuration>',
  ],
  ['winrm', `<w:Results xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman/results">\n${bare}\n</w:Results>`],
  ['two instances', `<?xml version="1.0"?>${bare}<?xml version="1.0"?>${bare}`],
  ['a copy from a browser', `- ${bare}`],
  [
    'an embedded instance',
    '<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"><PROPERTY NAME="AutomaticShutdownAction" TYPE="uint16"><VALUE>3</VALUE></PROPERTY></INSTANCE>',
  ],
  [
    'CLIXML',
    '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props><S N="VMName">é</S><I32 N="AutomaticStopAction">3</I32></Props></Obj></Objs>',
  ],
  ['a request', request.documents[0]?.text.trimEnd() ?? ''],
]

describe('a document that is cut off after any of its bytes', () => {
  test.each(DOCUMENTS)('%s', (_, text) => {
    const bytes = Buffer.from(text)
    const whole = readBytes(bytes)
    expect(whole.machines.length).toBeGreaterThan(0)
    for (let length = 0; length < bytes.length; length++) {
      const { machines, diagnostics } = readBytes(bytes.subarray(0, length))
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      // Where one of several documents ends, there is nothing to see.
      const isComplete = machines.length > 0 && errors.length === 0
      expect([length, isComplete ? 1 : errors.length, isComplete || machines.length === 0]).toEqual([length, 1, true])
      for (const { line, message } of errors) {
        expect(line).toBeLessThanOrEqual(text.split('\n').length)
        expect(message).not.toBe('')
      }
    }
  })

  function readBytes(bytes: Uint8Array): ReturnType<typeof readMachines> {
    const decoded = decode(bytes, 'in.xml')
    return 'diagnostic' in decoded
      ? { machines: [], diagnostics: [decoded.diagnostic] }
      : readMachines(decoded.document)
  }
})

test('there is a document of every XML form of Hyper-V', () => {
  const formats = FORMATS.filter(({ id, syntax, read }) => syntax === 'xml' && read !== undefined && id !== 'domain')
  const found = new Set(DOCUMENTS.map(([, text]) => Object.values(detectFormat(text))[0]))
  expect([...found].sort()).toEqual(formats.map(({ id }) => id).sort())
})
