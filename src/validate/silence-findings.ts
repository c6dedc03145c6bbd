import {
  codeRow,
  type Diagnostic,
  type DiagnosticCode,
  type Finding,
  isDiagnosticCode,
  mayBeSilenced,
  misspelt,
  nearest,
  quote,
  type SourceText,
  validationCodes,
} from '../diagnostics/index.js'
import { DIRECTIVES, type Directive, type SilenceComment, type Word } from './silence-comments.js'

/** What a comment says, as far as it can be understood, and what is wrong with it. */
export interface JudgedComment {
  readonly directive: Directive | undefined
  /** The codes that there are, each once. */
  readonly codes: readonly Word[]
  readonly findings: readonly Diagnostic[]
}

/** Read a comment: an unknown instruction is VL426, an unknown code VL427, one that cannot be silenced VL428, none at all VL429. */
export function judgeComment(document: SourceText, comment: SilenceComment): JudgedComment {
  const directive = DIRECTIVES.find((known) => known === comment.directive.text)
  if (directive === undefined) {
    return { directive, codes: [], findings: [at(document, comment.directive, unknownDirective(comment.directive))] }
  }
  if (comment.codes.length === 0 && directive !== 'enable') {
    const message = `this comment does not say which code it silences`
    const hint = `name it, as in "virt-lifecycle-${directive} VL403"`
    const finding = document.diagnostic({ code: 'VL429', message, hint }, comment.start, comment.end)
    return { directive, codes: [], findings: [finding] }
  }
  const codes = new Map<string, Word>()
  const findings: Diagnostic[] = []
  for (const word of comment.codes) {
    const wrong = faultOf(word)
    if (wrong === undefined) codes.set(word.text, codes.get(word.text) ?? word)
    else findings.push(at(document, word, wrong))
    // What follows is a sentence.
    if (!looksLikeCode(word)) break
  }
  return { directive, codes: [...codes.values()], findings }
}

/**
 * VL425: a code in a comment that silenced nothing.
 *
 * @param line the line that is silenced; undefined for the rest of the document
 */
export function unusedSilence(document: SourceText, word: Word, line: number | undefined): Diagnostic {
  const where = line === undefined ? 'after this comment' : `on line ${line}`
  return at(document, word, {
    code: 'VL425',
    message: `there is no ${word.text} ${where} to silence`,
    hint: 'remove it from the comment, or the comment',
  })
}

/** VL425: a comment that enables what no comment has disabled. */
export function unusedEnable(document: SourceText, word: Word): Diagnostic {
  const what = isDiagnosticCode(word.text) ? word.text : 'no code'
  const message = what === 'no code' ? 'no code is disabled here' : `${what} is not disabled here`
  return at(document, word, { code: 'VL425', message, hint: 'remove the comment' })
}

function at(document: SourceText, { start, end }: Word, finding: Finding): Diagnostic {
  return document.diagnostic(finding, start, end)
}

function unknownDirective(word: Word): Finding {
  const { text } = word
  const message =
    text === ''
      ? 'this comment gives no instruction'
      : `${quote(`virt-lifecycle-${text}`)} is not an instruction for this program`
  const only = misspelt(text, DIRECTIVES)
  const meant = only ?? nearest(text, DIRECTIVES)
  const known = DIRECTIVES.map((name) => `virt-lifecycle-${name}`).join(', ')
  const hint = meant === undefined ? `known are: ${known}` : `did you mean "virt-lifecycle-${meant}"?`
  return { code: 'VL426', message, hint, ...replacing(word, only) }
}

function faultOf(word: Word): Finding | undefined {
  const { text } = word
  if (isDiagnosticCode(text)) return mayBeSilenced(text) ? undefined : notSilenced(text)
  const message = `${quote(text)} is not a code of this program`
  if (!looksLikeCode(word)) {
    return { code: 'VL427', message, hint: 'if it is a reason, put a colon before it, as in "VL403: known"' }
  }
  const upper = text.toUpperCase()
  const only = isDiagnosticCode(upper) ? upper : undefined
  const meant = only ?? nearest(text, validationCodes())
  const hint = meant === undefined ? '"virt-lifecycle validate --list-rules" lists the codes' : `did you mean ${meant}?`
  return { code: 'VL427', message, hint, ...replacing(word, only) }
}

function notSilenced(code: DiagnosticCode): Finding {
  const why = codeRow(code).neverAccepted
    ? 'anything could be wrong after it: correct the document, or exclude it'
    : 'only what is found in a document can be'
  return { code: 'VL428', message: `${code} cannot be silenced`, hint: why }
}

function replacing({ start, end }: Word, content: string | undefined): Pick<Finding, 'fix'> {
  return content === undefined ? {} : { fix: [{ offset: start, length: end - start, content }] }
}

function looksLikeCode({ text }: Word): boolean {
  return /^vl?[-_]?\d+$/i.test(text)
}
