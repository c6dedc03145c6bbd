import {
  codeRow,
  type Diagnostic,
  type DiagnosticCode,
  isDiagnosticCode,
  mayBeSilenced,
  type SourceText,
} from '../diagnostics/index.js'
import type { Reviewed } from './domain.js'
import { type SilenceComment, silenceComments, type Word } from './silence-comments.js'
import { judgeComment, unusedEnable, unusedSilence } from './silence-findings.js'

/** A place in a document, from line 1 and column 1. */
type Position = Pick<Diagnostic, 'line' | 'column'>

/** One code that a comment silences. */
interface Silence {
  readonly comment: SilenceComment
  readonly word: Word
  readonly scope: 'line' | 'rest'
  /** The line that is silenced, or where the silence begins. */
  readonly from: Position
  /** Where a later comment ends it. */
  to?: Position
  used: boolean
}

/** What was found ends the check of a document: what else there is in it is not known. */
function endsCheck({ code }: Diagnostic): boolean {
  return code === 'VL109' || codeRow(code).neverAccepted === true
}

/** The first position of every document. */
const BEGINNING: Position = { line: 0, column: 0 }

/**
 * Take out of what was found in a document what comments in it silence, as in
 * `<!-- virt-lifecycle-disable-next-line VL403: known to our libvirt -->`. What is wrong with such comments is added: one that
 * silences nothing (VL425), unknown words in it (VL426, VL427), a code that cannot be silenced (VL428) or is missing (VL429).
 *
 * @param couldFind whether a code could have been found at all: with another schema or other options it might have been, so a
 *   comment that names it is not said to be unused
 */
export function applySilences(
  document: SourceText,
  found: readonly Diagnostic[],
  couldFind: (code: DiagnosticCode) => boolean = () => true,
): Reviewed {
  const comments = silenceComments(document)
  if (comments.length === 0) return { diagnostics: found, silenced: [] }
  const silences = new Silences(document)
  for (const comment of comments) silences.add(comment)
  const kept: Diagnostic[] = []
  const silenced: Reviewed['silenced'][number][] = []
  for (const diagnostic of found) {
    const silence = silences.of(diagnostic)
    if (silence === undefined) kept.push(diagnostic)
    else silenced.push({ diagnostic, reason: silence.comment.reason })
  }
  const unused = found.some(endsCheck) ? [] : silences.unused(couldFind)
  const own = [...silences.findings, ...unused].sort((a, b) => a.line - b.line || a.column - b.column)
  return { diagnostics: [...kept, ...own], silenced }
}

/** What the comments of a document silence. */
class Silences {
  /** What is wrong with the comments, whatever else is found. */
  readonly findings: Diagnostic[] = []
  private readonly all: Silence[] = []
  private readonly onLines = new Map<string, Silence>()
  /** By code, in order; none overlaps another. */
  private readonly ranges = new Map<string, Silence[]>()
  /** The ranges that have no end yet. */
  private readonly open = new Map<string, Silence>()

  constructor(private readonly document: SourceText) {}

  add(comment: SilenceComment): void {
    const { document } = this
    const judged = judgeComment(document, comment)
    for (const finding of judged.findings) this.findings.push(finding)
    if (judged.directive === 'enable') this.enable(comment, judged.codes)
    else if (judged.directive === 'disable') for (const word of judged.codes) this.disable(comment, word)
    else if (judged.directive !== undefined) {
      const line =
        judged.directive === 'disable-line'
          ? document.position(comment.start).line
          : document.position(comment.end).line + 1
      for (const word of judged.codes) this.disableLine(comment, word, line)
    }
  }

  /** What silences a finding. */
  of({ code, line, column }: Diagnostic): Silence | undefined {
    if (!mayBeSilenced(code)) return undefined
    const silence = this.onLines.get(`${code} ${line}`) ?? rangeAround(this.ranges.get(code) ?? [], { line, column })
    if (silence !== undefined) silence.used = true
    return silence
  }

  /** A finding for each code that silenced nothing. */
  unused(couldFind: (code: DiagnosticCode) => boolean): readonly Diagnostic[] {
    return this.all
      .filter(({ used, word }) => !used && isDiagnosticCode(word.text) && couldFind(word.text))
      .map(({ word, scope, from }) => unusedSilence(this.document, word, scope === 'line' ? from.line : undefined))
  }

  private disableLine(comment: SilenceComment, word: Word, line: number): void {
    const silence: Silence = { comment, word, scope: 'line', from: { line, column: 1 }, used: false }
    this.all.push(silence)
    const key = `${word.text} ${line}`
    if (!this.onLines.has(key)) this.onLines.set(key, silence)
  }

  private disable(comment: SilenceComment, word: Word): void {
    const ranges = this.ranges.get(word.text) ?? []
    // What is said of a whole document has the position of its beginning.
    const isWhole = comment.isBeforeRoot && ranges.length === 0
    const from = isWhole ? BEGINNING : this.document.position(comment.start)
    const silence: Silence = { comment, word, scope: 'rest', from, used: false }
    this.all.push(silence)
    if (this.open.has(word.text)) return
    this.open.set(word.text, silence)
    ranges.push(silence)
    this.ranges.set(word.text, ranges)
  }

  private enable(comment: SilenceComment, words: readonly Word[]): void {
    const to = this.document.position(comment.start)
    const codes = words.length === 0 ? [...this.open.keys()] : words.map(({ text }) => text)
    if (codes.length === 0) this.findings.push(unusedEnable(this.document, comment.directive))
    for (const [i, code] of codes.entries()) {
      const silence = this.open.get(code)
      const word = words[i]
      if (silence !== undefined) silence.to = to
      else if (word !== undefined) this.findings.push(unusedEnable(this.document, word))
      this.open.delete(code)
    }
  }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column)
}

/** Of ranges in order, the one with a position in it. */
function rangeAround(ranges: readonly Silence[], at: Position): Silence | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    const range = ranges[middle]
    if (range !== undefined && !isBefore(at, range.from)) low = middle + 1
    else high = middle
  }
  const range = ranges[low - 1]
  return range === undefined || (range.to !== undefined && !isBefore(at, range.to)) ? undefined : range
}
