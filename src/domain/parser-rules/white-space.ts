import { quote } from '../../diagnostics/index.js'
import { textOf, type XmlAttribute, type XmlElement } from '../../xml/index.js'
import { attributeOf } from './kept.js'
import { type ElementRule, type Refusal, replacing, textRange } from './rule.js'

/** Attributes with one of several words as value, which libvirt compares exactly; `#` is the text of an element. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  os: ['firmware'],
  'os/boot': ['dev'],
  'os/type': ['#'],
  vcpu: ['placement'],
  cpu: ['mode', 'match', 'check'],
  'cpu/feature': ['policy'],
  clock: ['offset'],
  'clock/timer': ['name', 'tickpolicy'],
  on_poweroff: ['#'],
  on_reboot: ['#'],
  on_crash: ['#'],
  on_lockfailure: ['#'],
  'devices/disk': ['type', 'device'],
  'devices/disk/driver': ['cache', 'io', 'discard'],
  'devices/disk/target': ['bus'],
  'devices/controller': ['type', 'model'],
  'devices/filesystem': ['type', 'accessmode'],
  'devices/interface': ['type'],
  'devices/serial': ['type'],
  'devices/console': ['type'],
  'devices/channel': ['type'],
  'devices/channel/target': ['type'],
  'devices/input': ['type', 'bus'],
  'devices/graphics': ['type'],
  'devices/sound': ['model'],
  'devices/video/model': ['type'],
  'devices/hostdev': ['mode', 'type'],
  'devices/watchdog': ['model', 'action'],
  'devices/memballoon': ['model'],
  'devices/rng': ['model'],
  'devices/rng/backend': ['model'],
  'devices/tpm': ['model'],
  'devices/tpm/backend': ['type'],
  'devices/panic': ['model'],
}

/** VL220: white space around a word that libvirt compares exactly, while the schema ignores it. */
export const whiteSpace: ElementRule = {
  code: 'VL220',
  elements: Object.keys(WORDS),
  refuses: (element, _, path) => {
    let found: Refusal[] | undefined
    for (const name of WORDS[path] ?? []) {
      const value = name === '#' ? textOf(element) : element.attributes[name]
      if (value === undefined || !hasSpaceAround(value)) continue
      const refusal = around(element, attributeOf(element, name), name, value)
      if (refusal !== undefined) found = [...(found ?? []), refusal]
    }
    return found
  },
}

const SPACE = 0x20

function hasSpaceAround(value: string): boolean {
  return value.charCodeAt(0) <= SPACE || value.charCodeAt(value.length - 1) <= SPACE
}

function around(
  element: XmlElement,
  attribute: XmlAttribute | undefined,
  name: string,
  value: string,
): Refusal | undefined {
  const word = value.trim()
  if (word === '') return undefined
  const range = attribute === undefined ? textRange(element) : ([attribute.valueStart, attribute.valueEnd] as const)
  const what = attribute === undefined ? `<${element.local}> is` : `${name} is`
  return {
    message: `${what} ${quote(value)}, which libvirt refuses because of the white space`,
    hint: `write ${quote(word)}`,
    fix: [replacing(range, word)],
    range,
  }
}
