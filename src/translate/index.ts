/** Reading and writing machines: a folder per hypervisor, the neutral JSON, the registry of formats, detection, merging. */

export type { FirstTag } from '../xml/first-tag.js'
export { decodeExport, hasMultibyte } from './decode-export.js'
export { detectFormat } from './detect.js'
export * from './documents.js'
export * from './explain.js'
export * from './fix.js'
export * from './format.js'
export {
  attributeProperties,
  CIM_CLASSES,
  CIM_VERSIONS,
  type CimVersion,
  CsvPieces,
  type HypervAction,
  type HypervReadOptions,
  type HypervWriteOptions,
  type PowershellWriteOptions,
  START_ACTIONS,
  STOP_ACTIONS,
} from './hyperv/index.js'
export type { VirshWriteOptions } from './libvirt/virsh.js'
export * from './machine.js'
export * from './merge/index.js'
export { NOTHING_TO_SET, nothingToSet } from './nothing-to-set.js'
export * from './registry.js'
export * from './translate.js'
