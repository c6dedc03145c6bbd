/** How much a finding weighs. An error makes the exit status 1, or 2 if its code says so; a warning and a note do not. */
export type Severity = 'error' | 'warning' | 'note'

/** What is fixed about a code. */
interface CodeRow {
  readonly severity: Severity
  /** One line that says what the code means. */
  readonly title: string
  /** It ends the examination of a document, behind it anything could be wrong: no baseline may accept it. */
  readonly neverAccepted?: true
  /** It is about the call or the system, not about what an input says: the exit status is 2. */
  readonly couldNotRun?: true
}

/**
 * Every diagnostic code, with what is fixed about it. A code never changes its meaning and is never used again once it
 * is dropped. `docs/diagnostics.md` has a section for each; a test keeps the two in step.
 */
export const DIAGNOSTIC_CODES = {
  // VL1xx: input and XML
  VL101: { severity: 'error', title: 'The document is not well-formed XML', neverAccepted: true },
  VL102: { severity: 'error', title: 'The input is empty', neverAccepted: true },
  VL103: { severity: 'error', title: 'The document has a DOCTYPE', neverAccepted: true },
  VL104: { severity: 'error', title: 'The document is nested too deeply', neverAccepted: true },
  VL105: { severity: 'error', title: 'The document is too large', neverAccepted: true },
  VL106: { severity: 'error', title: 'The bytes cannot be decoded', neverAccepted: true },
  VL107: { severity: 'error', title: 'The document is not valid JSON' },
  VL108: { severity: 'error', title: 'The format was not recognised' },
  VL109: { severity: 'error', title: 'The document is not a domain' },
  // VL2xx: lifecycle rules
  VL201: { severity: 'error', title: 'Unknown attribute on a lifecycle element' },
  VL202: { severity: 'error', title: 'A lifecycle element is empty' },
  VL203: { severity: 'error', title: 'The value is not in the vocabulary' },
  VL204: { severity: 'error', title: 'Duplicate element' },
  VL205: { severity: 'error', title: 'Text or an element where none belongs' },
  VL206: { severity: 'error', title: 'A lifecycle element is in the wrong place' },
  VL207: { severity: 'error', title: 'delay or order is not a number in its range' },
  VL208: { severity: 'warning', title: 'delay or order has no effect' },
  VL209: { severity: 'warning', title: 'White space around a value' },
  VL210: { severity: 'error', title: 'on_hoststart and on_hoststop contradict each other' },
  VL211: { severity: 'warning', title: 'on_hoststart makes the shorthand redundant' },
  VL212: { severity: 'error', title: 'The two placements differ' },
  VL213: { severity: 'warning', title: 'delay or order without on_hoststart' },
  VL214: { severity: 'error', title: 'A lifecycle element that is required is missing' },
  VL215: { severity: 'error', title: 'The placement is not the one that is wanted' },
  // VL3xx: translation
  VL301: { severity: 'error', title: 'A Hyper-V value is reserved or impossible' },
  VL302: { severity: 'warning', title: 'A property was left out' },
  VL303: { severity: 'warning', title: 'The target cannot hold a setting' },
  VL304: { severity: 'note', title: 'A snapshot was left out' },
  VL305: { severity: 'error', title: 'The input does not have the form it should have' },
  VL306: { severity: 'warning', title: 'The input holds no machine' },
  VL307: { severity: 'error', title: 'A machine has no name and no UUID' },
  VL308: { severity: 'note', title: 'A minimal domain was written' },
  VL309: { severity: 'error', title: 'A name cannot be written' },
  VL310: { severity: 'error', title: 'Duplicate property' },
  VL311: { severity: 'error', title: 'The document can only be read' },
  VL312: { severity: 'error', title: 'No domain matches a machine' },
  VL313: { severity: 'error', title: 'A match is ambiguous' },
  VL314: { severity: 'note', title: 'A machine was matched by its name only' },
  VL315: { severity: 'error', title: 'The answer is a fault' },
  VL316: { severity: 'warning', title: 'An identifier is not a GUID' },
  VL317: { severity: 'warning', title: 'The type of an object is not in the document' },
  VL318: { severity: 'warning', title: 'A snapshot is not matched' },
  // VL4xx: schema
  VL401: { severity: 'error', title: 'The validation engine is not installed', couldNotRun: true },
  VL402: { severity: 'error', title: 'The schema cannot be used', couldNotRun: true },
  VL403: { severity: 'error', title: 'The document does not match the schema' },
  VL404: { severity: 'note', title: 'The embedded schema was used' },
  VL405: { severity: 'error', title: 'The engines disagree' },
  // VL5xx: files
  VL501: { severity: 'error', title: 'A file cannot be read', couldNotRun: true },
  VL502: { severity: 'error', title: 'A directory holds no XML file', couldNotRun: true },
  VL503: { severity: 'error', title: 'A file cannot be written', couldNotRun: true },
  VL504: { severity: 'error', title: 'Several documents, one output', couldNotRun: true },
  VL505: { severity: 'error', title: 'A file is not replaced', couldNotRun: true },
  VL506: { severity: 'error', title: 'There is nothing to validate', couldNotRun: true },
  VL507: { severity: 'error', title: 'The configuration cannot be used', couldNotRun: true },
  VL508: { severity: 'error', title: 'The baseline cannot be used', couldNotRun: true },
} as const satisfies Readonly<Record<string, CodeRow>>

/** A stable diagnostic code. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES

/** What is fixed about a code. */
export function codeRow(code: DiagnosticCode): CodeRow {
  return DIAGNOSTIC_CODES[code]
}
