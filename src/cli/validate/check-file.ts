import type { Diagnostic } from '../../diagnostics/index.js'
import { hasErrors, SourceText } from '../../diagnostics/index.js'
import type { ReportedDocument } from '../../report/index.js'
import { checkDocument, type Engine, type Policy } from '../../validate/index.js'
import { type Encoding, type FixOptions, fixDomain, locateDomain } from '../../xml/index.js'
import { exitStatus } from '../exit-status.js'
import { readDocument } from '../inputs.js'
import type { Entry } from './choose-files.js'

/** How each file is checked. Plain data, so that it can be handed to another thread. */
export interface CheckOptions extends Policy {
  /** Bytes. */
  readonly maxSize: number
  readonly maxDepth: number
  readonly strict: boolean
  /** Whether documents that are no domains are passed over. */
  readonly skipOther: boolean
  /** Whether what has one right answer is mended; `show`: it is shown, and the document is judged as it is. */
  readonly fix?: (FixOptions & { readonly how: 'write' | 'show' }) | undefined
}

/** A file that was checked. */
export interface CheckedFile extends ReportedDocument {
  /** Bytes read. */
  readonly size: number
  /** What the document becomes, where something in it can be mended. */
  readonly repair?: { readonly before: string; readonly after: string; readonly encoding: Encoding }
}

/** Read a file and check it; nothing is written. */
export async function checkFile(entry: Entry, options: CheckOptions, engine: Engine): Promise<CheckedFile> {
  if (typeof entry !== 'string') return { ...unusable(entry.diagnostic), size: 0 }
  let size = 0
  const input = await readDocument(entry, options.maxSize, (bytes) => {
    size = bytes
  })
  if ('diagnostic' in input) return { ...unusable(input.diagnostic), size }
  const { document, encoding } = input
  const { fix, skipOther } = options
  const after = fix === undefined ? document.text : mended(document, fix, options.maxDepth)
  const judged = fix?.how === 'write' && after !== document.text ? new SourceText(document.file, after) : document
  const { diagnostics, isOther } = checkDocument(judged, { ...options, engine })
  const repair = after === document.text ? {} : { repair: { before: document.text, after, encoding } }
  if (isOther && skipOther) return { file: document.file, outcome: 'other', diagnostics: [], size }
  return { file: document.file, outcome: hasErrors(diagnostics) ? 'invalid' : 'valid', diagnostics, size, ...repair }
}

/** What becomes of an input that is no document: it was not read, or it holds nothing that can be checked. */
function unusable(diagnostic: Diagnostic): ReportedDocument {
  const outcome = exitStatus([diagnostic]) === 2 ? 'unread' : 'invalid'
  return { file: diagnostic.file, outcome, diagnostics: [diagnostic] }
}

function mended(document: SourceText, fix: FixOptions, maxDepth: number): string {
  const located = locateDomain(document, maxDepth)
  return 'diagnostic' in located ? document.text : fixDomain(located.found, fix)
}
