/** How serious a finding is. An error makes the exit status 1, or 2 if its code says so; warnings and notes do not. */
export type Severity = 'error' | 'warning' | 'note'

/** What never changes about a code. */
interface CodeRow {
  readonly severity: Severity
  /** One line that says what the code means. */
  readonly title: string
  /** It ends the check of a document, so anything could be wrong after it: a baseline must not accept it. */
  readonly neverAccepted?: true
  /** It is about the call or the system, not about the content of an input: the exit status is 2. */
  readonly couldNotRun?: true
}

/**
 * Every diagnostic code, with its severity and its title. A code never changes its meaning and is never reused once it
 * is dropped. `docs/diagnostics.md` has a section for each; a test keeps the two in step.
 */
export const DIAGNOSTIC_CODES = {
  // VL1xx: input and XML
  VL101: { severity: 'error', title: 'The document is not well-formed XML', neverAccepted: true },
  VL102: { severity: 'error', title: 'The input is empty', neverAccepted: true },
  VL103: { severity: 'error', title: 'The document has a DOCTYPE', neverAccepted: true },
  VL104: { severity: 'error', title: 'The document is nested too deeply', neverAccepted: true },
  VL105: { severity: 'error', title: 'The document is too large', neverAccepted: true },
  VL106: { severity: 'error', title: 'The input cannot be decoded', neverAccepted: true },
  VL107: { severity: 'error', title: 'The document is not valid JSON' },
  VL108: { severity: 'error', title: 'The format was not recognised' },
  VL109: { severity: 'error', title: 'The document is not a domain' },
  // VL2xx: lifecycle rules
  VL201: { severity: 'error', title: 'Unknown attribute on a lifecycle element' },
  VL202: { severity: 'error', title: 'A lifecycle element is empty' },
  VL203: { severity: 'error', title: 'The value is not allowed' },
  VL204: { severity: 'error', title: 'Duplicate element' },
  VL205: { severity: 'error', title: 'Unexpected text or element' },
  VL206: { severity: 'error', title: 'Misplaced lifecycle element' },
  VL207: { severity: 'error', title: 'delay or order is not an integer in the allowed range' },
  VL208: { severity: 'warning', title: 'delay or order has no effect' },
  VL209: { severity: 'warning', title: 'White space around a value' },
  VL210: { severity: 'error', title: 'on_hoststart and on_hoststop contradict each other' },
  VL211: { severity: 'warning', title: 'on_hoststart makes the shorthand redundant' },
  VL212: { severity: 'error', title: 'The two placements differ' },
  VL214: { severity: 'error', title: 'A required lifecycle element is missing' },
  VL215: { severity: 'error', title: 'The lifecycle elements are in the wrong placement' },
  VL216: { severity: 'note', title: 'The shorthand can be expanded' },
  // VL3xx: translation
  VL301: { severity: 'error', title: 'A Hyper-V value is reserved or invalid' },
  VL302: { severity: 'warning', title: 'A property was left out' },
  VL303: { severity: 'warning', title: 'Part of the input cannot be carried over' },
  VL304: { severity: 'note', title: 'A snapshot was left out' },
  VL305: { severity: 'error', title: 'The input does not have the expected structure' },
  VL306: { severity: 'warning', title: 'The input contains no machines' },
  VL307: { severity: 'error', title: 'A machine has neither a name nor a UUID' },
  VL308: { severity: 'note', title: 'A minimal domain was written' },
  VL309: { severity: 'error', title: 'A name cannot be written' },
  VL310: { severity: 'error', title: 'Duplicate property' },
  VL311: { severity: 'error', title: 'The document is read-only' },
  VL312: { severity: 'error', title: 'No domain matches a machine' },
  VL313: { severity: 'error', title: 'The match is ambiguous' },
  VL314: { severity: 'note', title: 'A machine was matched by name only' },
  VL315: { severity: 'error', title: 'The response is a fault' },
  VL316: { severity: 'warning', title: 'An identifier is not a GUID' },
  VL317: { severity: 'warning', title: "An object's type is missing from the document" },
  VL318: { severity: 'warning', title: 'A snapshot was not matched' },
  VL319: { severity: 'warning', title: 'The machines have no lifecycle settings' },
  VL320: { severity: 'error', title: 'There is nothing to set' },
  VL321: { severity: 'note', title: 'Machines are in a cluster' },
  VL322: { severity: 'warning', title: 'Text before the JSON was skipped' },
  VL325: { severity: 'note', title: 'The encoding was assumed' },
  VL326: { severity: 'error', title: 'A row or an object of a text is broken' },
  VL327: { severity: 'error', title: 'The columns cannot be used' },
  VL328: { severity: 'error', title: 'A value was cut off' },
  VL329: { severity: 'warning', title: 'A spreadsheet would run a name as a formula' },
  VL330: { severity: 'note', title: "The numbers were read as those of Hyper-V's v1 class" },
  VL331: { severity: 'warning', title: 'The declared encoding is wrong' },
  VL332: { severity: 'note', title: "Today's libvirt drops the elements" },
  VL333: { severity: 'warning', title: "The document was copied from a browser's window" },
  VL334: { severity: 'note', title: 'Requests were written that have to be sent' },
  VL336: { severity: 'error', title: 'A script cannot tell two machines apart' },
  VL340: { severity: 'error', title: 'A row of the map is malformed' },
  VL341: { severity: 'error', title: 'A row of the map fits nothing' },
  VL342: { severity: 'error', title: 'A row of the map cannot be used' },
  VL343: { severity: 'warning', title: 'Autostart and on_hoststart differ' },
  VL344: { severity: 'error', title: 'A transient domain cannot keep settings' },
  // VL4xx: schema
  VL401: { severity: 'error', title: 'The validation engine is not installed', couldNotRun: true },
  VL402: { severity: 'error', title: 'The schema cannot be used', couldNotRun: true },
  VL403: { severity: 'error', title: 'The document does not match the schema' },
  VL404: { severity: 'note', title: 'The embedded schema was used' },
  VL405: { severity: 'error', title: 'The engines disagree' },
  // VL5xx: files
  VL501: { severity: 'error', title: 'A file cannot be read', couldNotRun: true },
  VL502: { severity: 'error', title: 'The directory contains no XML files', couldNotRun: true },
  VL503: { severity: 'error', title: 'A file cannot be written', couldNotRun: true },
  VL504: { severity: 'error', title: 'Several documents for a single output file', couldNotRun: true },
  VL505: { severity: 'error', title: 'Refusing to overwrite a file', couldNotRun: true },
  VL506: { severity: 'error', title: 'Nothing to validate', couldNotRun: true },
  VL507: { severity: 'error', title: 'The configuration cannot be used', couldNotRun: true },
  VL508: { severity: 'error', title: 'The baseline cannot be used', couldNotRun: true },
  VL509: { severity: 'error', title: 'virsh cannot be run', couldNotRun: true },
  VL510: { severity: 'error', title: 'libvirt cannot be reached', couldNotRun: true },
  VL511: { severity: 'error', title: 'A domain was not changed', couldNotRun: true },
  VL512: { severity: 'error', title: 'A domain cannot be read from libvirt', couldNotRun: true },
  // VL6xx: guests
  VL601: { severity: 'error', title: 'Another run deals with the guests', couldNotRun: true },
  VL602: { severity: 'error', title: 'Another service stops and starts the guests', couldNotRun: true },
  VL603: { severity: 'warning', title: 'Another service stops and starts the guests, too' },
  VL604: { severity: 'error', title: 'The record cannot be used', couldNotRun: true },
  VL605: { severity: 'warning', title: 'A guest is stopped in another way than its settings say' },
  VL606: { severity: 'error', title: 'A guest is still active' },
  VL607: { severity: 'error', title: 'A guest was not started' },
  VL608: { severity: 'warning', title: "libvirt's autostart contradicts a guest's settings" },
  VL609: { severity: 'note', title: 'A guest does not say how it is stopped' },
  VL610: { severity: 'warning', title: 'A recorded guest no longer exists' },
  VL611: { severity: 'warning', title: 'It is not known whether a guest was active' },
} as const satisfies Readonly<Record<string, CodeRow>>

/** A stable diagnostic code. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES

/** The row of a code. */
export function codeRow(code: DiagnosticCode): CodeRow {
  return DIAGNOSTIC_CODES[code]
}
