import { type Diagnostic, type Finding, quote, type Report } from '../../diagnostics/index.js'
import { buildXml, childElements, type XmlElement } from '../../xml/index.js'
import type { WriteResult, WrittenDocument, XmlFormat } from '../format.js'
import { type Machine, machineDiagnostic } from '../machine.js'
import { cimIdentity, identifyCim } from './cim.js'
import type { Instance, Property } from './instance.js'
import type { HypervReadOptions, HypervWriteOptions } from './options.js'
import { CIM_SETTINGS } from './properties.js'
import { CIM_CLASSES } from './vocabulary.js'
import { writtenSettings } from './write-settings.js'
import { readXmlInstances, startTag, textProperty, xmlInstance } from './xml-instances.js'

/** Root elements of documents with instances (DSP0201). */
const ELEMENTS = ['INSTANCE', 'CIM', 'MESSAGE', 'DECLARATION', 'DECLGROUP', 'IRETURNVALUE']

/** DSP0201 `INSTANCE` elements, in any wrapper: what WMI's GetText gives and `ModifySystemSettings` takes. */
export const cimXmlFormat = {
  id: 'cim-xml',
  description: "CIM-XML (DSP0201) INSTANCE: what WMI's GetText gives and ModifySystemSettings takes",
  syntax: 'xml',
  documentPerMachine: true,
  recognises: ({ local }) => ELEMENTS.includes(local) || local.startsWith('VALUE.'),
  read: (document, options: HypervReadOptions) =>
    readXmlInstances(document, options, {
      format: 'cim-xml',
      instances: instancesIn,
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeCimXml,
} as const satisfies XmlFormat

function instancesIn(elements: readonly XmlElement[], report: Report): readonly Instance[] {
  return elements.flatMap((element) => {
    if (element.local === 'ERROR') report(errorOf(element), startTag(element))
    return element.local === 'INSTANCE' ? [instanceOf(element, report)] : instancesIn(childElements(element), report)
  })
}

/** The error that a CIM server returns instead of instances. */
function errorOf({ attributes }: XmlElement): Finding {
  const { CODE: code = '?', DESCRIPTION: description } = attributes
  const reason = description === undefined ? '' : `: ${quote(description)}`
  return {
    code: 'VL315',
    message: `the response is an error with code ${quote(code).slice(1, -1)}${reason}`,
  }
}

const SCALAR_OR_ARRAY = ['PROPERTY', 'PROPERTY.ARRAY', 'PROPERTY.REFERENCE']

/** DSP0201's numeric types. */
const NUMERIC = /^([us]int(8|16|32|64)|real(32|64))$/

function instanceOf(element: XmlElement, report: Report): Instance {
  const properties: [string, Property][] = []
  for (const child of childElements(element)) {
    if (!SCALAR_OR_ARRAY.includes(child.local)) continue
    const name = child.attributes['NAME']
    if (name === undefined) {
      report({ code: 'VL305', message: `<${child.local}> is missing the required attribute NAME` }, startTag(child))
      continue
    }
    for (const property of propertiesOf(child)) properties.push([name, property])
  }
  // Every INSTANCE must name its class; one that does not is refused.
  return xmlInstance(element, element.attributes['CLASSNAME'] ?? '', properties)
}

/** A property for each VALUE; one that is null if there is no VALUE. */
function propertiesOf(element: XmlElement): readonly Property[] {
  if (element.local !== 'PROPERTY') return [{ value: [], shown: 'an array or a reference', range: startTag(element) }]
  const isNumber = NUMERIC.test(element.attributes['TYPE'] ?? '')
  const values = childElements(element).filter((child) => child.local === 'VALUE')
  if (values.length === 0) return [{ value: null, shown: 'null', range: startTag(element) }]
  return values.map((value) => textProperty(value, isNumber))
}

/**
 * One document per machine: an embedded instance with the InstanceID and the settings, as ModifySystemSettings takes it. The
 * delay is a CIM interval of type datetime; a host accepts no other form.
 */
function writeCimXml(machines: readonly Machine[], { hyperv = 'v2' }: HypervWriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    if (machine.uuid === undefined) {
      diagnostics.push(machineDiagnostic(machine, NO_UUID))
      return []
    }
    const { InstanceID = '' } = cimIdentity(machine, hyperv)
    const { settings, diagnostics: lost } = writtenSettings(machine, 'cim-xml', CIM_SETTINGS[hyperv])
    diagnostics.push(...lost)
    const properties = [
      { name: 'InstanceID', type: 'string', value: InstanceID },
      ...settings.map(({ setting, value }) => ({ ...setting, value: String(setting.write(value)) })),
    ]
    const children = properties.map(({ name, type, value }) => ({
      name: 'PROPERTY',
      attributes: { NAME: name, TYPE: type },
      children: [{ name: 'VALUE', text: value }],
    }))
    const instance = buildXml({ name: 'INSTANCE', attributes: { CLASSNAME: CIM_CLASSES[hyperv] }, children })
    return [{ format: 'cim-xml', text: `${instance}\n`, machines: [machine] }]
  })
  return { documents, diagnostics }
}

const NO_UUID: Finding = {
  code: 'VL307',
  message: 'a machine has no UUID, by which Hyper-V finds the instance (InstanceID)',
  hint: 'include the UUID when you export the machine, or convert to powershell, which can find machines by name',
}
