import type { Fix, Notification, ReportingDescriptor, Result, Run, Suppression } from 'sarif'
import type { Diagnostic, DiagnosticCode, PositionedEdit } from '../diagnostics/index.js'
import { RULE_HELP } from '../generated/rule-help.js'
import { Fingerprints } from './fingerprint.js'
import { JsonItems } from './json-items.js'
import type { BeginReport } from './report.js'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** What relative URIs are relative to. */
const ROOT = '%SRCROOT%'

/** Begin a report in SARIF 2.1.0 (OASIS). Numbers in comments are sections of its specification. */
export const beginSarif: BeginReport = ({ version, pathOf, digest }) => {
  const head = `{\n  "$schema": ${JSON.stringify(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [\n    {\n      "results": `
  const results = new JsonItems(head, '      ')
  // Rules are listed in the order in which they are first used; a result names its rule by its index.
  const codes: DiagnosticCode[] = []
  let readAll = true
  return {
    document: ({ file, outcome, diagnostics, silenced = [] }) => {
      if (outcome === 'unread') readAll = false
      const path = pathOf(file)
      const fingerprints = new Fingerprints((text) => digest(`${path}\n${text}`))
      const add = (diagnostic: Diagnostic, suppressed: Pick<Result, 'suppressions'> = {}): string => {
        if (!codes.includes(diagnostic.code)) codes.push(diagnostic.code)
        const result = resultOf(diagnostic, path, fingerprints.next(diagnostic))
        return results.add({ ...result, ruleIndex: codes.indexOf(diagnostic.code), ...suppressed })
      }
      // What is silenced comes last: the fingerprints of the rest are the same without it.
      const items = [
        ...diagnostics.map((diagnostic) => add(diagnostic)),
        ...silenced.map(({ diagnostic, reason }) => add(diagnostic, { suppressions: [suppressionOf(reason)] })),
      ]
      return items.join('')
    },
    end: ({ interrupted, unchecked = 0, findings = [] }) => {
      const notifications = findings.map(notificationOf)
      const invocation = {
        executionSuccessful: readAll && !interrupted,
        ...(notifications.length === 0 ? {} : { toolConfigurationNotifications: notifications }),
      }
      const rest: Omit<Run, 'results'> = {
        tool: { driver: { name: 'virt-lifecycle', semanticVersion: version, version, rules: codes.map(ruleOf) } },
        invocations: [invocation],
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        ...(unchecked === 0 ? {} : { properties: { unchecked } }),
      }
      const members = JSON.stringify(rest, null, 2).slice(2, -2).replaceAll('\n', '\n    ')
      return `${results.end()},\n    ${members}\n    }\n  ]\n}\n`
    },
  }
}

/** A finding about the run (3.58). */
function notificationOf({ code, severity, message, hint }: Diagnostic): Notification {
  return { descriptor: { id: code }, level: severity, message: { text: withoutLinks(sentence(message, hint)) } }
}

function ruleOf(code: DiagnosticCode): ReportingDescriptor {
  const { title, text, markdown } = RULE_HELP[code]
  return {
    id: code,
    shortDescription: { text: `${title}.` },
    fullDescription: { text },
    help: { text, markdown },
  }
}

function resultOf(diagnostic: Diagnostic, path: string, fingerprint: string): Result {
  const { code, severity, message, hint, line, column, endLine, endColumn, excerpt } = diagnostic
  return {
    ruleId: code,
    level: severity,
    message: { text: withoutLinks(sentence(message, hint)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(path),
          region: {
            startLine: line,
            startColumn: column,
            ...(endLine === undefined ? {} : { endLine }),
            // The column just after the last character, as in a diagnostic (3.30.8).
            ...(endColumn === undefined ? {} : { endColumn }),
            ...(excerpt === undefined || excerpt.text === '' ? {} : { snippet: { text: excerpt.text } }),
          },
        },
      },
    ],
    partialFingerprints: { 'virtLifecycle/v1': fingerprint },
    ...(diagnostic.fix === undefined ? {} : { fixes: [fixOf(diagnostic.fix, path)] }),
  }
}

/** A comment in the document that silences a finding (3.35). */
function suppressionOf(reason: string): Suppression {
  return { kind: 'inSource', ...(reason === '' ? {} : { justification: reason }) }
}

/** A fix (3.55). */
function fixOf(edits: readonly PositionedEdit[], path: string): Fix {
  const replacements = edits.map(({ line, column, endLine, endColumn, content }) => ({
    deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
    ...(content === '' ? {} : { insertedContent: { text: content } }),
  }))
  return { artifactChanges: [{ artifactLocation: artifactOf(path), replacements }] }
}

/** The message and the hint as sentences (3.11.3). */
function sentence(message: string, hint: string | undefined): string {
  return `${message}.${hint === undefined ? '' : ` Hint: ${hint}${/[.?!]$/.test(hint) ? '' : '.'}`}`
}

/** A text with its brackets escaped if a piece of a document in it looks like a link, `[words](address)` (3.11.6). */
function withoutLinks(text: string): string {
  return text.includes('](') ? text.replace(/[[\]]/g, '\\$&') : text
}

/** A path as a URI: relative to the root, or a `file:` URI (3.4). */
function artifactOf(path: string): { uri: string; uriBaseId?: string } {
  const encoded = path.toWellFormed().split('/').map(encodeURIComponent).join('/')
  if (path.startsWith('/')) return { uri: `file://${encoded}` }
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${encoded.replace('%3A', ':')}` }
  return { uri: encoded, uriBaseId: ROOT }
}
