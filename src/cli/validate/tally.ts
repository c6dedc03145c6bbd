import { type Diagnostic, plural, type Severity } from '../../diagnostics/index.js'
import type { Outcome, ReportedDocument } from '../../report/report.js'
import { exitStatus, type Verdict } from '../exit-status.js'
import type { CheckedFile } from './check-file.js'

/** A document that is counted. */
type CountedDocument = ReportedDocument & Pick<CheckedFile, 'hasElements'>

/** What a run has counted so far, and what follows from it. */
export class Tally {
  readonly outcomes: Record<Outcome, number> = { valid: 0, invalid: 0, unread: 0, other: 0 }
  private readonly severities: Record<Severity, number> = { error: 0, warning: 0, note: 0 }
  private worst: Verdict = 0
  private silenced = 0
  /** Domains with the lifecycle elements as children. */
  private withElements = 0

  /** @param hasSchema whether documents are checked against the schema that the user expects */
  constructor(
    private readonly maxWarnings: number,
    private readonly hasSchema: boolean,
  ) {}

  /** Count a document. */
  add({ outcome, diagnostics, silenced = [], hasElements }: CountedDocument): void {
    this.outcomes[outcome]++
    this.silenced += silenced.length
    if (hasElements === true) this.withElements++
    this.addFindings(diagnostics)
  }

  /** Count what was found without a document. */
  addFindings(diagnostics: readonly Diagnostic[]): void {
    for (const { severity } of diagnostics) this.severities[severity]++
    this.worst = Math.max(this.worst, exitStatus(diagnostics)) as Verdict // of these three
  }

  /** How many documents were looked at or should have been; those that were skipped do not count. */
  get documents(): number {
    const { valid, invalid, unread } = this.outcomes
    return valid + invalid + unread
  }

  /** How many documents were not checked against libvirt's schema, because none was found. */
  get unchecked(): number {
    return this.hasSchema ? 0 : this.outcomes.valid + this.outcomes.invalid
  }

  /** How many documents were dealt with in any way. */
  get looked(): number {
    return this.documents + this.outcomes.other
  }

  /** The exit status that follows. */
  get status(): Verdict {
    return this.worst === 0 && this.tooManyWarnings ? 1 : this.worst
  }

  /** The run in a sentence. */
  summary(schema: string, more: readonly string[]): string {
    const { valid, invalid, unread, other } = this.outcomes
    const checked = valid + invalid
    const verdict = [
      ...(checked === 0 ? [] : [invalid > 0 ? `${invalid} invalid` : this.hasSchema ? 'all valid' : 'no errors']),
      ...(unread === 0 ? [] : [`${unread} not read`]),
    ].join(', ')
    const counts = (['error', 'warning', 'note'] as const)
      .filter((severity) => this.severities[severity] > 0)
      .map((severity) => plural(this.severities[severity], severity))
      .join(', ')
    const tail = [
      ...(this.silenced === 0 ? [] : [`${this.silenced} silenced`]),
      ...(this.unchecked === 0 ? [] : [`${this.unchecked} not checked against libvirt's schema`]),
      ...(this.tooManyWarnings ? [`too many warnings (limit: ${this.maxWarnings})`] : []),
      ...(other === 0
        ? []
        : [
            other === 1 ? 'skipped 1 document that is not a domain' : `skipped ${other} documents that are not domains`,
          ]),
      ...more.filter((text) => text !== ''),
    ]
    const what = `${checked === 0 ? 'no documents' : plural(checked, 'document')} checked against ${schema}`
    const said = verdict === '' ? what : `${what}: ${verdict}`
    return [`${said}${counts === '' ? '' : ` (${counts})`}`, ...tail].join('; ')
  }

  /**
   * What libvirt's own validation says of the lifecycle elements, whatever the schema here (measured with 9.0; nothing
   * changed up to 12.8). Undefined if no domain has them.
   */
  get refusedByLibvirt(): string | undefined {
    if (this.withElements === 0) return undefined
    const domains = plural(this.withElements, 'domain')
    return `libvirt up to 12.8 refuses the lifecycle elements of ${domains} in "virsh define --validate"`
  }

  private get tooManyWarnings(): boolean {
    return this.severities.warning > this.maxWarnings
  }
}
