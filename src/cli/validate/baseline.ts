import { existsSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { codeRow, type Diagnostic, type DiagnosticCode, plural, SourceText } from '../../diagnostics/index.js'
import { Fingerprints } from '../../report/index.js'
import { exitStatus } from '../exit-status.js'
import { STDIN } from '../files/bytes.js'
import { makeDirectory, writeOutput } from '../files/outputs.js'
import { withSlashes } from '../files/paths.js'
import { readSettingsFile } from '../files/settings-file.js'
import { digest } from './write-reports.js'

/** A finding that is accepted; `schema/baseline.schema.json` describes the file. */
interface Accepted {
  /** Relative to the directory of the baseline, `/` between its parts. */
  readonly file: string
  readonly code: DiagnosticCode
  /** For whoever reads the file. */
  readonly message: string
  readonly fingerprint: string
}

/**
 * Findings that a team has accepted: today's, so that only new ones count. A finding is known by its fingerprint, which
 * stays the same when lines are added elsewhere.
 */
export class Baseline {
  private readonly directory: string
  /** What is accepted, by file and fingerprint. */
  private readonly accepted = new Map<string, Map<string, Accepted>>()
  /** What was found in the files that were looked at. */
  private readonly found = new Map<string, readonly Accepted[]>()
  private matched = 0

  /** @param accepting whether everything that is found is accepted */
  constructor(
    private readonly cwd: string,
    private readonly file: string,
    findings: readonly Accepted[],
    private readonly accepting: boolean,
  ) {
    this.directory = dirname(resolve(cwd, file))
    for (const finding of findings) {
      const ofFile = this.accepted.get(finding.file) ?? new Map<string, Accepted>()
      this.accepted.set(finding.file, ofFile.set(finding.fingerprint, finding))
    }
  }

  /**
   * The findings of a document that are not accepted. What is not a fault of a document never is, nor what ends its
   * examination (VL101 to VL106): after it anything could be wrong.
   */
  newOf(file: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (exitStatus(diagnostics) === 2 || diagnostics.some(({ code }) => codeRow(code).neverAccepted)) return diagnostics
    const name = this.nameOf(file)
    const fingerprints = new Fingerprints(digest)
    const found = diagnostics.map((diagnostic) => ({
      file: name,
      code: diagnostic.code,
      message: diagnostic.message,
      fingerprint: fingerprints.next(diagnostic),
    }))
    this.found.set(name, found)
    const accepted = this.accepted.get(name)
    const fresh = this.accepting ? [] : diagnostics.filter((_, i) => !accepted?.has(found[i]?.fingerprint ?? ''))
    this.matched += diagnostics.length - fresh.length
    return fresh
  }

  /** What to say of it in a summary; empty if there is nothing to say. */
  summary(): string {
    const gone = this.accepting
      ? 0
      : [...this.accepted].reduce((sum, [name, known]) => sum + this.goneOf(name, known), 0)
    const unmatched =
      gone === 1 ? '1 baseline entry no longer matches anything' : `${gone} baseline entries no longer match anything`
    const parts = [
      ...(this.matched === 0 ? [] : [`${plural(this.matched, 'finding')} accepted by ${this.file}`]),
      ...(gone === 0 ? [] : [`${unmatched} (--update-baseline removes ${gone === 1 ? 'it' : 'them'})`]),
    ]
    return parts.join(', ')
  }

  /**
   * Write what is accepted now: what was found, and what was accepted before in files that were not looked at and are
   * still there.
   *
   * @returns a VL503 diagnostic if that fails
   */
  async write(): Promise<Diagnostic | undefined> {
    const names = [...new Set([...this.accepted.keys(), ...this.found.keys()])].sort()
    const findings = names.flatMap((name) => {
      const found = this.found.get(name)
      if (found !== undefined) return found
      return existsSync(resolve(this.directory, name)) ? [...(this.accepted.get(name)?.values() ?? [])] : []
    })
    const failure = await makeDirectory(this.cwd, this.directory)
    if (failure !== undefined) return failure
    return writeOutput(this.cwd, this.file, Buffer.from(`${JSON.stringify({ version: 1, findings }, null, 2)}\n`))
  }

  /** How many of the findings that are accepted in a file were looked for and not found. */
  private goneOf(name: string, known: ReadonlyMap<string, Accepted>): number {
    const found = this.found.get(name)
    if (found === undefined) return 0
    const here = new Set(found.map(({ fingerprint }) => fingerprint))
    return [...known.keys()].filter((fingerprint) => !here.has(fingerprint)).length
  }

  private nameOf(file: string): string {
    return file === STDIN ? file : withSlashes(relative(this.directory, resolve(this.cwd, file)))
  }
}

/**
 * A baseline from its file, or what is wrong with that (VL508).
 *
 * @param accepting whether everything that is found is accepted; then the file need not be there
 */
export function openBaseline(
  cwd: string,
  file: string,
  accepting: boolean,
): Baseline | { readonly diagnostics: readonly Diagnostic[] } {
  if (!existsSync(resolve(cwd, file))) {
    if (accepting) return new Baseline(cwd, file, [], true)
    const message = 'no such file'
    const hint = 'create it with --update-baseline, which accepts all current findings'
    return {
      diagnostics: [new SourceText(file, '').diagnostic({ code: 'VL508', message, hint }, 0)],
    }
  }
  const read = readSettingsFile(cwd, file, 'baseline')
  if ('diagnostics' in read) return read
  // The JSON Schema has checked that it is one.
  return new Baseline(cwd, file, (read.value as { readonly findings: readonly Accepted[] }).findings, accepting)
}
