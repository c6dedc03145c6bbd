import { type Diagnostic, type Finding, quote } from '../../diagnostics/index.js'
import { buildXml, childElements, type NewElement, type XmlElement } from '../../xml/index.js'
import type { WriteResult, WrittenDocument } from '../format.js'
import { type Machine, machineDiagnostic } from '../machine.js'
import { embeddedInstance } from './cim-instance.js'
import { instancesInText } from './embedded.js'
import type { Instance } from './instance.js'
import type { HypervWriteOptions } from './options.js'
import type { CimVersion } from './vocabulary.js'
import { startTag, type XmlSource } from './xml-instances.js'

/** The beginning of a class's resource URI, which is also its namespace. */
const WMI = 'http://schemas.microsoft.com/wbem/wsman/1/wmi/'

const SERVICE = 'Msvm_VirtualSystemManagementService'

/** The method that changes the settings of a machine. */
interface Method {
  readonly name: string
  /** The parameter that takes the embedded instance. */
  readonly parameter: string
  /** The WMI namespace. */
  readonly namespace: string
  /** Whether it also takes a reference to the machine (`ComputerSystem`). */
  readonly takesSystem?: true
}

/**
 * The methods of Msvm_VirtualSystemManagementService that libvirt's hyperv driver has called to set the start action, and
 * their parameters (hyperv_driver.c; for v1, the driver of 2020).
 */
const METHODS: Readonly<Record<CimVersion, Method>> = {
  v2: { name: 'ModifySystemSettings', parameter: 'SystemSettings', namespace: 'root/virtualization/v2' },
  v1: {
    name: 'ModifyVirtualSystem',
    parameter: 'SystemSettingData',
    namespace: 'root/virtualization',
    takesSystem: true,
  },
}

const PARAMETERS = Object.values(METHODS).map(({ parameter }) => parameter)

/** Ends the name of the element with the parameters of a method. */
const INPUT = '_INPUT'

/** Whether an element is the body of a request that calls a method. */
export function isRequest(local: string): boolean {
  return local.endsWith(INPUT)
}

/** The instances in the parameters of a request; a request without one is reported. */
export function instancesInRequest(request: XmlElement, source: XmlSource): readonly Instance[] {
  const parameters = childElements(request).filter(({ local }) => PARAMETERS.includes(local))
  if (parameters.length === 0) source.report(withoutSettings(request), startTag(request))
  return parameters.flatMap((parameter) => instancesInText(parameter, source))
}

function withoutSettings({ local }: XmlElement): Finding {
  return {
    code: 'VL305',
    message: `<${quote(local).slice(1, -1)}> contains no settings of a machine: it has no ${PARAMETERS.map((name) => `<${name}>`).join(' or ')}`,
    hint: `convert the requests of ${METHODS.v2.name} only`,
  }
}

/**
 * One document per machine: the body of the request that changes its settings, as libvirt's hyperv driver and go-wsman send
 * it. The embedded instance is in a CDATA section. The request for v1 has not been tried on a host.
 */
export function writeRequests(machines: readonly Machine[], { hyperv = 'v2' }: HypervWriteOptions): WriteResult {
  const method = METHODS[hyperv]
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    const { instance, diagnostics: said } = embeddedInstance(machine, 'wsman', hyperv)
    for (const diagnostic of said) diagnostics.push(diagnostic)
    if (instance === undefined) return []
    const text = `${buildXml(requestOf(method, machine, instance))}\n`
    return [{ format: 'wsman', text, machines: [machine] }]
  })
  const [first] = documents.flatMap((document) => document.machines)
  return { documents, diagnostics: first === undefined ? diagnostics : [...diagnostics, sendIt(first, method)] }
}

function requestOf(method: Method, machine: Machine, instance: NewElement): NewElement {
  const namespace = resourceUri(method, SERVICE)
  const settings: NewElement = { name: `p:${method.parameter}`, namespace, cdata: buildXml(instance) }
  return {
    name: `p:${method.name}${INPUT}`,
    namespace,
    children: [...(method.takesSystem === true ? [systemOf(method, machine, namespace)] : []), settings],
  }
}

const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const WSMAN = 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd'
const SYSTEM = 'Msvm_ComputerSystem'

/** The reference to a machine. */
function systemOf(method: Method, { uuid = '' }: Machine, namespace: string): NewElement {
  const selector = (name: string, text: string): NewElement => ({
    name: 'w:Selector',
    namespace: WSMAN,
    attributes: { Name: name },
    text,
  })
  const parameters: readonly NewElement[] = [
    { name: 'w:ResourceURI', namespace: WSMAN, text: resourceUri(method, SYSTEM) },
    {
      name: 'w:SelectorSet',
      namespace: WSMAN,
      children: [selector('CreationClassName', SYSTEM), selector('Name', uuid.toUpperCase())],
    },
  ]
  return {
    name: 'p:ComputerSystem',
    namespace,
    children: [
      { name: 'a:Address', namespace: ADDRESSING, text: `${ADDRESSING}/role/anonymous` },
      { name: 'a:ReferenceParameters', namespace: ADDRESSING, children: parameters },
    ],
  }
}

function resourceUri({ namespace }: Method, className: string): string {
  return `${WMI}${namespace}/${className}`
}

/** Says where to send the requests; reported once, for they set nothing by themselves. */
function sendIt(machine: Machine, method: Method): Diagnostic {
  const uri = resourceUri(method, SERVICE)
  return machineDiagnostic(machine, {
    code: 'VL334',
    message: `wrote the bodies of ${method.name} requests: they set nothing until they are sent to the Hyper-V host`,
    hint: `resource URI ${uri}, selector CreationClassName=${SERVICE}, action ${uri}/${method.name}`,
  })
}
