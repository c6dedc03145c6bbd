import type { CodeAction, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { Diagnostic, Edit, FixedText, SourceText } from '../diagnostics/index.js'
import { toLsp } from './diagnostics.js'
import { rangeBetween, rangeOf } from './positions.js'

/** The kinds of code actions that are offered: fixes of one finding, and of all. */
export const CODE_ACTION_KINDS = ['quickfix', 'source.fixAll.virt-lifecycle'] as const

/** Makes the edit of a workspace from the edits of the document. */
export type EditDocument = (edits: TextEdit[]) => WorkspaceEdit

/** The fixes of the findings in a range of a document; one that is alone there is preferred. */
export function quickFixes(
  document: SourceText,
  diagnostics: readonly Diagnostic[],
  range: Range,
  edit: EditDocument,
): CodeAction[] {
  const fixable = diagnostics.flatMap((found) =>
    found.fix !== undefined && touches(rangeOf(document, found), range) ? [{ found, fix: found.fix }] : [],
  )
  return fixable.map(({ found, fix }) => ({
    title: titleOf(found, fix),
    kind: 'quickfix',
    diagnostics: [toLsp(document, found)],
    isPreferred: fixable.length === 1,
    edit: edit(fix.map((one) => textEdit(document, one))),
  }))
}

/** All fixes of a document at once; undefined if they change nothing. */
export function fixAll(document: SourceText, { text, fixed }: FixedText, edit: EditDocument): CodeAction | undefined {
  const changed = difference(document.text, text)
  if (changed === undefined) return undefined
  const title = fixed.length === 1 ? 'Fix 1 unambiguous mistake' : `Fix ${fixed.length} unambiguous mistakes`
  return { title, kind: 'source.fixAll.virt-lifecycle', edit: edit([textEdit(document, changed)]) }
}

function textEdit(document: SourceText, { offset, length, content }: Edit): TextEdit {
  return { range: rangeBetween(document, offset, offset + length), newText: content }
}

/** One edit that makes a text of another; undefined if they are the same. */
function difference(before: string, after: string): Edit | undefined {
  if (before === after) return undefined
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { offset: start, length: before.length - end - start, content: after.slice(start, after.length - end) }
}

function titleOf({ code }: Diagnostic, fix: readonly Edit[]): string {
  // The names in a start tag and its end tag are replaced with the same text.
  const [content = '', ...others] = new Set(fix.map((edit) => edit.content))
  return others.length === 0 && /^\S.{0,59}$/.test(content) ? `Replace with "${content}"` : `Fix ${code}`
}

function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start)
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character)
}
