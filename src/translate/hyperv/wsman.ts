import { type Finding, quote } from '../../diagnostics/index.js'
import { childElements, textOf, type XmlElement } from '../../xml/index.js'
import type { XmlFormat } from '../format.js'
import { identifyCim } from './cim.js'
import type { Instance, Property } from './instance.js'
import type { HypervReadOptions } from './options.js'
import { CIM_SETTINGS, settingsOf } from './properties.js'
import { instancesInRequest, isRequest, writeRequests } from './wsman-request.js'
import { readXmlInstances, startTag, textProperty, type XmlSource, xmlInstance } from './xml-instances.js'

/**
 * WS-Management: a bare instance, SOAP responses to enumerate, pull and get, what `winrm enumerate` prints, and requests
 * that change settings, which are also written.
 */
export const wsmanFormat = {
  id: 'wsman',
  description: 'WS-Management: instances, SOAP responses, winrm enumerate; written as ModifySystemSettings requests',
  syntax: 'xml',
  documentPerMachine: true,
  recognises: ({ local, uri }) =>
    isEnvelope(local, uri) || isResults(local, uri) || isRequest(local) || /^(Msvm|CIM)_/.test(local),
  read: (document, options: HypervReadOptions) =>
    readXmlInstances(document, options, {
      format: 'wsman',
      instances: instancesAt,
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeRequests,
} as const satisfies XmlFormat

/** The namespaces of SOAP 1.2 and of 1.1, which WS-Management services should not use. */
const SOAP = ['http://www.w3.org/2003/05/soap-envelope', 'http://schemas.xmlsoap.org/soap/envelope/']

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** The namespace of the types of WS-CIM, such as `cim:Interval`. */
const WS_CIM = 'http://schemas.dmtf.org/wbem/wscim/1/common'

/** The namespace of the root element that winrm prints around what it enumerates. */
const RESULTS = 'http://schemas.dmtf.org/wbem/wsman/1/wsman/results'

/** The namespace of WS-Enumeration. */
const ENUMERATION = 'http://schemas.xmlsoap.org/ws/2004/09/enumeration'

/** The settings that are numbers; this form does not state types. */
const NUMBERS: readonly string[] = settingsOf(CIM_SETTINGS.v2).flatMap(([, { type, name }]) =>
  type === 'uint16' ? [name] : [],
)

/** Whether an element is a SOAP envelope. */
function isEnvelope(name: string, uri: string): boolean {
  return name === 'Envelope' && SOAP.includes(uri)
}

/** Whether an element is the root of the output of `winrm enumerate`. */
function isResults(name: string, uri: string): boolean {
  return name === 'Results' && uri === RESULTS
}

function instancesAt(roots: readonly XmlElement[], source: XmlSource): readonly Instance[] {
  const withoutItems: XmlElement[] = []
  let isFault = false
  const inBody = (child: XmlElement): readonly Instance[] => {
    if (child.local === 'Fault' && SOAP.includes(child.uri)) {
      isFault = true
      source.report(faultOf(child), startTag(child))
      return []
    }
    if (child.local === 'EnumerateResponse' || child.local === 'PullResponse') {
      // Items is in the namespace of WS-Enumeration, or, in an optimised enumeration, in that of WS-Management.
      const items = childElements(child).filter(({ local }) => local === 'Items')
      if (items.length === 0) withoutItems.push(child)
      return items.flatMap(instancesOfList)
    }
    // A capture also has the requests for the instances.
    if (child.uri === ENUMERATION) return []
    return isRequest(child.local) ? instancesInRequest(child, source) : [instanceOf(child)]
  }
  const instances = roots.flatMap((root) => {
    if (isEnvelope(root.local, root.uri)) return bodyOf(root).flatMap(inBody)
    if (isResults(root.local, root.uri)) return instancesOfList(root)
    return isRequest(root.local) ? instancesInRequest(root, source) : [instanceOf(root)]
  })
  // The answer to enumerate is usually without items, because those are in the answers to pull.
  const [first] = withoutItems
  if (first !== undefined && instances.length === 0 && !isFault) source.report(NO_ITEMS, startTag(first))
  return instances
}

function bodyOf(envelope: XmlElement): readonly XmlElement[] {
  const body = childElements(envelope).find((child) => child.local === 'Body')
  return body === undefined ? [] : childElements(body)
}

/** The instances of a list; in one of objects with references (DSP0226), each is in an Item, before its reference. */
function instancesOfList(list: XmlElement): readonly Instance[] {
  return childElements(list)
    .flatMap((child) => (child.local === 'Item' ? childElements(child).slice(0, 1) : [child]))
    .map(instanceOf)
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
