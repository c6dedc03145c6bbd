import { type Diagnostic, type Finding, quote, type Report } from '../../diagnostics/index.js'
import { buildXml, childElements, type NewElement, textOf, type XmlElement } from '../../xml/index.js'
import type { WriteResult, WrittenDocument, XmlFormat } from '../format.js'
import { type Machine, machineDiagnostic, machineLabel } from '../machine.js'
import { cimIdentity, identifyCim } from './cim.js'
import type { Instance, Property } from './instance.js'
import { formatIsoDuration } from './iso-duration.js'
import type { HypervReadOptions, HypervWriteOptions } from './options.js'
import { CIM_SETTINGS, settingsOf } from './properties.js'
import { CIM_CLASSES } from './vocabulary.js'
import { type WrittenSetting, writtenSettings } from './write-settings.js'
import { readXmlInstances, startTag, textProperty, xmlInstance } from './xml-instances.js'

/** WS-Management: a bare instance, or the SOAP response to an enumerate, pull or get. */
export const wsmanFormat = {
  id: 'wsman',
  description: 'WS-Management: a bare instance, or SOAP enumerate, pull and get responses',
  syntax: 'xml',
  documentPerMachine: true,
  recognises: ({ local, uri }) => isEnvelope(local, uri) || /^(Msvm|CIM)_/.test(local),
  read: (document, options: HypervReadOptions) =>
    readXmlInstances(document, options, {
      format: 'wsman',
      instances: instancesAt,
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeWsman,
} as const satisfies XmlFormat

/** The namespaces of SOAP 1.2 and of 1.1, which WS-Management services should not use. */
const SOAP = ['http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/']

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** The namespace of the types of WS-CIM, such as `cim:Interval`. */
const WS_CIM = 'http://schemas.dmtf.org/wbem/wscim/1/common'

/** The beginning of a class's namespace, before `root/virtualization/v2/Msvm_VirtualSystemSettingData`. */
const WMI = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/'

/** The settings that are numbers; this form does not state types. */
const NUMBERS: readonly string[] = settingsOf(CIM_SETTINGS.v2).flatMap(([, { type, name }]) =>
  type === 'uint16' ? [name] : [],
)

/** Whether an element is a SOAP envelope. */
function isEnvelope(name: string, uri: string): boolean {
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
    // Items is in the namespace of WS-Enumeration, or, in an optimised enumeration, in that of WS-Management.
    const items = childElements(child).filter(({ local }) => local === 'Items')
    if (items.length === 0) report(NO_ITEMS, startTag(child))
    return items.flatMap(childElements).map(instanceOf)
  })
}

const NO_ITEMS: Finding = {
  code: 'VL306',
  message: 'the response has no <Items>, so it contains no machines',
  hint: 'unless the enumeration is optimised, the machines are in the PullResponse that follows',
}

/** The reason of a fault: Reason/Text in SOAP 1.2, faultstring in 1.1. */
function faultOf(fault: XmlElement): Finding {
  const texts = descendants(fault).filter(({ local }) => local === 'Text' || local === 'faultstring')
  const reason = texts.map((element) => textOf(element).trim()).find((text) => text !== '')
  const what = reason === undefined ? 'it gives no reason' : quote(reason)
  return { code: 'VL315', message: `the response is a SOAP fault: ${what}` }
}

function descendants(element: XmlElement): readonly XmlElement[] {
  return childElements(element).flatMap((child) => [child, ...descendants(child)])
}

function instanceOf(element: XmlElement): Instance {
  const properties = childElements(element).map((child) => [child.local, propertyOf(child)] as const)
  return xmlInstance(element, element.local, properties)
}

function propertyOf(element: XmlElement): Property {
  if (isNil(element)) return { value: null, shown: 'null', range: startTag(element) }
  const [child, ...more] = childElements(element)
  if (child === undefined) return textProperty(element, NUMBERS.includes(element.local))
  // A datetime has one child of WS-CIM (Interval, Datetime, Date or Time); anything else is an embedded instance.
  const isDatetime = more.length === 0 && child.uri === WS_CIM
  return isDatetime ? textProperty(child, false) : { value: {}, shown: 'an object', range: startTag(element) }
}

/** Whether an element has xsi:nil, with any prefix. */
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
 * One document per machine: a bare instance, the body of a put. The delay is a WS-CIM Interval (DSP0230), as a host writes
 * it; whether a host accepts it in a put has not been tried.
 */
function writeWsman(machines: readonly Machine[], { hyperv = 'v2' }: HypervWriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    if (UNWRITABLE.test(machine.name ?? '')) {
      diagnostics.push(machineDiagnostic(machine, unwritable(machine)))
      return []
    }
    const name = CIM_CLASSES[hyperv]
    const namespace = `${WMI}root/virtualization/${hyperv === 'v2' ? 'v2/' : ''}${name}`
    const { settings, diagnostics: lost } = writtenSettings(machine, 'wsman', CIM_SETTINGS[hyperv])
    diagnostics.push(...lost)
    const identity = Object.entries({
      ...cimIdentity(machine, hyperv),
      ...(machine.name === undefined ? {} : { ElementName: machine.name }),
    })
    const children: readonly NewElement[] = [
      ...identity.map(([property, text]) => ({ name: `p:${property}`, namespace, text })),
      ...settings.map((setting) => ({ name: `p:${setting.setting.name}`, namespace, ...contentOf(setting) })),
    ]
    const text = `${buildXml({ name: `p:${name}`, namespace, children })}\n`
    return [{ format: 'wsman', text, machines: [machine] }]
  })
  return { documents, diagnostics }
}

function contentOf({ setting, value }: WrittenSetting): Pick<NewElement, 'text' | 'children'> {
  if (setting.type !== 'datetime') return { text: String(setting.write(value)) }
  return { children: [{ name: 'cim:Interval', namespace: WS_CIM, text: formatIsoDuration(Number(value)) }] }
}

/** Characters that XML 1.0 does not allow. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

function unwritable(machine: Machine): Finding {
  const message = `${machineLabel(machine)}: its name contains a character that XML does not allow`
  return { code: 'VL309', message, hint: 'rename the machine' }
}
