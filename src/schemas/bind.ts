import { RELAXNG } from '../generated/texts.js'

/**
 * The extension of libvirt's grammar, bound to where that lies.
 *
 * @param location of `domain.rng`: a `file:` URL with everything unusual in it percent-encoded, as Node's
 *   `pathToFileURL` writes it, or an absolute POSIX path, which is turned into one. A path as it is would not do: with a
 *   space, `#`, `?` or an umlaut in it libxml2 does not find the file, with a `%` jing does not.
 */
export function bindToLibvirt(location: string): string {
  const include = `<include href="${hrefOf(location)}"/>`
  return RELAXNG['libvirt-extension'].replace(BASE, () => include)
}

/**
 * A schema of libvirt for what has a domain inside, with the extension of that domain: `domainsnapshot.rng`, `domaincheckpoint.rng`.
 * They include `domain.rng` or `inactiveDomain.rng` in grammars of their own, so nothing outside can add to its definitions.
 */
export function extendInnerDomains(schema: string): string {
  const extension = RELAXNG['libvirt-extension']
  const additions = extension.slice(extension.indexOf(BASE) + BASE.length, extension.lastIndexOf('</grammar>'))
  // libxml2 looks for the library on the element itself and on the grammar's root, not between them.
  const library = 'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
  const added = additions.replaceAll('<data ', `<data ${library} `)
  return schema.replace(/<include href="(?:domain|inactiveDomain)\.rng"\/>/g, (include) => include + added)
}

/** A grammar that takes one of the patterns that libvirt's `domain.rng` has for a device, and nothing else. */
export function schemaOfDevice(location: string, definitions: readonly string[]): string {
  const refs = definitions.map((name) => `<ref name="${name}"/>`).join('')
  return `<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="${hrefOf(location)}">
    <start><choice>${refs}</choice></start>
  </include>
</grammar>
`
}

/** What the extension includes, where it lies beside libvirt's schemas. */
const BASE = '<include href="domain.rng"/>'

function hrefOf(location: string): string {
  const url = location.startsWith('/') ? `file://${location.split('/').map(encodeURIComponent).join('/')}` : location
  return url.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
