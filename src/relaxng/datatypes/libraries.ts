import { compile } from 'xspattern'
import type { DatatypeLibrary } from './datatype.js'
import { plainPattern } from './plain-pattern.js'
import { withRepetitionsWrittenOut } from './repetitions.js'
import { type DescribePattern, XSD_LIBRARY_URI, xsdLibrary } from './xsd.js'

/** Datatype libraries by their URIs; the built-in one is not among them. */
export type DatatypeLibraries = ReadonlyMap<string, DatatypeLibrary>

/** The source of the `plainPattern` of each regular expression that was compiled; null where it has none. */
export type PlainPatterns = Map<string, string | null>

/**
 * What a schema may use: the datatypes of XML Schema, whose patterns are matched without backtracking.
 *
 * @param known of regular expressions; what is found out about others is added
 */
export function allLibraries(describePattern?: DescribePattern, known: PlainPatterns = new Map()): DatatypeLibraries {
  const compilePattern = (source: string) => compiled(source, known)
  return new Map([[XSD_LIBRARY_URI, xsdLibrary(compilePattern, describePattern)]])
}

/** Longest text that is left to JavaScript's regular expressions, which remember where they could go on. */
const LONGEST_PLAIN = 1000

function compiled(source: string, known: PlainPatterns): (text: string) => boolean {
  const plain = plainOf(source, known)
  const make = () => compile(withRepetitionsWrittenOut(source), { language: 'xsd' })
  if (plain === undefined) return make()
  let made: ReturnType<typeof make> | undefined
  return (text) => {
    if (text.length <= LONGEST_PLAIN) return plain.test(text)
    made ??= make()
    return made(text)
  }
}

function plainOf(source: string, known: PlainPatterns): RegExp | undefined {
  const plain = known.get(source)
  if (plain === null) return undefined
  if (plain !== undefined) return new RegExp(plain, 'u')
  const found = plainPattern(source)
  known.set(source, found?.source ?? null)
  return found
}
