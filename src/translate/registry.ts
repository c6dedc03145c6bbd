import { cimJsonFormat } from './cim-json.js'
import { cimXmlFormat } from './cim-xml.js'
import { clixmlFormat } from './clixml.js'
import { domainFormat } from './domain.js'
import { jsonFormat } from './json.js'
import type { Format, FormatId } from './machine.js'
import { powershellFormat } from './powershell.js'
import { powershellJsonFormat } from './powershell-json.js'
import { virshFormat } from './virsh.js'
import { wsmanFormat } from './wsman.js'

const BY_ID: Readonly<Record<FormatId, Format>> = {
  domain: domainFormat,
  json: jsonFormat,
  'cim-json': cimJsonFormat,
  'powershell-json': powershellJsonFormat,
  'cim-xml': cimXmlFormat,
  wsman: wsmanFormat,
  clixml: clixmlFormat,
  powershell: powershellFormat,
  virsh: virshFormat,
}

/** Every format, in the order lists show them. */
export const FORMATS: readonly Format[] = Object.values(BY_ID)

/** The format of an identifier. */
export function formatOf(id: FormatId): Format {
  return BY_ID[id]
}
