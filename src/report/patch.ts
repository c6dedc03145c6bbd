import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff'

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
  const names = [quoted(`a/${name}`), quoted(`b/${name}`)] as const
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS }
  const patch = structuredPatch(...names, before, after, end, end, options) ?? {
    ...structuredPatch(...names, '', '', end, end),
    hunks: [oneHunk(linesOf(before), linesOf(after))],
  }
  return formatPatch(patch, FILE_HEADERS_ONLY)
}

/** How many lines around a change are shown. */
const CONTEXT = 3

/** Most changed lines that are looked for one by one: the time for it grows with the square of their number. */
const MOST_EDITS = 2000

type Hunk = StructuredPatch['hunks'][number]

/** All from the first line that differs to the last one as one change. */
function oneHunk(before: readonly string[], after: readonly string[]): Hunk {
  const shorter = Math.min(before.length, after.length)
  let same = 0
  while (same < shorter && before[same] === after[same]) same++
  let end = 0
  while (end < shorter - same && before.at(-1 - end) === after.at(-1 - end)) end++
  const start = Math.max(0, same - CONTEXT)
  const [oldEnd, newEnd] = [before.length - end, after.length - end]
  const behind = before.slice(oldEnd, oldEnd + CONTEXT)
  return {
    oldStart: start + 1,
    oldLines: oldEnd - start + behind.length,
    newStart: start + 1,
    newLines: newEnd - start + behind.length,
    lines: [
      ...marked(' ', before.slice(start, same)),
      ...marked('-', before.slice(same, oldEnd)),
      ...marked('+', after.slice(same, newEnd)),
      ...marked(' ', behind),
    ],
  }
}

/** The lines of a text, their line ends included. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]+\n?|\n/g) ?? []
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n') ? [`${mark}${line.slice(0, -1)}`] : [`${mark}${line}`, '\\ No newline at end of file'],
  )
}

/** A name as GNU patch and git read it: in quotes if it contains quotes, backslashes or control characters. */
function quoted(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name
  const bytes = (text: string): string =>
    [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return `"${name.replace(/["\\]/g, '\\$&').replace(/\p{Cc}/gu, bytes)}"`
}
