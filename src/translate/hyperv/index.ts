/** Hyper-V: its numbers and names, and the forms of its data. */
import { cimJsonFormat } from './cim-json.js'
import { cimXmlFormat } from './cim-xml.js'
import { clixmlFormat } from './clixml.js'
import { csvFormat } from './csv.js'
import { listFormat } from './list.js'
import { powershellFormat } from './powershell.js'
import { powershellJsonFormat } from './powershell-json.js'
import { scvmmFormat } from './scvmm-script.js'
import { vmConfigFormat } from './vm-config.js'
import { wsmanFormat } from './wsman.js'

export { CsvPieces } from './csv-pieces.js'
export type { HypervReadOptions, HypervWriteOptions } from './options.js'
export type { PowershellWriteOptions } from './powershell.js'
export { attributeProperties } from './properties.js'
export { unreadable } from './unreadable.js'
export {
  CIM_CLASSES,
  CIM_VERSIONS,
  type CimVersion,
  type HypervAction,
  START_ACTIONS,
  STOP_ACTIONS,
} from './vocabulary.js'

/** Its formats, in the order in which recognition tries them. */
export const HYPERV_FORMATS = [
  cimJsonFormat,
  powershellJsonFormat,
  listFormat,
  csvFormat,
  cimXmlFormat,
  wsmanFormat,
  clixmlFormat,
  vmConfigFormat,
  powershellFormat,
  scvmmFormat,
] as const
