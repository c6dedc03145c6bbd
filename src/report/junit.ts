import pc from 'picocolors'
import { buildXml, type NewElement } from '../xml/build.js'
import type { BeginReport, Outcome, ReportedDocument } from './report.js'
import { formatDiagnostic } from './text.js'

/** Begin a report in the JUnit XML that Jenkins and GitLab read: each document is a test case, which fails if it has errors. */
export const beginJunit: BeginReport = ({ schema, pathOf }) => {
  // The counts come before the test cases, so these are kept until the end, as text.
  const cases: string[] = []
  const counts: Record<Outcome, number> = { valid: 0, invalid: 0, unread: 0, other: 0 }
  return {
    document: (document) => {
      counts[document.outcome]++
      cases.push(caseOf(document, pathOf(document.file)))
      return ''
    },
    end: ({ unchecked = 0, findings = [] }) => {
      for (const finding of findings) {
        const outcome = finding.severity === 'error' ? 'unread' : 'valid'
        counts[outcome]++
        cases.push(caseOf({ file: finding.file, outcome, diagnostics: [finding] }, OF_THE_RUN))
      }
      const all = { tests: `${cases.length}`, failures: `${counts.invalid}`, errors: `${counts.unread}` }
      const suite: NewElement = {
        name: 'testsuite',
        attributes: { name: legal(schema), ...all, skipped: `${counts.other}` },
        text: PLACEHOLDER,
      }
      const suites: NewElement = {
        name: 'testsuites',
        attributes: { name: 'virt-lifecycle', ...all },
        children: [suite],
      }
      const whole = buildXml(suites, { declaration: true })
      // The last one, because the name of the schema may contain the same text.
      const at = whole.lastIndexOf(PLACEHOLDER)
      const [open, close] = [whole.slice(0, at), whole.slice(at + PLACEHOLDER.length)]
      const parts = unchecked === 0 ? cases : [propertyOf('unchecked', unchecked), ...cases]
      return `${open}\n${parts.map((text) => `${text}\n`).join('')}  ${close}\n`
    },
  }
}

/** The test case for what is found about the run as a whole. */
const OF_THE_RUN = 'schema'

/** Marks where the test cases are inserted. */
const PLACEHOLDER = '{cases}'

function propertyOf(name: string, value: number): string {
  const property: NewElement = { name: 'property', attributes: { name, value: `${value}` } }
  return buildXml({ name: 'properties', children: [property] }, { indent: 2 })
}

function caseOf({ outcome, diagnostics }: ReportedDocument, path: string): string {
  const findings = findingsOf(diagnostics)
  const file = legal(path)
  const children: NewElement[] = []
  if (outcome === 'other') children.push({ name: 'skipped' })
  else if (outcome !== 'valid') {
    const name = outcome === 'invalid' ? 'failure' : 'error'
    children.push({ name, attributes: { message: findings.message, type: findings.code }, text: findings.errors })
  }
  if (findings.others !== '') children.push({ name: 'system-out', text: findings.others })
  return buildXml(
    { name: 'testcase', attributes: { name: file, classname: 'virt-lifecycle.validate', file }, children },
    { indent: 2 },
  )
}

/** The findings of a document, for its test case. */
interface Findings {
  /** Of the first error. */
  readonly code: string
  readonly message: string
  readonly errors: string
  /** Warnings and notes. */
  readonly others: string
}

const PLAIN = pc.createColors(false)

function findingsOf(diagnostics: ReportedDocument['diagnostics']): Findings {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const others = diagnostics.filter(({ severity }) => severity !== 'error')
  const [first] = errors
  const asText = (list: typeof errors): string =>
    legal(list.map((diagnostic) => formatDiagnostic(diagnostic, PLAIN)).join(''))
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const message = first === undefined ? '' : `${first.line}:${first.column} ${first.message}${more}`
  return { code: first?.code ?? '', message: legal(message), errors: asText(errors), others: asText(others) }
}

/** A text in which each character that XML 1.0 does not allow is replaced with U+FFFD. */
function legal(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
}
