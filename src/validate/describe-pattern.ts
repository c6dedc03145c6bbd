/** Regular expressions of libvirt's schemas in words, as they are written there. The words say what is allowed, not always how long it may be. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['.+', 'a non-empty line of text'],
  ['[^\\n]+', 'a non-empty line of text'],
  ['[^/\\n]+', 'a name without "/"'],
  ['[0-9]+', 'decimal digits'],
  ['[0-7]+', 'octal digits'],
  ['-?[0-9]+', 'an integer'],
  ['(-|\\+)?[0-9]+', 'an integer'],
  ['[0-9]+\\.[0-9]+', 'two numbers with a dot between them, such as 2.1'],
  ['/.*', 'an absolute path'],
  ['/[a-zA-Z0-9_\\+\\-/%]+', 'an absolute path of letters, digits and "_", "+", "-", "/", "%"'],
  ['(/|[a-zA-Z]:\\\\).+', 'an absolute path'],
  ['[a-fA-F0-9]{8}\\-([a-fA-F0-9]{4}\\-){3}[a-fA-F0-9]{12}', 'a UUID without braces'],
  ['[a-fA-F0-9]{32}', 'a UUID without hyphens'],
  ['[a-fA-F0-9]{2}(:[a-fA-F0-9]{2}){5}', 'a MAC address, such as 52:54:00:12:34:56'],
  ['([a-fA-F0-9]{2}:){5}[a-fA-F0-9]{2}', 'a MAC address, such as 52:54:00:12:34:56'],
  ['[a-fA-F0-9][02468aAcCeE](:[a-fA-F0-9]{2}){5}', 'a unicast MAC address, such as 52:54:00:12:34:56'],
  ['[a-fA-F0-9][13579bBdDfF](:[a-fA-F0-9]{2}){5}', 'a multicast MAC address, such as 01:00:5e:00:00:01'],
  [
    '(((25[0-5])|(2[0-4][0-9])|(1[0-9]{2})|([1-9][0-9])|([0-9]))\\.){3}((25[0-5])|(2[0-4][0-9])|(1[0-9]{2})|([1-9][0-9])|([0-9]))',
    'an IPv4 address',
  ],
  [
    '([0-9]+(-[0-9]+)?|\\^[0-9]+)(,([0-9]+(-[0-9]+)?|\\^[0-9]+))*',
    'a list of CPUs, such as 0-3,^2,8 (^2 leaves out CPU 2)',
  ],
  ['[a-zA-Z0-9_\\+\\-]+', 'letters, digits and "_", "+", "-"'],
  ['[a-zA-Z0-9_\\-]+', 'letters, digits and "_", "-"'],
  ['[a-zA-Z0-9\\-_]+', 'letters, digits and "_", "-"'],
  ['[a-zA-Z0-9\\.\\-]+', 'letters, digits and ".", "-"'],
  ['[a-zA-Z0-9_\\.\\-]+', 'letters, digits and "_", ".", "-"'],
  ['[a-zA-Z0-9_\\.\\-\\\\:/]+', 'letters, digits and "_", ".", "-", "\\", ":", "/"'],
  ['(0x)?[0-9a-f]+', 'hexadecimal digits in lower case, with or without "0x"'],
])

/** Expressions for hexadecimal digits: the "0x", which may be optional, and how many. */
const HEXADECIMAL = /^(0x|\(0x\)\?)\[(?:0-9a-fA-F|a-fA-F0-9)\](?:\{(1,)?(\d+)\})?$/

/** How the expression for IPv6 addresses begins, which is some 2,000 characters long. */
const IPV6_START = '(([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4})|(([0-9A-Fa-f]{1,4}:){6}:'

/** What a regular expression of a schema allows, in words; undefined for one that is not known. */
export function describePattern(pattern: string): string | undefined {
  if (pattern.startsWith(IPV6_START)) return 'an IPv6 address'
  return WORDS.get(pattern) ?? hexadecimal(pattern)
}

function hexadecimal(pattern: string): string | undefined {
  const [whole, prefix, from, count = '1'] = HEXADECIMAL.exec(pattern) ?? []
  if (whole === undefined) return undefined
  const digits =
    count === '1' ? '1 hexadecimal digit' : `${from === undefined ? '' : '1 to '}${count} hexadecimal digits`
  return prefix === '0x' ? `"0x" and ${digits}` : `${digits}, with or without "0x"`
}
