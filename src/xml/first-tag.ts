/** The first start tag of an XML document, found without parsing the document. */
export interface FirstTag {
  readonly local: string
  /** Its namespace, if the tag itself declares it; else empty. */
  readonly uri: string
}

/** The first start tag of a text; both members are empty if there is none. The text need not be well-formed. */
export function firstTag(text: string): FirstTag {
  const [, prefix = '', local = '', rest = ''] = /^<(?:([^\s<>/:]+):)?([^\s<>/:]+)(.*)/s.exec(textOfTag(text)) ?? []
  if (!rest.includes('xmlns')) return { local, uri: '' }
  const declared = prefix === '' ? 'xmlns' : `xmlns:${prefix}`
  // White space begins each attribute, so that no name is tried from each of its characters.
  for (const [, name, quoted = ''] of rest.matchAll(/\s([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    if (name === declared) return { local, uri: quoted.slice(1, -1) }
  }
  return { local, uri: '' }
}

/** The first tag after the declaration, comments and white space; a DOCTYPE is left to the parser. */
function textOfTag(text: string): string {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const end = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined
    if (end === undefined) return text.slice(at, text.indexOf('>', at) + 1 || text.length)
    const found = text.indexOf(end, at + end.length)
    if (found < 0) break
    at = found + end.length
  }
  return ''
}
