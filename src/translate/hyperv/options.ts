import type { ReadOptions, WriteOptions } from '../format.js'
import type { CimVersion } from './vocabulary.js'

/** Options of the readers for Hyper-V. */
export interface HypervReadOptions extends ReadOptions {
  /** The class of CIM instances that do not state one; it decides what their numbers mean. `v2` unless given. */
  readonly hyperv?: CimVersion
}

/** Options of the writers for Hyper-V. */
export interface HypervWriteOptions extends WriteOptions {
  /** The class of the CIM instances that are written. `v2` unless given. */
  readonly hyperv?: CimVersion
}
