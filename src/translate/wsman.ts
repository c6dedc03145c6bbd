import { type Diagnostic, type Finding, quote } from '../diagnostics/index.js'
import { buildXml, childElements, type NewElement, textOf, type XmlElement } from '../xml/index.js'
import { cimIdentity, identifyCim } from './hyperv/cim.js'
import type { Instance, Property, Report } from './hyperv/instance.js'
import { formatIsoDuration } from './hyperv/iso-duration.js'
import { CIM_CLASSES, CIM_SETTINGS, type CimVersion } from './hyperv/settings.js'
import {
  type Format,
  type Machine,
  machineDiagnostic,
  machineLabel,
  type WriteOptions,
  type WriteResult,
  type WrittenDocument,
} from './machine.js'
import { writeSettings } from './write-settings.js'
import { readXmlInstances, startTag, textProperty, xmlInstance } from './xml-instances.js'

/** WS-Management: a bare instance, or the SOAP responses of enumerate, pull and get. */
export const wsmanFormat: Format = {
  id: 'wsman',
  description: 'WS-Management: a bare instance, or SOAP enumerate, pull and get responses',
  documentPerMachine: true,
  read: (document, options) =>
    readXmlInstances(document, options, {
      format: 'wsman',
      instances: instancesAt,
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeWsman,
}

/** Namespaces of SOAP 1.2, and of 1.1, which no WS-Management service should use. */
const SOAP = ['http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/']

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** Namespace of the types of WS-CIM, `cim:Interval` among them. */
const WS_CIM = 'http://schemas.dmtf.org/wbem/wscim/1/common'

/** Where the classes of a namespace have theirs: `root/virtualization/v2/Msvm_VirtualSystemSettingData` is behind it. */
const WMI = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/'

/** The settings that are numbers; the form itself has no types. */
const NUMBERS: readonly string[] = [CIM_SETTINGS.v2.hostStart, CIM_SETTINGS.v2.hostStop, CIM_SETTINGS.v2.order].flatMap(
  (setting) => (setting === undefined ? [] : [setting.name]),
)

/** Whether an element is an envelope of SOAP. */
export function isEnvelope(name: string, uri: string): boolean {
  return name === 'Envelope' && SOAP.includes(uri)
}

function instancesAt(roots: readonly XmlElement[], report: Report): readonly Instance[] {
  return roots.flatMap((root) => (isEnvelope(root.local, root.uri) ? inEnvelope(root, report) : [instanceOf(root)]))
}

function inEnvelope(envelope: XmlElement, report: Report): readonly Instance[] {
  const body = childElements(envelope).find((child) => child.local === 'Body')
  return (body === undefined ? [] : childElements(body)).flatMap((child) => {
    if (child.local === 'Fault' && SOAP.includes(child.uri)) {
      report(faultOf(child), startTag(child))
      return []
    }
    if (child.local !== 'EnumerateResponse' && child.local !== 'PullResponse') return [instanceOf(child)]
    // The namespace of Items is that of WS-Enumeration, or of WS-Management in an optimised enumeration.
    const items = childElements(child).filter(({ local }) => local === 'Items')
    if (items.length === 0) report(NO_ITEMS, startTag(child))
    return items.flatMap(childElements).map(instanceOf)
  })
}

const NO_ITEMS: Finding = {
  code: 'VL306',
  message: 'the response holds no Items, so there is no machine in it',
  hint: 'the machines are in the PullResponse that follows, unless the enumeration is optimised',
}

/** The reason of a fault: SOAP 1.2 has it as Reason/Text, 1.1 as faultstring. */
function faultOf(fault: XmlElement): Finding {
  const texts = descendants(fault).filter(({ local }) => local === 'Text' || local === 'faultstring')
  const reason = texts.map((element) => textOf(element).trim()).find((text) => text !== '')
  const what = reason === undefined ? 'it gives no reason' : quote(reason)
  return { code: 'VL315', message: `the answer is a SOAP fault: ${what}` }
}

function descendants(element: XmlElement): readonly XmlElement[] {
  return childElements(element).flatMap((child) => [child, ...descendants(child)])
}

function instanceOf(element: XmlElement): Instance {
  const properties = childElements(element).map((child) => [child.local, propertyOf(child)] as const)
  return xmlInstance(element, element.local, properties)
}

function propertyOf(element: XmlElement): Property {
  if (isNil(element)) return { value: null, shown: 'null', place: startTag(element) }
  const [child, ...more] = childElements(element)
  if (child === undefined) return textProperty(element, NUMBERS.includes(element.local))
  // A datetime is one of Interval, Datetime, Date and Time; an embedded instance is something else.
  const isDatetime = more.length === 0 && child.uri === WS_CIM
  return isDatetime ? textProperty(child, false) : { value: {}, shown: 'an object', place: startTag(element) }
}

/** xsi:nil, under whatever prefix: the attribute's namespace is looked up among the declarations around it. */
function isNil(element: XmlElement): boolean {
  return Object.entries(element.attributes).some(([name, value]) => {
    const [prefix, local] = name.split(':')
    return local === 'nil' && ['true', '1'].includes(value.trim()) && namespaceOf(prefix ?? '', element) === XSI
  })
}

function namespaceOf(prefix: string, element: XmlElement): string | undefined {
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const uri = at.attributes[`xmlns:${prefix}`]
    if (uri !== undefined) return uri
  }
  return undefined
}

/**
 * A document a machine: a bare instance, the body of a put. The delay as a WS-CIM Interval (DSP0230), the form in which
 * it is read from a host; that a host takes it in a put was not tried.
 */
function writeWsman(machines: readonly Machine[], { hyperv = 'v2' }: WriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    if (UNWRITABLE.test(machine.name ?? '')) {
      diagnostics.push(machineDiagnostic(machine, unwritable(machine)))
      return []
    }
    const { instances, diagnostics: lost } = writeSettings([machine], 'wsman', CIM_SETTINGS[hyperv], () => ({
      ...cimIdentity(machine, hyperv),
      ...(machine.name === undefined ? {} : { ElementName: machine.name }),
    }))
    diagnostics.push(...lost)
    return [{ format: 'wsman', text: bareInstance(instances[0] ?? {}, machine, hyperv), machines: [machine] }]
  })
  return { documents, diagnostics }
}

/** What XML 1.0 cannot hold. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

function unwritable(machine: Machine): Finding {
  const message = `${machineLabel(machine, quote)}: its name holds a character that XML cannot hold`
  return { code: 'VL309', message, hint: 'rename the machine' }
}

function bareInstance(properties: Readonly<Record<string, unknown>>, machine: Machine, hyperv: CimVersion): string {
  const name = CIM_CLASSES[hyperv]
  const uri = `${WMI}root/virtualization/${hyperv === 'v2' ? 'v2/' : ''}${name}`
  const { delay } = machine.lifecycle
  const children = Object.entries(properties).map(([property, value]): NewElement => {
    const element = { name: `p:${property}`, namespace: uri }
    if (property !== CIM_SETTINGS[hyperv].delay.name) return { ...element, text: String(value) }
    const interval = { name: 'cim:Interval', namespace: WS_CIM, text: formatIsoDuration(delay ?? 0) }
    return { ...element, children: [interval] }
  })
  return `${buildXml({ name: `p:${name}`, namespace: uri, children })}\n`
}
