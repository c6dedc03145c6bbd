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

// Rows that many codes have: written once, they take a third of the room in a bundle.
const ERROR = { severity: 'error' } as const
const FIXABLE_ERROR = { severity: 'error', hasFix: true } as const
const WARNING = { severity: 'warning' } as const
const FIXABLE_WARNING = { severity: 'warning', hasFix: true } as const
const NOTE = { severity: 'note' } as const
const NEVER_ACCEPTED = { severity: 'error', neverAccepted: true } as const
const COULD_NOT_RUN = { severity: 'error', couldNotRun: true } as const

/**
 * Every diagnostic code. A code never changes its meaning and is never reused once it is dropped. Titles and explanations
 * are in `docs/diagnostics.md`, which has a section for each (a test compares), and from there in `RULE_HELP`.
 */
export const DIAGNOSTIC_CODES = {
  // VL1xx: input and XML
  VL101: NEVER_ACCEPTED,
  VL102: NEVER_ACCEPTED,
  VL103: NEVER_ACCEPTED,
  VL104: NEVER_ACCEPTED,
  VL105: NEVER_ACCEPTED,
  VL106: { severity: 'error', neverAccepted: true, hasFix: true },
  VL107: ERROR,
  VL108: ERROR,
  VL109: ERROR,
  VL110: NEVER_ACCEPTED,
  VL111: NEVER_ACCEPTED,
  VL112: NEVER_ACCEPTED,
  VL120: { severity: 'warning', neverAccepted: true },
  VL121: COULD_NOT_RUN,
  VL122: ERROR,
  // VL2xx: lifecycle rules
  VL201: FIXABLE_ERROR,
  VL202: ERROR,
  VL203: FIXABLE_ERROR,
  VL204: ERROR,
  VL205: ERROR,
  VL206: ERROR,
  VL207: ERROR,
  VL208: WARNING,
  VL209: FIXABLE_WARNING,
  VL210: ERROR,
  VL211: WARNING,
  VL212: ERROR,
  VL214: ERROR,
  VL215: FIXABLE_ERROR,
  VL216: { severity: 'note', hasFix: true },
  VL217: WARNING,
  VL220: FIXABLE_WARNING,
  VL221: WARNING,
  VL222: WARNING,
  VL223: WARNING,
  VL224: WARNING,
  VL225: WARNING,
  VL226: WARNING,
  VL227: WARNING,
  VL228: WARNING,
  VL229: WARNING,
  VL230: WARNING,
  VL231: WARNING,
  VL232: FIXABLE_WARNING,
  VL233: WARNING,
  VL234: WARNING,
  VL235: WARNING,
  VL236: WARNING,
  VL237: WARNING,
  VL238: WARNING,
  VL239: FIXABLE_WARNING,
  VL240: WARNING,
  // VL3xx: translation
  VL301: FIXABLE_ERROR,
  VL302: FIXABLE_WARNING,
  VL303: WARNING,
  VL304: NOTE,
  VL305: ERROR,
  VL306: WARNING,
  VL307: ERROR,
  VL308: NOTE,
  VL309: ERROR,
  VL310: ERROR,
  VL311: ERROR,
  VL312: ERROR,
  VL313: ERROR,
  VL314: NOTE,
  VL315: ERROR,
  VL316: WARNING,
  VL317: WARNING,
  VL318: WARNING,
  VL319: WARNING,
  VL320: ERROR,
  VL321: NOTE,
  VL322: WARNING,
  VL325: NOTE,
  VL326: ERROR,
  VL327: ERROR,
  VL328: ERROR,
  VL329: WARNING,
  VL330: NOTE,
  VL331: WARNING,
  VL332: NOTE,
  VL333: WARNING,
  VL334: NOTE,
  VL336: ERROR,
  VL340: ERROR,
  VL341: ERROR,
  VL342: ERROR,
  VL343: WARNING,
  VL344: ERROR,
  // VL4xx: schema
  VL401: COULD_NOT_RUN,
  VL402: COULD_NOT_RUN,
  VL403: FIXABLE_ERROR,
  VL404: { severity: 'warning', neverSilenced: true },
  VL405: ERROR,
  VL406: FIXABLE_ERROR,
  VL407: FIXABLE_ERROR,
  VL411: COULD_NOT_RUN,
  VL425: { severity: 'warning', neverSilenced: true },
  VL426: { severity: 'warning', neverSilenced: true, hasFix: true },
  VL427: { severity: 'warning', neverSilenced: true, hasFix: true },
  VL428: { severity: 'warning', neverSilenced: true },
  VL429: { severity: 'warning', neverSilenced: true },
  // VL5xx: files
  VL501: COULD_NOT_RUN,
  VL502: COULD_NOT_RUN,
  VL503: COULD_NOT_RUN,
  VL504: COULD_NOT_RUN,
  VL505: COULD_NOT_RUN,
  VL506: COULD_NOT_RUN,
  VL507: COULD_NOT_RUN,
  VL508: COULD_NOT_RUN,
  VL509: COULD_NOT_RUN,
  VL510: COULD_NOT_RUN,
  VL511: COULD_NOT_RUN,
  VL512: COULD_NOT_RUN,
  VL513: COULD_NOT_RUN,
  VL514: WARNING,
  VL515: COULD_NOT_RUN,
  VL520: COULD_NOT_RUN,
  VL521: NOTE,
  VL522: WARNING,
  VL523: COULD_NOT_RUN,
  VL524: COULD_NOT_RUN,
  VL525: WARNING,
  // VL6xx: guests
  VL601: COULD_NOT_RUN,
  VL602: COULD_NOT_RUN,
  VL603: WARNING,
  VL604: COULD_NOT_RUN,
  VL605: WARNING,
  VL606: ERROR,
  VL607: ERROR,
  VL608: WARNING,
  VL609: NOTE,
  VL610: WARNING,
  VL611: WARNING,
  VL612: WARNING,
  VL613: WARNING,
  VL614: COULD_NOT_RUN,
  VL615: WARNING,
  VL616: COULD_NOT_RUN,
  VL617: COULD_NOT_RUN,
  VL618: WARNING,
  VL619: COULD_NOT_RUN,
  VL620: NOTE,
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
