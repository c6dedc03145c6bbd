import type { FormatId, Placement } from '../../src/index.js'

/** What a form is called on the page, and the end of its file's name. */
export interface Form {
  readonly label: string
  readonly extension: string
}

/** Each form by its identifier. */
export const FORMS: Readonly<Record<FormatId, Form>> = {
  domain: { label: 'domain XML', extension: 'xml' },
  json: { label: 'neutral JSON', extension: 'json' },
  'cim-json': { label: 'CIM as JSON', extension: 'cim.json' },
  'powershell-json': { label: 'Get-VM as JSON', extension: 'json' },
  list: { label: 'Format-List', extension: 'txt' },
  csv: { label: 'CSV', extension: 'csv' },
  'cim-xml': { label: 'CIM-XML', extension: 'cim.xml' },
  wsman: { label: 'WS-Management', extension: 'xml' },
  clixml: { label: 'CLIXML', extension: 'clixml' },
  'vm-config': { label: 'Hyper-V configuration', extension: 'xml' },
  powershell: { label: 'PowerShell script', extension: 'ps1' },
  scvmm: { label: 'VMM script', extension: 'scvmm.ps1' },
  virsh: { label: 'virsh script', extension: 'sh' },
  'libvirt-guests': { label: 'libvirt-guests', extension: 'libvirt-guests' },
  'qemu-conf': { label: 'qemu.conf', extension: 'conf' },
}

/** How they are grouped. */
export const FORM_GROUPS: readonly (readonly [name: string, forms: readonly FormatId[]])[] = [
  ['libvirt', ['domain', 'virsh', 'libvirt-guests', 'qemu-conf']],
  ['Hyper-V', ['powershell', 'csv', 'powershell-json', 'scvmm', 'cim-json', 'cim-xml', 'wsman']],
  ['Other', ['json']],
]

/** The placements of domain XML, as they are offered. */
export const PLACEMENT_LABELS: readonly (readonly [value: Placement | '', label: string])[] = [
  ['', 'as in the input, else elements'],
  ['element', 'element: as proposed to libvirt'],
  ['metadata', 'metadata: today’s libvirt keeps it'],
  ['both', 'both'],
]

/** Whether a text is the identifier of a form. */
export function isForm(id: string): id is FormatId {
  return Object.hasOwn(FORMS, id)
}
