/**
 * virt-lifecycle as a library: all that the command line does, without process, console or files. Texts go in, machines,
 * texts and diagnostics come out; nothing is thrown for bad input.
 */
export {
  DIAGNOSTIC_CODES,
  type Diagnostic,
  type DiagnosticCode,
  type Excerpt,
  hasErrors,
  type Severity,
  SourceText,
} from './diagnostics/index.js'
export {
  type Action,
  AUTOSTART_READINGS,
  type AutostartReading,
  autostart,
  DELAY_RANGE,
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  HOST_STOP_SHORTHAND,
  type HostStart,
  type HostStop,
  hostStartOfAutostart,
  LIFECYCLE_NAMESPACE,
  type Lifecycle,
  mergeLifecycle,
  normalise,
  ORDER_RANGE,
  type StartAttribute,
  sameLifecycle,
} from './lifecycle/index.js'
export { type Explained, type ExplainedAction, type Explanation, explain, explanationAsText } from './report/index.js'
export { bindToLibvirt, JSON_SCHEMAS, RELAXNG, VERSION } from './schemas/index.js'
export {
  CIM_VERSIONS,
  type CimVersion,
  detectFormat,
  FORMAT_IDS,
  FORMATS,
  type Format,
  type FormatId,
  type Identified,
  type Machine,
  type MachineSource,
  type Matching,
  matchMachines,
  type OnReserved,
  type ReadOptions,
  type ReadResult,
  readMachines,
  type WriteOptions,
  type WriteResult,
  type WrittenDocument,
  writeMachines,
} from './translate/index.js'
export {
  checkSchema,
  createLibxml2Engine,
  type Engine,
  type EngineName,
  type LoadSchemaFile,
  type Schema,
  type ValidateOptions,
  validateDomain,
} from './validate/index.js'
export {
  type DomainDocument,
  type DomainReading,
  decode,
  type Encoding,
  encode,
  locateDomain,
  PLACEMENTS,
  type Placement,
  readDomain,
  setLifecycle,
} from './xml/index.js'
