import { type Edit, quote, type Range } from '../../diagnostics/index.js'
import { identifyObject } from './identify.js'
import { type Instance, type Property, stringOf } from './instance.js'

/**
 * A text as the value of a property. An empty one is no value: null is written so.
 *
 * @param edit gives the edit that writes another text in its place
 */
export function textValue(text: string, range: () => Range, edit: (written: string) => Edit): Property {
  return {
    value: text === '' ? null : text,
    shown: quote(text),
    get range() {
      return range()
    },
    edits: (written) => [edit(written)],
  }
}

/** The instance with its class: the one that `typeName` or a property names, as Get-WmiObject and Get-CimInstance have it. */
export function withClass(instance: Instance, typeName = ''): Instance {
  // CimClass is "root/virtualization/v2:Msvm_VirtualSystemSettingData".
  const stated = stringOf(instance, '__CLASS', 'CimClass')?.replace(/^.*:/, '')
  const className = stated ?? /[/\\:#.]((?:Msvm|CIM)_\w+)$/.exec(typeName)?.[1]
  return className === undefined ? instance : { ...instance, className }
}

const NO_VALUE: Property = { value: null, shown: '', range: { start: 0, end: 0 } }

/** Whether Hyper-V's objects have any of these properties. */
export function knowsAny(names: readonly string[]): boolean {
  const own = new Set(names.map((name) => name.toLowerCase()))
  const named: Instance['named'] = (name) => (own.has(name.toLowerCase()) ? [NO_VALUE] : [])
  const identity = identifyObject({ className: undefined, range: NO_VALUE.range, named }, {})
  return !('leftOut' in identity && identity.leftOut.code === 'VL305')
}
