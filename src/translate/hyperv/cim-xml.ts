import type { Diagnostic } from '../../diagnostics/index.js'
import { buildXml } from '../../xml/index.js'
import type { WriteResult, WrittenDocument, XmlFormat } from '../format.js'
import type { Machine } from '../machine.js'
import { identifyCim } from './cim.js'
import { cimInstancesIn, embeddedInstance } from './cim-instance.js'
import type { HypervReadOptions, HypervWriteOptions } from './options.js'
import { readXmlInstances } from './xml-instances.js'

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
      instances: (roots, { report }) => cimInstancesIn(roots, report),
      identify: (instance) => identifyCim(instance, options.hyperv),
    }),
  write: writeCimXml,
} as const satisfies XmlFormat

/** One document per machine: an embedded instance. */
function writeCimXml(machines: readonly Machine[], { hyperv = 'v2' }: HypervWriteOptions): WriteResult {
  const diagnostics: Diagnostic[] = []
  const documents = machines.flatMap((machine): WrittenDocument[] => {
    const { instance, diagnostics: said } = embeddedInstance(machine, 'cim-xml', hyperv)
    for (const diagnostic of said) diagnostics.push(diagnostic)
    return instance === undefined ? [] : [{ format: 'cim-xml', text: `${buildXml(instance)}\n`, machines: [machine] }]
  })
  return { documents, diagnostics }
}
