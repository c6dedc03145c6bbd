import { type Diagnostic, type Finding, quote } from '../diagnostics/index.js'
import { buildXml, childElements, type XmlElement } from '../xml/index.js'
import { cimIdentity, identifyCim } from './hyperv/cim.js'
import type { Instance, Property, Report } from './hyperv/instance.js'
import { CIM_CLASSES, CIM_SETTINGS } from './hyperv/settings.js'
import {
  type Format,
  type Machine,
  machineDiagnostic,
  type WriteOptions,
  type WriteResult,
  type WrittenDocument,
} from './machine.js'
import { writeSettings } from './write-settings.js'
import { readXmlInstances, startTag, textProperty, xmlInstance } from './xml-instances.js'

/** DSP0201 `INSTANCE` elements, whatever wraps them: what WMI's GetText gives and `ModifySystemSettings` takes. */
export const cimXmlFormat: Format = {
  id: 'cim-xml',
  description: "CIM-XML (DSP0201) INSTANCE: what WMI's GetText gives and ModifySystemSettings takes",
  documentPerMachine: true,
  read: (document, options) =>
    readXmlInstances(document, options, {
      format: 'cim-xml',
      instances: instancesIn,
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeCimXml,
}

function instancesIn(elements: readonly XmlElement[], report: Report): readonly Instance[] {
  return elements.flatMap((element) => {
    if (element.local === 'ERROR') report(errorOf(element), startTag(element))
    return element.local === 'INSTANCE' ? [instanceOf(element, report)] : instancesIn(childElements(element), report)
  })
}

/** What a CIM server answers instead of instances. */
function errorOf({ attributes }: XmlElement): Finding {
  const { CODE: code = '?', DESCRIPTION: description } = attributes
  const reason = description === undefined ? '' : `: ${quote(description)}`
  return {
    code: 'VL315',
    message: `the answer is an error, code ${quote(code).slice(1, -1)}${reason}`,
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
      report({ code: 'VL305', message: `a ${child.local} has no NAME` }, startTag(child))
      continue
    }
    for (const property of propertiesOf(child)) properties.push([name, property])
  }
  // Every INSTANCE names its class; one that does not is refused as one of no class.
  return xmlInstance(element, element.attributes['CLASSNAME'] ?? '', properties)
}

/** One property, null where it has no VALUE; several where it has several. */
function propertiesOf(element: XmlElement): readonly Property[] {
  if (element.local !== 'PROPERTY') return [{ value: [], shown: 'an array or a reference', place: startTag(element) }]
  const isNumber = NUMERIC.test(element.attributes['TYPE'] ?? '')
  const values = childElements(element).filter((child) => child.local === 'VALUE')
  if (values.length === 0) return [{ value: null, shown: 'null', place: startTag(element) }]
  return values.map((value) => textProperty(value, isNumber))
}

/**
 * A document a machine: an embedded instance with the InstanceID and the settings that are set, which is what
 * ModifySystemSettings takes; the delay as a CIM interval of type datetime, the only pairing that a host accepts.
 */
function writeCimXml(machines: readonly Machine[], { hyperv = 'v2' }: WriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    if (machine.uuid === undefined) {
      diagnostics.push(machineDiagnostic(machine, NO_UUID))
      return []
    }
    const { InstanceID } = cimIdentity(machine, hyperv)
    const { instances, diagnostics: lost } = writeSettings([machine], 'cim-xml', CIM_SETTINGS[hyperv], () => ({}))
    diagnostics.push(...lost)
    const children = Object.entries({ InstanceID, ...instances[0] }).map(([name, value]) => ({
      name: 'PROPERTY',
      attributes: { NAME: name, TYPE: typeOf(name, value) },
      children: [{ name: 'VALUE', text: String(value) }],
    }))
    const instance = buildXml({ name: 'INSTANCE', attributes: { CLASSNAME: CIM_CLASSES[hyperv] }, children })
    return [{ format: 'cim-xml', text: `${instance}\n`, machines: [machine] }]
  })
  return { documents, diagnostics }
}

function typeOf(name: string, value: unknown): string {
  if (typeof value === 'number') return 'uint16'
  return name === CIM_SETTINGS.v2.delay.name ? 'datetime' : 'string'
}

const NO_UUID: Finding = {
  code: 'VL307',
  message: 'a machine has no UUID, and Hyper-V finds the instance by it (InstanceID)',
  hint: 'include the identifier when you export the machine, or write powershell, which finds machines by name too',
}
