import { createHash } from 'node:crypto'
import { structuredPatch } from 'diff'

/**
 * Patches as `git format-patch` writes them, by file name. They have no date and no Signed-off-by: `git am --signoff` adds
 * those of whoever sends them.
 *
 * @param changes what `applyConcerns` made
 * @param from the author, `Name <address>`
 */
export function seriesOf(changes, from) {
  return new Map(
    changes.map(({ subject, body, files }, index) => {
      const number = `${index + 1}/${changes.length}`
      const diffs = files.map(diffOf)
      const text = [
        `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001`,
        `From: ${from}`,
        `Subject: [PATCH ${number}] ${subject}`,
        '',
        ...(body === '' ? [] : [body.trimEnd()]),
        '---',
        ...statOf(diffs),
        '',
        ...diffs.map(({ text: diff }) => diff),
        '-- ',
        'virt-lifecycle',
        '',
        '',
      ].join('\n')
      return [`${String(index + 1).padStart(4, '0')}-${fileName(subject)}.patch`, text]
    }),
  )
}

/** git's file name of a subject: every other character becomes a hyphen, and 52 characters are kept. */
function fileName(subject) {
  return subject
    .replaceAll(/[^A-Za-z0-9._]+/g, '-')
    .slice(0, 52)
    .replace(/[-.]+$/, '')
}

function diffOf({ file, before = '', after }) {
  const isNew = before === ''
  const { hunks } = structuredPatch(file, file, before, after, '', '', { context: 3 })
  const header = [
    `diff --git a/${file} b/${file}`,
    ...(isNew ? ['new file mode 100644'] : []),
    `index ${isNew ? '0'.repeat(10) : blob(before)}..${blob(after)}${isNew ? '' : ' 100644'}`,
    `--- ${isNew ? '/dev/null' : `a/${file}`}`,
    `+++ b/${file}`,
  ]
  const bodies = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${hunkRange(oldStart, oldLines)} +${hunkRange(newStart, newLines)} @@`,
    ...lines,
  ])
  const added = hunks.flatMap(({ lines }) => lines).filter((line) => line.startsWith('+')).length
  return { file, isNew, added, text: [...header, ...bodies].join('\n') }
}

/** git's name for a file's content, abbreviated. */
function blob(text) {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex')
    .slice(0, 10)
}

function hunkRange(start, count) {
  return count === 1 ? String(start) : `${start},${count}`
}

/** What changes where. The change only inserts lines. */
function statOf(diffs) {
  const width = Math.max(...diffs.map(({ file }) => file.length))
  const total = diffs.reduce((sum, { added }) => sum + added, 0)
  return [
    ...diffs.map(({ file, added }) => ` ${file.padEnd(width)} | ${String(added).padStart(3)} +`),
    ` ${diffs.length} ${diffs.length === 1 ? 'file' : 'files'} changed, ${total} insertions(+)`,
    ...diffs.filter(({ isNew }) => isNew).map(({ file }) => ` create mode 100644 ${file}`),
  ]
}
