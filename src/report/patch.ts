import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff'

/**
 * The changes of a file as a unified diff for `patch -p1`: paths begin with `a/` and `b/`, line ends are those of the
 * texts, and a missing line end at the end of the file is marked. Empty if the texts are the same.
 *
 * @param name the relative path of the file, with `/` between its parts
 */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return ''
  // A tab ends a name that contains spaces, as in GNU diff and git.
  const end = name.includes(' ') ? '' : undefined
  const patch = structuredPatch(quoted(`a/${name}`), quoted(`b/${name}`), before, after, end, end, { context: 3 })
  return formatPatch(patch, FILE_HEADERS_ONLY)
}

/** A name as GNU patch and git read it: in quotes if it contains quotes, backslashes or control characters. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name
  const bytes = (text: string): string =>
    [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return `"${name.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, bytes)}"`
}
