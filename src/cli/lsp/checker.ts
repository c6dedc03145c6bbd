import { DEFAULT_MAX_FINDINGS, type Diagnostic, type FixedText, type SourceText } from '../../diagnostics/index.js'
import type { Validator } from '../../relaxng/index.js'
import { detectDocuments, fixDocuments, readDocuments } from '../../translate/index.js'
import { checkDocument, fixDomain } from '../../validate/index.js'
import { DEFAULT_MAX_DEPTH } from '../../xml/index.js'
import { tooLarge } from '../files/read-document.js'
import type { Io } from '../io.js'
import { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { DEFAULT_MAX_SIZE } from '../options/limits.js'
import { type CheckOptions, type HowTo, howToCheck } from '../validate/check-file.js'
import { checkOptionsOf } from '../validate/check-options.js'
import { openConfig } from '../validate/config-file.js'
import { type ReadyEngine, setUpEngine } from '../validate/set-up-engine.js'
import { settingsOf, type ValidateOptions } from '../validate/settings.js'

/** `validate` without options. */
const OPTIONS: ValidateOptions = {
  cache: true,
  // Only this one tells what is allowed at a position, and it is quick enough to check while somebody types.
  engine: 'builtin',
  maxFindings: DEFAULT_MAX_FINDINGS,
  maxSize: DEFAULT_MAX_SIZE,
  maxDepth: DEFAULT_MAX_DEPTH,
}

/** What was found in a text. */
export interface Checked {
  readonly document: SourceText
  readonly diagnostics: readonly Diagnostic[]
  /** The text with every fix applied. */
  readonly fixed: () => FixedText
}

/** Checks documents as `validate` does in a directory, and exports of Hyper-V's as `convert` does. */
export class Checker {
  /** How a document is checked, or why it cannot be. */
  private readonly howTo: HowTo

  private constructor(
    private readonly ready: ReadyEngine,
    private readonly options: CheckOptions,
  ) {
    this.howTo = howToCheck(options, ready.engines)
  }

  /**
   * Read the configuration of the directory that is `io.cwd` and set up the engines.
   *
   * @returns what is wrong with the configuration or the schema if they cannot be used
   */
  static async open(io: Io): Promise<Checker | { readonly diagnostics: readonly Diagnostic[] }> {
    const opened = await openConfig(io.cwd, undefined)
    if ('diagnostics' in opened) return opened
    const { boundary, config } = opened
    const settings = settingsOf(io.cwd, [], OPTIONS, boundary, config)
    const { schema, fragment } = settings
    const schemaBoundary = SchemaBoundary.of(boundary, io)
    const refusal = schemaBoundary.refusal(schema, 'repository')
    if (refusal !== undefined) return { diagnostics: [refusal] }
    const choice = { name: settings.engine, schema, fragment, useCache: OPTIONS.cache }
    const ready = await setUpEngine(choice, io, schemaBoundary)
    return 'diagnostics' in ready ? ready : new Checker(ready, checkOptionsOf(OPTIONS, settings, ready))
  }

  /** Said once: that there is no schema of libvirt (VL404). */
  get missing(): Diagnostic | undefined {
    return this.ready.missing
  }

  /** What is found in a document; nothing in one that is not checked. */
  async check(document: SourceText): Promise<Checked> {
    const { maxSize, skipNonDomains } = this.options
    const withoutFix = (diagnostics: readonly Diagnostic[]): Checked => ({
      document,
      diagnostics,
      fixed: () => ({ text: document.text, fixed: [] }),
    })
    if (isTooLarge(document.text)) return withoutFix([{ ...tooLarge(document.file, maxSize), hint: CHECK_LARGER }])
    const detected = detectDocuments(document)
    if ('format' in detected && detected.format !== 'domain') {
      if (skipNonDomains) return withoutFix([])
      return { document, diagnostics: readDocuments(document).diagnostics, fixed: once(() => fixDocuments(document)) }
    }
    const how = await this.howTo(document)
    if ('diagnostics' in how) return withoutFix(how.diagnostics.map((diagnostic) => inDocument(document, diagnostic)))
    const found = checkDocument(document, how)
    if (found.isOther && skipNonDomains && !how.hasOwnSchema) return withoutFix([])
    return { document, diagnostics: found.diagnostics, fixed: once(() => fixDomain(document, how, found)) }
  }

  /** The validator for a document, by its root element. */
  async validatorFor(document: SourceText): Promise<Validator | undefined> {
    const how = await this.howTo(document)
    return 'diagnostics' in how || how.engine === 'none' ? undefined : how.engine?.validator
  }

  /** Keep for another run what was found out about the schemas. */
  keep(): void {
    this.ready.keep()
  }
}

/** Whether a text is longer than what is checked, and completed, while somebody types. */
export function isTooLarge(text: string): boolean {
  return Buffer.byteLength(text) > OPTIONS.maxSize
}

const CHECK_LARGER = 'check it with "virt-lifecycle validate --max-size"'

/** Makes something when it is asked for first. */
function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** What is wrong with a schema, at the beginning of a document that needs it. */
function inDocument(document: SourceText, { code, file, line, column, message }: Diagnostic): Diagnostic {
  return document.diagnostic({ code, message: `${file}:${line}:${column} ${message}` }, 0)
}
