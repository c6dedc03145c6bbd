import type { LoadSchemaFile } from '../validate/index.js'
import { childElements, parseXml, type XmlElement } from '../xml/index.js'

const RELAXNG_NAMESPACE = 'http://relaxng.org/ns/structure/1.0'

/** The definition of libvirt's that names all devices. */
const DEVICES = 'devices'

/**
 * The definitions of the devices that a domain can have, by their element, as a libvirt's schema lists them: `<disk>` is in
 * `disk`, `<memory>` in `memorydev`. Devices are what `virsh attach-device` takes.
 *
 * @param url of libvirt's `domain.rng`
 */
export function deviceDefinitions(url: URL, load: LoadSchemaFile): ReadonlyMap<string, readonly string[]> {
  const definitions = new Map<string, XmlElement[]>()
  collect(url, load, definitions, new Set())
  const devices = new Map<string, string[]>()
  const followed = new Set<string>()
  const follow = (element: XmlElement, definition: string): void => {
    if (element.local === 'element' && definition !== DEVICES) {
      const name = element.attributes['name']?.trim()
      if (name !== undefined) devices.set(name, [...new Set([...(devices.get(name) ?? []), definition])])
      return
    }
    const name = element.local === 'ref' ? element.attributes['name']?.trim() : undefined
    if (name !== undefined && !followed.has(name)) {
      followed.add(name)
      for (const found of definitions.get(name) ?? []) follow(found, name)
    }
    for (const child of childElements(element)) follow(child, definition)
  }
  for (const found of definitions.get(DEVICES) ?? []) follow(found, DEVICES)
  return devices
}

/** Collect the definitions of a schema and of what it includes; what cannot be read has none. */
function collect(url: URL, load: LoadSchemaFile, into: Map<string, XmlElement[]>, read: Set<string>): void {
  if (read.has(url.href)) return
  read.add(url.href)
  const document = load(url)
  if (document === undefined) return
  const parsed = parseXml(document, {
    keep: () => true,
    collect: ({ uri, local }) => uri === RELAXNG_NAMESPACE && (local === 'define' || local === 'include'),
  })
  if ('diagnostic' in parsed) return
  for (const element of parsed.collected) {
    const { name = '', href = '' } = element.attributes
    if (element.local === 'define') into.set(name.trim(), [...(into.get(name.trim()) ?? []), element])
    else if (URL.canParse(href, url.href)) collect(new URL(href, url), load, into, read)
  }
}
