import type { Identity, Instance } from './instance.js'
import type { HypervReadOptions } from './options.js'
import type { SettingTable } from './properties.js'

/** A kind of objects that describe machines: how they are recognised, identified and read. */
export interface ObjectKind {
  /** What has these objects, for messages. */
  readonly source: string
  /** The settings that they have; an object with one of these properties is of this kind. */
  readonly settings: SettingTable
  /** Properties without settings that only objects of this kind have. */
  readonly marks: readonly string[]
  /** Sets of properties that together suggest this kind, for an object that has no mark of any kind. */
  readonly likely: readonly (readonly string[])[]
  /** The JSON Schema of one such object. */
  readonly shape: 'cim-json' | 'powershell-json'
  readonly identify: (instance: Instance, options: HypervReadOptions) => Identity
}
