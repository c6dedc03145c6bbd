/**
 * Every diagnostic code there is, with the one line that says what it means. A code never changes its meaning and is
 * never used again once it is dropped. `docs/diagnostics.md` has a section for each; a test keeps the two in step.
 */
export const DIAGNOSTIC_CODES = {
  // VL1xx: input and XML
  VL101: 'The document is not well-formed XML',
  VL102: 'The input is empty',
  VL103: 'The document has a DOCTYPE',
  VL104: 'The document is nested too deeply',
  VL105: 'The document is too large',
  VL106: 'The bytes cannot be decoded',
  VL107: 'The document is not valid JSON',
  VL108: 'The format was not recognised',
  VL109: 'The document is not a domain',
  // VL2xx: lifecycle rules
  VL201: 'Unknown attribute on a lifecycle element',
  VL202: 'A lifecycle element is empty',
  VL203: 'The value is not in the vocabulary',
  VL204: 'An element stands twice',
  VL205: 'Text or an element where none belongs',
  VL206: 'A lifecycle element is in the wrong place',
  VL207: 'delay or order is not a number in its range',
  VL208: 'delay or order has no effect',
  VL209: 'White space around a value',
  VL210: 'on_hoststart and on_hoststop contradict each other',
  VL211: 'on_hoststart makes the shorthand redundant',
  VL212: 'The two placements differ',
  VL213: 'delay or order without on_hoststart',
  VL214: 'A lifecycle element that is required is missing',
  VL215: 'The placement is not the one that is wanted',
  // VL3xx: translation
  VL301: 'A Hyper-V value is reserved or impossible',
  VL302: 'A property was left out',
  VL303: 'The target cannot hold a setting',
  VL304: 'A snapshot was left out',
  VL305: 'The input does not have the form it should have',
  VL306: 'The input holds no machine',
  VL307: 'A machine has no name and no UUID',
  VL308: 'A minimal domain was written',
  VL309: 'A name cannot be written',
  VL310: 'A property stands twice',
  VL311: 'The document can only be read',
  VL312: 'No domain matches a machine',
  VL313: 'A match is ambiguous',
  VL314: 'A machine was matched by its name only',
  VL315: 'The answer is a fault',
  // VL4xx: schema
  VL401: 'The validation engine is not installed',
  VL402: 'The schema cannot be used',
  VL403: 'The document does not match the schema',
  VL404: 'The embedded schema was used',
  VL405: 'The engines disagree',
  // VL5xx: files
  VL501: 'A file cannot be read',
  VL502: 'A directory holds no XML file',
  VL503: 'A file cannot be written',
  VL504: 'Several documents, one output',
  VL505: 'A file is not replaced',
  VL506: 'There is nothing to validate',
  VL507: 'The configuration cannot be used',
  VL508: 'The baseline cannot be used',
} as const

/** A stable diagnostic code. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES
