import { type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import type { EndOfRun, ReportedDocument } from '../../src/report/index.js'
import { UNUSUAL, unusualFinding } from './unusual.js'
import { COMPLETE, documentWith, INTERRUPTED } from './whole-report.js'

/** Two findings, an error and a warning, in a file. */
function twoIn(file: string): readonly Diagnostic[] {
  const text = '<domain>\n  <on_hoststop> sav </on_hoststop>\n</domain>\n'
  const document = new SourceText(file, text)
  const at = text.indexOf('sav')
  const hint = 'did you mean "save"?'
  return [
    document.diagnostic({ code: 'VL203', message: 'it is misspelt', hint }, at, at + 3),
    document.diagnostic({ code: 'VL209', message: 'white space around it' }, at - 1, at + 4),
  ]
}

function unreadable(file: string): Diagnostic {
  return new SourceText(file, '').diagnostic({ code: 'VL501', message: 'cannot be read' }, 0)
}

const SOME = [
  documentWith('a.xml', twoIn('a.xml')),
  documentWith('b.xml', []),
  documentWith('c.xml', twoIn('c.xml')),
] as const

/** A run: its documents, and its end. */
export interface Stream {
  readonly documents: readonly ReportedDocument[]
  readonly run: EndOfRun
}

/** Runs of every kind; each produces a report. */
export const STREAMS = {
  'no documents at all': { documents: [], run: COMPLETE },
  'one document without findings': { documents: [documentWith('a.xml', [])], run: COMPLETE },
  'two documents with findings, and one without': { documents: SOME, run: COMPLETE },
  'a document that could not be read': {
    documents: [documentWith('a.xml', [unreadable('a.xml')], 'unread'), ...SOME.slice(1)],
    run: COMPLETE,
  },
  'a skipped document': { documents: [documentWith('net.xml', [], 'other')], run: COMPLETE },
  'a note without a range in its line': {
    documents: [documentWith('a.xml', [{ ...unreadable('a.xml'), code: 'VL404', severity: 'note' }])],
    run: COMPLETE,
  },
  'documents with unusual names and texts': {
    documents: Object.values(UNUSUAL).map((text) => documentWith(unusualFinding(text).file, [unusualFinding(text)])),
    run: COMPLETE,
  },
  "documents that were not checked against libvirt's schema": {
    documents: SOME,
    run: { ...COMPLETE, unchecked: 3, findings: [{ ...unreadable('/usr'), code: 'VL404', severity: 'warning' }] },
  },
  'no schema where warnings are errors': {
    documents: [],
    run: { ...COMPLETE, findings: [{ ...unreadable('/usr'), code: 'VL404', severity: 'error' }] },
  },
  'a run interrupted before the first document': { documents: [], run: INTERRUPTED },
  'a run interrupted after some documents': { documents: SOME.slice(0, 2), run: INTERRUPTED },
} as const satisfies Readonly<Record<string, Stream>>
