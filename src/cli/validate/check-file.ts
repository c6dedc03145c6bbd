import type { Diagnostic, SourceText } from '../../diagnostics/index.js'
import { hasErrors } from '../../diagnostics/index.js'
import { parserCheck } from '../../domain/index.js'
import type { ReportedDocument } from '../../report/report.js'
import {
  type ChosenEngine,
  checkDocument,
  type Engines,
  fixDomain,
  type ValidateOptions,
} from '../../validate/index.js'
import type { Encoding } from '../../xml/index.js'
import { exitStatus } from '../exit-status.js'
import type { Entry } from '../files/choose-files.js'
import { readDocument } from '../files/read-document.js'
import type { Place } from '../io.js'
import { type ReviewOptions, reviewOf } from './review.js'

/** How each file is checked. Plain data, so that it can be handed to another thread. */
export interface CheckOptions extends ReviewOptions {
  /** Bytes. */
  readonly maxSize: number
  readonly maxDepth: number
  readonly maxFindings: number
  readonly strict: boolean
  /** Whether documents that are not domains are skipped. */
  readonly skipNonDomains: boolean
  /** Whether a device is checked by itself. */
  readonly fragment: boolean
  /** Whether what libvirt's parser refuses is reported, because the schemas are a libvirt's. */
  readonly parserRules: boolean
  /** Whether unambiguous mistakes are fixed; `show`: the fix is shown, and the document is checked as it is. */
  readonly fix?: 'write' | 'show'
}

/** A file that was checked. */
export interface CheckedFile extends ReportedDocument {
  /** Bytes read. */
  readonly size: number
  /** Whether it is a domain that has the lifecycle elements as children. */
  readonly hasElements?: true
  /** What the document becomes, if something in it can be fixed. */
  readonly fixed?: { readonly before: string; readonly after: string; readonly encoding: Encoding }
}

/** Read a file and check it; nothing is written. */
export async function checkFile(entry: Entry, options: CheckOptions, howTo: HowTo, place: Place): Promise<CheckedFile> {
  if (typeof entry !== 'string' && 'diagnostic' in entry) return { ...unusable(entry.diagnostic), size: 0 }
  const isRegular = typeof entry === 'string'
  let size = 0
  const advance = (bytes: number): void => {
    size = bytes
  }
  const { maxSize } = options
  const input = await readDocument(isRegular ? entry : entry.special, place, { maxSize, isRegular, advance })
  if ('diagnostic' in input) return { ...unusable(input.diagnostic), size }
  const { encoding } = input
  const document = entry === '-' ? input.document : input.document.hiddenUnless('<')
  const { fix, skipNonDomains } = options
  const how = await howTo(document)
  if ('diagnostics' in how) return { file: document.file, outcome: 'unread', diagnostics: how.diagnostics, size }
  const result = fix === undefined ? undefined : fixDomain(document, how)
  const { diagnostics, silenced, isOther, hasElements } =
    result === undefined ? checkDocument(document, how) : fix === 'write' ? result.after : result.before
  const fixed =
    result === undefined || result.text === document.text
      ? {}
      : { fixed: { before: document.text, after: result.text, encoding } }
  // A device has no schema of its own unless it is asked for.
  if (isOther && skipNonDomains && !how.hasOwnSchema)
    return { file: document.file, outcome: 'other', diagnostics: [], size }
  const outcome = hasErrors(diagnostics) ? 'invalid' : 'valid'
  const elements = hasElements ? { hasElements } : {}
  return { file: document.file, outcome, diagnostics, silenced, size, ...elements, ...fixed }
}

/** Says how a document is checked: with the engine for its kind, as the options say; or why its schema cannot be used (VL402). */
export type HowTo = (document: SourceText) => Promise<HowToCheck | { readonly diagnostics: readonly Diagnostic[] }>

/** How the documents of a run are checked. */
export function howToCheck(options: CheckOptions, engines: Engines): HowTo {
  const { fragment, skipNonDomains, parserRules } = options
  const forAll = { ...options, ...(parserRules ? { parserCheck } : {}), review: reviewOf(options) }
  const made: HowToCheck[] = []
  return async (document) => {
    const chosen = await engines.for(document, { fragment, domainsOnly: skipNonDomains })
    if ('diagnostics' in chosen) return chosen
    const { engine, hasOwnSchema } = chosen
    const known = made.find((how) => how.engine === engine && how.hasOwnSchema === hasOwnSchema)
    if (known !== undefined) return known
    const how = { ...forAll, ...chosen }
    made.push(how)
    return how
  }
}

/** How one document is checked. */
export type HowToCheck = ValidateOptions & ChosenEngine

/** The outcome for an input that is not a document: it was not read, or it contains nothing that can be checked. */
function unusable(diagnostic: Diagnostic): ReportedDocument {
  const outcome = exitStatus([diagnostic]) === 2 ? 'unread' : 'invalid'
  return { file: diagnostic.file, outcome, diagnostics: [diagnostic] }
}
