import type { FormatId } from '../../src/index.js'

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

/** Whether a text is the identifier of a form. */
export function isForm(id: string): id is FormatId {
  return Object.hasOwn(FORMS, id)
}
