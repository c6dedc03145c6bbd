import { compile } from 'xspattern'
import type { DatatypeLibrary } from './datatype.js'
import { plainPattern } from './plain-pattern.js'
import { withRepetitionsWrittenOut } from './repetitions.js'
import { type DescribePattern, XSD_LIBRARY_URI, xsdLibrary } from './xsd.js'

/** Datatype libraries by their URIs; the built-in one is not among them. */
export type DatatypeLibraries = ReadonlyMap<string, DatatypeLibrary>

/** What a schema may use: the datatypes of XML Schema, whose patterns are matched without backtracking. */
export function allLibraries(describePattern?: DescribePattern): DatatypeLibraries {
  return new Map([[XSD_LIBRARY_URI, xsdLibrary(compilePattern, describePattern)]])
}

/** Longest text that is left to JavaScript's regular expressions, which remember where they could go on. */
const LONGEST_PLAIN = 1000

function compilePattern(source: string): (text: string) => boolean {
  const plain = plainPattern(source)
  const make = () => compile(withRepetitionsWrittenOut(source), { language: 'xsd' })
  if (plain === undefined) return make()
  let made: ReturnType<typeof make> | undefined
  return (text) => {
    if (text.length <= LONGEST_PLAIN) return plain.test(text)
    made ??= make()
    return made(text)
  }
}
