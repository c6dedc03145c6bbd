import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff'

/**
 * The way from one text of a file to another, as a unified diff that `patch -p1` takes: paths with `a/` and `b/` in
 * front, line ends as they are in the texts, and a mark where the last line has none. Empty where the texts are the same.
 *
 * @param name the file's path, relative, with `/` between its parts
 */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return ''
  // A tab ends a name with spaces in it, as GNU diff and git do it.
  const end = name.includes(' ') ? '' : undefined
  const patch = structuredPatch(quoted(`a/${name}`), quoted(`b/${name}`), before, after, end, end, { context: 3 })
  return formatPatch(patch, FILE_HEADERS_ONLY)
}

/** A name as GNU patch and git read it: between quotes where it holds what would end or disturb the line. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name
  const bytes = (text: string): string =>
    [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return `"${name.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, bytes)}"`
}
