import {
  asSource,
  DEFAULT_MAX_FINDINGS,
  type Diagnostic,
  FindingList,
  hasErrors,
  inOrder,
  quote,
  type SourceText,
  type TextInput,
  tooMany,
} from '../diagnostics/index.js'
import { checkDomain, type ParserCheck, type Policy, parseDomain } from '../domain/index.js'
import { wrongEncoding } from '../xml/index.js'
import { embeddedEngine } from './embedded.js'
import type { Engine } from './engine.js'

/** How a document is checked. */
export interface ValidateOptions extends Policy {
  /** The engine that checks the schema, or `none` for the rules only. The embedded schema unless given. */
  readonly engine?: Engine | 'none'
  /** Deepest nesting accepted; 1000 unless given. */
  readonly maxDepth?: number
  /**
   * The check of what libvirt's parser refuses although its schema allows it (VL220 to VL240): `parserCheck`. Without it, only the
   * schema and the lifecycle rules count. It is applied to a domain in which nothing else is an error; VL220 is the
   * builtin engine's, and left out without it.
   */
  readonly parserCheck?: ParserCheck
  /** Most findings that are listed; 1000 unless given. VL120 says how many more there are. */
  readonly maxFindings?: number
  /** Whether warnings become errors. */
  readonly strict?: boolean
  /** Whether the engine's schema is for documents with this root, so that it judges one without a domain, too. */
  readonly hasOwnSchema?: boolean
  /**
   * What becomes of what was found, before `strict` does its part: comments may silence findings (`applySilences`), a team may
   * see a code as more or less serious. Everything is kept unless given.
   */
  readonly review?: Review
  /** The name of the file in diagnostics if the input is a string; `domain.xml` unless given. */
  readonly file?: string
}

/** What remains of the findings of a document. */
export interface Reviewed {
  readonly diagnostics: readonly Diagnostic[]
  /** The findings that comments silence. */
  readonly silenced: readonly Silenced[]
}

/** A finding that a comment in the document silences. */
export interface Silenced {
  readonly diagnostic: Diagnostic
  /** What the comment says about it; empty if nothing. */
  readonly reason: string
}

/** Decides what remains of the findings of a document. */
export type Review = (document: SourceText, found: readonly Diagnostic[]) => Reviewed

/** What was found in a document. */
export interface CheckedDocument extends Reviewed {
  /** Whether it is another kind of document, by its root element. */
  readonly isOther: boolean
  /** Whether the lifecycle elements are children of its `<domain>`, where libvirt up to 12.8 refuses them. */
  readonly hasElements: boolean
}

/**
 * Validate a domain: first the lifecycle rules, then the schema. A document that is not well-formed, has a DOCTYPE or is
 * not a domain gives the one diagnostic that says so. The domain is valid if no diagnostic is an error (`hasErrors`).
 */
export function validateDomain(domain: TextInput, options: ValidateOptions = {}): readonly Diagnostic[] {
  return checkDocument(asSource(domain, options.file ?? 'domain.xml'), options).diagnostics
}

/** So many findings more than are listed are kept: some say the same as others. */
const MARGIN = 1000

/** The same, and whether it is another kind of document. It is parsed once, for the rules and the engine. */
export function checkDocument(document: SourceText, options: ValidateOptions): CheckedDocument {
  const { maxFindings = DEFAULT_MAX_FINDINGS, strict = false } = options
  const { diagnostics: found, more, moreOf, isOther, hasElements } = findIn(document, options, maxFindings + MARGIN)
  const { diagnostics, silenced } = options.review?.(document, found) ?? { diagnostics: found, silenced: [] }
  const list = new FindingList(maxFindings, more + moreOf).add(diagnostics)
  // What was never looked at may be errors, whatever the review has made of the rest.
  const said = asStrict(tooMany(document, list), more > 0 && !hasErrors(list.listed))
  return { isOther, hasElements, diagnostics: asStrict([...list.listed, ...said], strict), silenced }
}

/** How many findings were never made. */
interface Unlisted {
  /** Of any code and severity. */
  readonly more: number
  /** Of codes of which there are some among the others, which are as severe. */
  readonly moreOf: number
}

