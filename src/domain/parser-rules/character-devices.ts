import { misspelt, quote } from '../../diagnostics/index.js'
import type { XmlElement } from '../../xml/index.js'
import { attributeOf, childrenNamed } from './kept.js'
import { attributeRange, type ElementRule, replacing, tagRange } from './rule.js'

/** What a kind of character device must say of its other end; `unix` may leave it out where libvirt chooses the path. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    file: ['path'],
    dev: ['path'],
    pipe: ['path'],
    unix: ['path'],
    tcp: ['host', 'service'],
    udp: ['service'],
  }),
)

const CHARACTER_DEVICES = ['serial', 'parallel', 'console', 'channel', 'redirdev', 'smartcard', 'rng/backend'].map(
  (path) => `devices/${path}`,
)

/** VL230: a character device that does not say where its other end is. */
export const characterDevice: ElementRule = {
  code: 'VL230',
  elements: CHARACTER_DEVICES,
  others: CHARACTER_DEVICES.flatMap((path) => [`${path}/source`, `${path}/target`]),
  refuses: (device) => {
    const type = device.attributes['type']?.trim() ?? ''
    const needed = SOURCES.get(type)
    if (needed === undefined || isPathChosen(device, type)) return undefined
    const sources = childrenNamed(device, 'source')
    const missing = needed.find(
      (name) => !sources.some((source) => isOtherEnd(source, type) && name in source.attributes),
    )
    if (missing === undefined) return undefined
    return [
      {
        message: `<${device.local} type='${type}'> has no ${missing} in its <source>, which libvirt refuses`,
        hint: `add <source ${needed.map((each) => `${each}='…'`).join(' ')}/>`,
        range: tagRange(sources[0] ?? device),
      },
    ]
  },
}

/** libvirt names the socket of a channel to the guest itself. */
const isPathChosen = (device: XmlElement, type: string): boolean =>
  type === 'unix' &&
  device.local === 'channel' &&
  childrenNamed(device, 'target').some((target) => ['virtio', 'xen'].includes(target.attributes['type']?.trim() ?? ''))

/** Of the two sources of a UDP device, the one that is connected to. */
const isOtherEnd = (source: XmlElement, type: string): boolean =>
  type !== 'udp' || source.attributes['mode']?.trim() !== 'bind'

/** How a socket comes to its other end: `bind` waits for it, `connect` calls it. */
const MODES = ['bind', 'connect']

/** What programs call these otherwise. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['client', 'connect'],
  ['listen', 'bind'],
  ['server', 'bind'],
])

/** The types of which libvirt reads the mode. */
const SOCKETS: readonly string[] = ['tcp', 'udp', 'unix']

/** VL239: a word for the mode of a socket that libvirt does not know; the schema allows any text. */
export const socketMode: ElementRule = {
  code: 'VL239',
  elements: CHARACTER_DEVICES.map((path) => `${path}/source`),
  others: CHARACTER_DEVICES,
  refuses: (source) => {
    const mode = attributeOf(source, 'mode')
    if (mode === undefined || MODES.includes(mode.value)) return undefined
    if (!SOCKETS.includes(source.parent?.attributes['type']?.trim() ?? '')) return undefined
    const word = mode.value.trim().toLowerCase()
    const meant = SYNONYMS.get(word) ?? misspelt(word, MODES)
    return [
      {
        message: `mode is ${quote(mode.value)}, neither "bind" nor "connect"; libvirt refuses that`,
        hint: meant === undefined ? '"bind" waits for the other end, "connect" calls it' : `write ${quote(meant)}`,
        range: attributeRange(mode),
        ...(meant === undefined ? {} : { fix: [replacing([mode.valueStart, mode.valueEnd], meant)] }),
      },
    ]
  },
}

/** Numbers as libvirt reads them, to the base ten. It takes white space before them, and of devices with ports of their own a sign. */
const PORTS: ReadonlyMap<string, RegExp> = new Map([
  ['devices/serial/target', /^\s*[+-]?\d+$/],
  ['devices/parallel/target', /^\s*[+-]?\d+$/],
  ['devices/console/target', /^\s*[+-]?\d+$/],
  ['devices/channel/target', /^\s*\+?\d+$/],
])
const MOST_PORT = 2 ** 32 - 1

/** VL240: a port that is not a number; the schema allows any text. */
export const port: ElementRule = {
  code: 'VL240',
  elements: [...PORTS.keys()],
  refuses: (target, _, path) => {
    const number = attributeOf(target, 'port')
    if (number === undefined) return undefined
    const isNumber = PORTS.get(path)?.test(number.value) === true && Math.abs(Number(number.value)) <= MOST_PORT
    if (isNumber) return undefined
    const message = `libvirt refuses the port ${quote(number.value)}`
    return [{ message, hint: 'write a number in decimal digits, such as 0', range: attributeRange(number) }]
  },
}
