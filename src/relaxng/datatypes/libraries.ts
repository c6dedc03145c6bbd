import { compile } from 'xspattern'
import type { DatatypeLibrary } from './datatype.js'
import { withRepetitionsWrittenOut } from './repetitions.js'
import { type DescribePattern, XSD_LIBRARY_URI, xsdLibrary } from './xsd.js'

/** Datatype libraries by their URIs; the built-in one is not among them. */
export type DatatypeLibraries = ReadonlyMap<string, DatatypeLibrary>

/** What a schema may use: the datatypes of XML Schema, whose patterns are matched without backtracking. */
export function allLibraries(describePattern?: DescribePattern): DatatypeLibraries {
  const compilePattern = (source: string) => compile(withRepetitionsWrittenOut(source), { language: 'xsd' })
  return new Map([[XSD_LIBRARY_URI, xsdLibrary(compilePattern, describePattern)]])
}
