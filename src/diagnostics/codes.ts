/** How serious a finding is. An error makes the exit status 1, or 2 if its code says so; warnings and notes do not. */
export type Severity = 'error' | 'warning' | 'note'

/** What never changes about a code. */
interface CodeRow {
  readonly severity: Severity
  /** It ends the check of a document, so anything could be wrong after it: a baseline must not accept it. */
  readonly neverAccepted?: true
  /** It is about the call or the system, not about the content of an input: the exit status is 2. */
  readonly couldNotRun?: true
  /** Some of its findings carry the edits that fix them. */
  readonly hasFix?: true
  /** It is about a comment that silences findings, or about no document at all: a comment must not silence it. */
  readonly neverSilenced?: true
}

/**
 * Every diagnostic code. A code never changes its meaning and is never reused once it is dropped. Titles and explanations
 * are in `docs/diagnostics.md`, which has a section for each (a test compares), and from there in `RULE_HELP`.
 */
export const DIAGNOSTIC_CODES = {
  // VL1xx: input and XML
  VL101: { severity: 'error', neverAccepted: true },
  VL102: { severity: 'error', neverAccepted: true },
  VL103: { severity: 'error', neverAccepted: true },
  VL104: { severity: 'error', neverAccepted: true },
  VL105: { severity: 'error', neverAccepted: true },
  VL106: { severity: 'error', neverAccepted: true, hasFix: true },
  VL107: { severity: 'error' },
  VL108: { severity: 'error' },
  VL109: { severity: 'error' },
  VL110: { severity: 'error', neverAccepted: true },
  VL111: { severity: 'error', neverAccepted: true },
  VL112: { severity: 'error', neverAccepted: true },
  VL120: { severity: 'warning', neverAccepted: true },
  VL121: { severity: 'error', couldNotRun: true },
  VL122: { severity: 'error' },
  // VL2xx: lifecycle rules
  VL201: { severity: 'error', hasFix: true },
  VL202: { severity: 'error' },
  VL203: { severity: 'error', hasFix: true },
  VL204: { severity: 'error' },
  VL205: { severity: 'error' },
  VL206: { severity: 'error' },
  VL207: { severity: 'error' },
  VL208: { severity: 'warning' },
  VL209: { severity: 'warning', hasFix: true },
  VL210: { severity: 'error' },
  VL211: { severity: 'warning' },
  VL212: { severity: 'error' },
  VL214: { severity: 'error' },
  VL215: { severity: 'error', hasFix: true },
  VL216: { severity: 'note', hasFix: true },
  VL220: { severity: 'warning', hasFix: true },
  VL221: { severity: 'warning' },
  VL222: { severity: 'warning' },
  VL223: { severity: 'warning' },
  VL224: { severity: 'warning' },
  VL225: { severity: 'warning' },
  VL226: { severity: 'warning' },
  VL227: { severity: 'warning' },
  VL228: { severity: 'warning' },
  VL229: { severity: 'warning' },
  VL230: { severity: 'warning' },
  VL231: { severity: 'warning' },
  VL232: { severity: 'warning', hasFix: true },
  VL233: { severity: 'warning' },
  VL234: { severity: 'warning' },
  VL235: { severity: 'warning' },
  VL236: { severity: 'warning' },
  VL237: { severity: 'warning' },
  VL238: { severity: 'warning' },
  // VL3xx: translation
  VL301: { severity: 'error' },
  VL302: { severity: 'warning' },
  VL303: { severity: 'warning' },
  VL304: { severity: 'note' },
  VL305: { severity: 'error' },
  VL306: { severity: 'warning' },
  VL307: { severity: 'error' },
  VL308: { severity: 'note' },
  VL309: { severity: 'error' },
  VL310: { severity: 'error' },
  VL311: { severity: 'error' },
  VL312: { severity: 'error' },
  VL313: { severity: 'error' },
  VL314: { severity: 'note' },
  VL315: { severity: 'error' },
  VL316: { severity: 'warning' },
  VL317: { severity: 'warning' },
  VL318: { severity: 'warning' },
  VL319: { severity: 'warning' },
  VL320: { severity: 'error' },
  VL321: { severity: 'note' },
  VL322: { severity: 'warning' },
  VL325: { severity: 'note' },
  VL326: { severity: 'error' },
  VL327: { severity: 'error' },
  VL328: { severity: 'error' },
  VL329: { severity: 'warning' },
  VL330: { severity: 'note' },
  VL331: { severity: 'warning' },
  VL332: { severity: 'note' },
  VL333: { severity: 'warning' },
  VL334: { severity: 'note' },
  VL336: { severity: 'error' },
  VL340: { severity: 'error' },
  VL341: { severity: 'error' },
  VL342: { severity: 'error' },
  VL343: { severity: 'warning' },
  VL344: { severity: 'error' },
  // VL4xx: schema
  VL401: { severity: 'error', couldNotRun: true },
  VL402: { severity: 'error', couldNotRun: true },
  VL403: { severity: 'error', hasFix: true },
  VL404: { severity: 'warning', neverSilenced: true },
  VL405: { severity: 'error' },
  VL411: { severity: 'error', couldNotRun: true },
  VL425: { severity: 'warning', neverSilenced: true },
  VL426: { severity: 'warning', neverSilenced: true, hasFix: true },
  VL427: { severity: 'warning', neverSilenced: true, hasFix: true },
  VL428: { severity: 'warning', neverSilenced: true },
  VL429: { severity: 'warning', neverSilenced: true },
  // VL5xx: files
  VL501: { severity: 'error', couldNotRun: true },
  VL502: { severity: 'error', couldNotRun: true },
  VL503: { severity: 'error', couldNotRun: true },
  VL504: { severity: 'error', couldNotRun: true },
  VL505: { severity: 'error', couldNotRun: true },
  VL506: { severity: 'error', couldNotRun: true },
  VL507: { severity: 'error', couldNotRun: true },
  VL508: { severity: 'error', couldNotRun: true },
  VL509: { severity: 'error', couldNotRun: true },
  VL510: { severity: 'error', couldNotRun: true },
  VL511: { severity: 'error', couldNotRun: true },
  VL512: { severity: 'error', couldNotRun: true },
  VL513: { severity: 'error', couldNotRun: true },
  VL514: { severity: 'warning' },
  VL515: { severity: 'error', couldNotRun: true },
  VL520: { severity: 'error', couldNotRun: true },
  VL521: { severity: 'note' },
  VL522: { severity: 'warning' },
  VL523: { severity: 'error', couldNotRun: true },
  VL524: { severity: 'error', couldNotRun: true },
  VL525: { severity: 'warning' },
  // VL6xx: guests
  VL601: { severity: 'error', couldNotRun: true },
  VL602: { severity: 'error', couldNotRun: true },
  VL603: { severity: 'warning' },
  VL604: { severity: 'error', couldNotRun: true },
  VL605: { severity: 'warning' },
  VL606: { severity: 'error' },
  VL607: { severity: 'error' },
  VL608: { severity: 'warning' },
  VL609: { severity: 'note' },
  VL610: { severity: 'warning' },
  VL611: { severity: 'warning' },
  VL612: { severity: 'warning' },
  VL613: { severity: 'warning' },
  VL614: { severity: 'error', couldNotRun: true },
  VL615: { severity: 'warning' },
  VL616: { severity: 'error', couldNotRun: true },
  VL617: { severity: 'error', couldNotRun: true },
  VL618: { severity: 'warning' },
  VL619: { severity: 'error', couldNotRun: true },
  VL620: { severity: 'note' },
} as const satisfies Readonly<Record<string, CodeRow>>

/** A stable diagnostic code. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES

/** Whether a text is a code. */
export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(DIAGNOSTIC_CODES, text)
}

/** The row of a code. */
export function codeRow(code: DiagnosticCode): CodeRow {
  return DIAGNOSTIC_CODES[code]
}

/** Codes of the VL1xx about other documents than XML. */
const JSON_CODES: readonly DiagnosticCode[] = ['VL107', 'VL108', 'VL122']

/** The codes that validation gives to what it finds in documents, in order. */
export function validationCodes(): readonly DiagnosticCode[] {
  const codes = Object.keys(DIAGNOSTIC_CODES) as DiagnosticCode[] // Object.keys forgets
  return codes.filter(
    (code) => /^VL[124]/.test(code) && !JSON_CODES.includes(code) && codeRow(code).couldNotRun !== true,
  )
}

/** Whether a configuration may make something less of a code: not if it ends the check of a document. */
export function mayBeLowered(code: DiagnosticCode): boolean {
  return validationCodes().includes(code) && codeRow(code).neverAccepted !== true
}

/** Whether a comment in a document may silence a code. */
export function mayBeSilenced(code: DiagnosticCode): boolean {
  return mayBeLowered(code) && codeRow(code).neverSilenced !== true
}
