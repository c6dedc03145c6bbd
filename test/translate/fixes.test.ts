import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { applyFixes } from '../../src/diagnostics/index.js'
import { HOST_START_ACTIONS, HOST_STOP_ACTIONS } from '../../src/lifecycle/index.js'
import { START_ACTIONS, STOP_ACTIONS } from '../../src/translate/hyperv/vocabulary.js'
import { fixMachines, readMachines } from '../../src/translate/index.js'

/** A form with one machine, whose stop action is right and whose start action may not be. */
interface Form {
  /** What the start actions are called. */
  readonly names: readonly string[]
  /** A document with a start action, a name of a machine, and a line end where there are several lines. */
  readonly document: (action: string, name: string, lineEnd: string) => string
}

const START = Object.values(START_ACTIONS)
const CIM_NAMES = START.map(({ cimName }) => cimName)
const POWERSHELL = START.map(({ powershell }) => powershell)
const SCVMM = START.map(({ scvmm }) => scvmm)
const [{ powershell: STOP, scvmm: SCVMM_STOP }] = [STOP_ACTIONS.save]

const csvField = (text: string): string => `"${text.replaceAll('"', '""')}"`
const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const cimInstance = (action: string, name: string): string =>
  `<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"><PROPERTY NAME="ElementName" TYPE="string"><VALUE>${xmlText(name)}</VALUE></PROPERTY>` +
  `<PROPERTY NAME="AutomaticStartupAction" TYPE="uint16"><VALUE>${action}</VALUE></PROPERTY></INSTANCE>`
const wsman = (inside: string): string =>
  `<p:ModifySystemSettings_INPUT xmlns:p="urn:p"><p:SystemSettings>${inside}</p:SystemSettings></p:ModifySystemSettings_INPUT>`

/** Every form that can hold the name of an action, with what is special in it. */
const FORMS: Readonly<Record<string, Form>> = {
  'CSV, quoted': {
    names: POWERSHELL,
    document: (action, name, end) =>
      `VMName,AutomaticStartAction,AutomaticStopAction${end}${csvField(name)},"${action}","${STOP}"${end}`,
  },
  'CSV with semicolons, unquoted': {
    names: POWERSHELL,
    document: (action, name, end) =>
      `\ufeffNotes;VMName;AutomaticStopAction;AutomaticStartAction${end}"a ""b"";";${csvField(name)};${STOP};${action}${end}`,
  },
  'Get-VM as JSON': {
    names: POWERSHELL,
    document: (action, name, end) =>
      `[${end}{"VMName":${JSON.stringify(name)},${end}"AutomaticStartAction": "${action}", "AutomaticStopAction": 3}]`,
  },
  'CIM as JSON, after a line of text': {
    names: CIM_NAMES,
    document: (action, name, end) =>
      `WARNING: a${end}{"ElementName":${JSON.stringify(name)},"AutomaticStartupAction":"${action}"}`,
  },
  SCVMM: {
    names: SCVMM,
    document: (action, name) =>
      JSON.stringify([{ Name: name, StartAction: action, StopAction: SCVMM_STOP, DelayStart: 0 }]),
  },
  Terraform: {
    names: POWERSHELL,
    document: (action, name) => JSON.stringify({ name, automatic_start_action: action, automatic_stop_action: STOP }),
  },
  'CIM-XML': { names: CIM_NAMES, document: (action, name) => cimInstance(action, name) },
  'CIM-XML with a comment': {
    names: CIM_NAMES,
    document: (action, name) => cimInstance(`<!-- a -->${action}`, name),
  },
  'WS-Management': {
    names: CIM_NAMES,
    document: (action, name, end) =>
      `<p:Msvm_VirtualSystemSettingData xmlns:p="urn:p">${end}<p:ElementName>${xmlText(name)}</p:ElementName>` +
      `<p:AutomaticStartupAction>${action}</p:AutomaticStartupAction></p:Msvm_VirtualSystemSettingData>`,
  },
  'an instance in a request': {
    names: CIM_NAMES,
    document: (action, name) => wsman(`<![CDATA[${cimInstance(action, name)}]]>`),
  },
  CLIXML: {
    names: POWERSHELL,
    document: (action, name) =>
      '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props>' +
      `<S N="VMName">${xmlText(name)}</S><S N="AutomaticStartAction">${action}</S></Props></Obj></Objs>`,
  },
  'Format-List': {
    names: POWERSHELL,
    document: (action, _, end) => `${end}VMName               : a${end}AutomaticStartAction : ${action}${end}${end}`,
  },
  'Hyper-V configuration': {
    names: CIM_NAMES,
    document: (action, name) =>
      `<configuration><properties><name type="string">${xmlText(name)}</name></properties><global_settings><power>` +
      `<host_startup><action type="integer">${action}</action></host_startup></power></global_settings></configuration>`,
  },
  'neutral JSON': {
    names: HOST_START_ACTIONS.map(({ value }) => value),
    document: (action, name, end) =>
      `{"format":"virt-lifecycle","version":1,${end}"machines":[{"name":${JSON.stringify(name)},"on_hoststart":"${action}"}]}`,
  },
}

