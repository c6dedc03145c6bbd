import { RELAXNG } from '../generated/texts.js'

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
