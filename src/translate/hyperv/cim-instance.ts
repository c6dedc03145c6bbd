import { type Diagnostic, type Finding, quote, type Report } from '../../diagnostics/index.js'
import { childElements, type NewElement, type XmlElement } from '../../xml/index.js'
import { type Machine, machineDiagnostic } from '../machine.js'
import { cimIdentity } from './cim.js'
import type { Instance, Property } from './instance.js'
import { CIM_SETTINGS } from './properties.js'
import { CIM_CLASSES, type CimVersion } from './vocabulary.js'
import { writtenSettings } from './write-settings.js'
import { startTag, textProperty, xmlInstance } from './xml-instances.js'

/** The DSP0201 `INSTANCE` elements in these elements, at any depth, in order; an error of a CIM server is reported. */
export function cimInstancesIn(elements: readonly XmlElement[], report: Report): readonly Instance[] {
  return elements.flatMap((element) => {
    if (element.local === 'ERROR') report(errorOf(element), startTag(element))
    return element.local === 'INSTANCE' ? [instanceOf(element, report)] : cimInstancesIn(childElements(element), report)
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
 * The embedded instance that sets a machine: InstanceID and the settings to change, as ModifySystemSettings takes it. The
 * delay is a CIM interval of type datetime; a host accepts no other form.
 *
 * @returns no instance, and a VL307 diagnostic, for a machine without a UUID
 */
export function embeddedInstance(
  machine: Machine,
  target: string,
  version: CimVersion,
): { readonly instance?: NewElement; readonly diagnostics: readonly Diagnostic[] } {
  if (machine.uuid === undefined) return { diagnostics: [machineDiagnostic(machine, NO_UUID)] }
  const { InstanceID = '' } = cimIdentity(machine, version)
  const { settings, diagnostics } = writtenSettings(machine, target, CIM_SETTINGS[version])
  const properties = [
    { name: 'InstanceID', type: 'string', value: InstanceID },
    ...settings.map(({ setting, value }) => ({ ...setting, value: String(setting.write(value)) })),
  ]
  const children = properties.map(({ name, type, value }) => ({
    name: 'PROPERTY',
    attributes: { NAME: name, TYPE: type },
    children: [{ name: 'VALUE', text: value }],
  }))
  return { instance: { name: 'INSTANCE', attributes: { CLASSNAME: CIM_CLASSES[version] }, children }, diagnostics }
}

const NO_UUID: Finding = {
  code: 'VL307',
  message: 'a machine has no UUID, by which Hyper-V finds the instance (InstanceID)',
  hint: 'include the UUID when you export the machine, or convert to powershell, which can find machines by name',
}
