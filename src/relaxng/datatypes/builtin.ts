import type { Datatype, DatatypeLibrary } from './datatype.js'

/** The library without a name (RELAX NG, section 4.4 and 6.2.9): `string`, and `token`, which takes white space as one space. */
export const BUILTIN: DatatypeLibrary = {
  create: (type, [param]) => {
    const datatype = TYPES.get(type)
    if (datatype === undefined)
      return { error: `the built-in library has no datatype "${type}", only: ${[...TYPES.keys()].join(', ')}` }
    if (param !== undefined) return { error: `the built-in datatype "${type}" takes no parameter` }
    return { datatype }
  },
}

/** Text with white space taken as RELAX NG and XML Schema do: runs of it as one space, none around. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')
}

const TYPES: ReadonlyMap<string, Datatype> = new Map([
  ['string', { rule: 'text', allows: () => true, valueOf: (text) => text }],
  ['token', { rule: 'text', allows: () => true, valueOf: collapse }],
])
