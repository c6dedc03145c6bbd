import type { Diagnostic } from '../../src/diagnostics/index.js'

/** Texts that are special in some format, or that some format cannot represent, by description. */
export const UNUSUAL: Readonly<Record<string, string>> = {
  'percent signs': '100% %25 %0A %3A %C3%A4',
  'colons and commas': 'a:1:2, b=c: d::e',
  'a workflow command': '::error file=x::y',
  'an older workflow command': '##[add-mask]x',
  'the end of a CDATA section': 'a]]>b',
  'what XML escapes': '<&>"\'',
  'what looks like XML references': '&amp; &nbsp; &#0; &#60;',
  'what JSON escapes': '"\\"\\n\\u0000/',
  'a line feed': 'a\nb',
  'line endings of Windows and classic Mac OS': 'a\r\nb\rc',
  tabs: '\ta\tb',
  'other controls': 'a\u0000b\u0001\u0007\b\u000b\f\u001b[31mc\u007f',
  'C1 controls': 'a\u0080\u0085\u009f',
  'line separators': 'a\u2028b\u2029c',
  'bidi controls': 'a\u202eb\u2066c',
  'a byte order mark': '\ufeffa',
  noncharacters: 'a\ufffe\uffffb',
  emoji: '🖥 👩‍💻 🇩🇪',
  'a lone high surrogate': 'a\ud83d',
  'a lone low surrogate': '\udda5b',
  'a placeholder': '{cases} $& $1 %SRCROOT%',
  'a property that all objects have': '__proto__',
}

/** A finding in which every field is made from one text. */
export function unusualFinding(text: string): Diagnostic {
  return {
    code: 'VL203',
    severity: 'error',
    message: `message ${text}`,
    file: `files/${text}.xml`,
    line: 3,
    column: 5,
    endLine: 3,
    endColumn: 6,
    path: `$.${text}`,
    hint: `hint ${text}`,
    excerpt: { text: `line ${text}`, start: 0, end: 4 },
  }
}