/** A word with one letter missing, doubled or swapped with its neighbour; never one that is right. */
function slipsOf(word: string): fc.Arbitrary<string> {
  const at = fc.nat(word.length - 2)
  return fc
    .oneof(
      at.map((i) => word.slice(0, i) + word.slice(i + 1)),
      at.map((i) => word.slice(0, i) + word.charAt(i) + word.slice(i)),
      at.map((i) => word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2)),
    )
    .filter((slip) => slip.toLowerCase() !== word.toLowerCase() && slip.trim() === slip)
}

const machineNames = fc
  .string({ unit: fc.constantFrom(...'aZ9"\'<>&,;\\ \ufffd🖥ü'), minLength: 1 })
  .map((s) => `n${s}n`)

const codesIn = (text: string) => readMachines(text).diagnostics.filter(({ code }) => /^VL(?:20|30[12])/.test(code))

describe.each(Object.entries(FORMS))('a misspelt action: %s', (_, { names, document }) => {
  test('its fix makes the right document of it, and changes nothing else', () => {
    const cases = fc.constantFrom(...names).chain((name) => fc.record({ name: fc.constant(name), slip: slipsOf(name) }))
    fc.assert(
      fc.property(cases, machineNames, fc.constantFrom('\n', '\r\n'), ({ name, slip }, machine, lineEnd) => {
        const wrong = document(slip, machine, lineEnd)
        const found = codesIn(wrong)
        expect(found).toMatchObject([{ severity: 'error', hint: `did you mean "${name}"?` }])
        const right = document(name, machine, lineEnd)
        const { text, fixed } = applyFixes(wrong, found)
        expect({ text, fixed }).toEqual({ text: right, fixed: found })
        expect(codesIn(right)).toEqual([])
        expect(fixMachines(wrong).text).toBe(right)
      }),
    )
  })

  test('a word that may mean something else has no fix', () => {
    const [first = ''] = names
    for (const doubtful of [`${first.slice(0, -1)}q`, 'xyz']) {
      const found = codesIn(document(doubtful, 'a', '\n'))
      expect(found.map(({ severity, fix }) => ({ severity, fix }))).toEqual([{ severity: 'error', fix: undefined }])
    }
  })
})

test('the fix of a property that is left out instead of its machine', () => {
  const wrong = '[{"VMName":"a","AutomaticStopAction":"\\u0053avee"}]'
  const { diagnostics } = readMachines(wrong, { onReserved: 'skip' })
  expect(diagnostics).toMatchObject([{ code: 'VL302', fix: [{ line: 1, column: 39, endLine: 1, endColumn: 49 }] }])
  expect(applyFixes(wrong, diagnostics).text).toBe('[{"VMName":"a","AutomaticStopAction":"Save"}]')
})

test('an escaped instance within a document has the hint only', () => {
  const escaped = xmlText(cimInstance('Alwasy startup', 'a'))
  expect(codesIn(wsman(escaped))).toMatchObject([{ hint: 'did you mean "Always startup"?' }])
  expect(codesIn(wsman(escaped))[0]).not.toHaveProperty('fix')
})

test('all that is misspelt is fixed, and white space around the values of the neutral JSON', () => {
  const document = (start: string, stop: string) =>
    `{"format":"virt-lifecycle","version":1,"machines":[{"on_hoststart":"${start}","on_hoststop":"${stop}"}]}`
  const stops = HOST_STOP_ACTIONS.map(({ value }) => value)
  for (const stop of stops) {
    const { text, fixed } = fixMachines(document(' strat ', `${stop.slice(0, -1)} `))
    expect({ text, fixed: fixed.length }).toEqual({ text: document('start', stop), fixed: 4 })
  }
  expect(fixMachines(document('start', 'save'))).toEqual({ text: document('start', 'save'), fixed: [] })
})