/** @param most most findings of the rules, and of the schema, that are kept */
function findIn(
  document: SourceText,
  options: ValidateOptions,
  most: number,
): Omit<CheckedDocument, 'silenced'> & Unlisted {
  const { engine = embeddedEngine(), maxDepth, hasOwnSchema = false, parserCheck } = options
  const check = engine === 'none' ? undefined : engine.begin(document, most)
  const ofParser = parserCheck?.begin()
  const parsed = parseDomain(document, { maxDepth, listener: check?.listener, keeps: ofParser?.keeps })
  const found = 'found' in parsed ? parsed.found : undefined
  if ('diagnostic' in parsed && !(hasOwnSchema && parsed.diagnostic.code === 'VL109')) {
    return { diagnostics: [parsed.diagnostic], isOther: parsed.isOther, hasElements: false, more: 0, moreOf: 0 }
  }
  const rules = found === undefined ? new FindingList(most) : checkDomain(found, options, most)
  const all = check?.violations() ?? []
  // A warning is about libvirt's parser.
  const violations = parserCheck === undefined ? all.filter(({ severity }) => severity === 'error') : all
  const isAllowed = !hasErrors(violations) && !hasErrors(rules.listed) && found?.rootKind === 'domain'
  const refused = isAllowed ? ofParser?.refusals(document, found.domain, most) : undefined
  const diagnostics = [...encodingFault(document), ...together(rules.listed, violations, refused?.listed ?? [])]
  const hasElements = (found?.elements.length ?? 0) > 0
  const moreOf = (refused?.more ?? 0) + (parserCheck === undefined ? 0 : (check?.moreWarnings?.() ?? 0))
  const open = { more: rules.more + (check?.more?.() ?? 0), moreOf }
  return { diagnostics, ...open, isOther: 'isOther' in parsed && parsed.isOther, hasElements }
}

/** What the rules, the schema and libvirt's parser find in a document. In most documents there is nothing. */
function together(
  rules: readonly Diagnostic[],
  violations: readonly Diagnostic[],
  refused: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (rules.length + violations.length + refused.length === 0) return rules
  const own = inOrder(rules)
  const starts = own.map(startOf)
  const errors = own.filter(({ severity }) => severity === 'error').map(startOf)
  // Where a rule has found an error, the schema need not report it again; nor a warning where a rule has found anything.
  const more = violations.filter((violation) => !holdsOne(violation, violation.severity === 'error' ? errors : starts))
  return [...own, ...inOrder([...withoutRepeats(more), ...refused])]
}

/** Says that libvirt refuses a document that names the wrong encoding, although it can be read. */
function encodingFault(document: SourceText): readonly Diagnostic[] {
  const wrong = wrongEncoding(document)
  if (wrong === undefined) return []
  const { start, end, declared, actual } = wrong
  const message = `the XML declaration names the encoding ${quote(declared)}, but the document is in ${actual}`
  const fix = [{ offset: start, length: end - start, content: actual }]
  return [
    document.diagnostic(
      { code: 'VL106', message, hint: `declare ${actual} instead: libvirt refuses it as it is`, fix },
      start,
      end,
    ),
  ]
}

/** A position as one number, in the order of a document. */
function placeOf(line: number, column: number): number {
  return line * 2 ** 32 + column
}

const startOf = ({ line, column }: Diagnostic): number => placeOf(line, column)

/** Whether a finding begins where another one does, or inside its range; `starts` are where they begin, in order. */
function holdsOne({ line, column, endLine, endColumn }: Diagnostic, starts: readonly number[]): boolean {
  const start = placeOf(line, column)
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < start) low = middle + 1
    else high = middle
  }
  const next = starts[low] ?? Number.POSITIVE_INFINITY
  return next === start || next < placeOf(endLine ?? line, endColumn ?? column)
}

/** Findings of which, if wanted, each warning is an error. */
export function asStrict(diagnostics: readonly Diagnostic[], strict: boolean): readonly Diagnostic[] {
  if (!strict) return diagnostics
  return diagnostics.map((found) => (found.severity === 'warning' ? { ...found, severity: 'error' } : found))
}

function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return diagnostics.filter(({ line, column, message }) => {
    const key = `${line}:${column} ${message}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
