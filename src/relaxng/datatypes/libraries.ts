import { compile } from 'xspattern'
import type { DatatypeLibrary } from './datatype.js'
import { XSD_LIBRARY_URI, xsdLibrary } from './xsd.js'

/** Datatype libraries by their URIs; the built-in one is not among them. */
export type DatatypeLibraries = ReadonlyMap<string, DatatypeLibrary>

/** The datatypes of XML Schema; patterns are matched without backtracking. */
export const XSD = xsdLibrary((source) => compile(source, { language: 'xsd' }))

/** What a schema may use. */
export const LIBRARIES: DatatypeLibraries = new Map([[XSD_LIBRARY_URI, XSD]])
