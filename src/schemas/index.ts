/** The schemas as texts: RelaxNG for domains, JSON Schemas for what the program reads and writes. Imports nothing. */
import { JSON_SCHEMAS, RELAXNG } from './texts.js'

export { JSON_SCHEMAS, RELAXNG, VERSION } from './texts.js'

/** A schema, ready to be written to a file. */
export interface SchemaText {
  /** Its name in schema/, without `.rng` or `.schema.json`. */
  readonly name: string
  /** One line about what it describes. */
  readonly description: string
  readonly text: string
}

const RELAXNG_DESCRIPTIONS: Readonly<Record<keyof typeof RELAXNG, string>> = {
  'domain-lifecycle': 'RelaxNG: any domain, with right lifecycle elements; needs no other file',
  'libvirt-extension': "RelaxNG: libvirt's own grammar of domains (domain.rng), with the lifecycle elements added",
  lifecycle: 'RelaxNG: the two elements, for inclusion in another grammar',
  metadata: "RelaxNG: the lifecycle element in a domain's metadata",
}

/** Every schema: the RelaxNG ones, then the JSON Schemas. */
export const SCHEMAS: readonly SchemaText[] = [
  ...Object.entries(RELAXNG_DESCRIPTIONS).map(([name, description]) => ({
    name,
    description,
    text: RELAXNG[name as keyof typeof RELAXNG], // Object.entries forgets the type of the keys
  })),
  ...Object.entries<Readonly<Record<string, unknown>>>(JSON_SCHEMAS).map(([name, schema]) => ({
    name,
    description: `JSON Schema: ${schema['title']}`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  })),
]

/**
 * The extension of libvirt's grammar, bound to where that lies.
 *
 * @param location of `domain.rng`: a `file:` URL with everything unusual in it percent-encoded, as Node's
 *   `pathToFileURL` writes it, or an absolute POSIX path, which is turned into one. A path as it is would not do: with a
 *   space, `#`, `?` or an umlaut in it libxml2 does not find the file, with a `%` jing does not.
 */
export function bindToLibvirt(location: string): string {
  const url = location.startsWith('/') ? `file://${location.split('/').map(encodeURIComponent).join('/')}` : location
  const href = url.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  return RELAXNG['libvirt-extension'].replace('<include href="domain.rng"/>', () => `<include href="${href}"/>`)
}
