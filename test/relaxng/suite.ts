import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { childElements, parseXml, type XmlElement } from '../../src/xml/index.js'

/** The folder with James Clark's test suites, spectest.xml and xsdtest.xml of jing-trang; not part of this project. */
const FOLDER = process.env['RELAXNG_TEST_SUITE']

/** A document of the suites. */
export interface Suite {
  readonly root: XmlElement
  /** An element as it is written. */
  readonly textOf: (element: XmlElement) => string
  readonly lineOf: (element: XmlElement) => number
}

/** `describe` for one of the suites; a skipped test says so where `RELAXNG_TEST_SUITE` does not name their folder. */
export function describeSuite(name: string, title: string, body: (suite: Suite) => void): void {
  const path = FOLDER === undefined ? undefined : join(FOLDER, name)
  if (path !== undefined && existsSync(path)) describe(title, () => body(read(path)))
  else if (FOLDER !== undefined) {
    test(title, () => {
      throw new Error(`RELAXNG_TEST_SUITE names no folder with ${name}`)
    })
  } else test.skip(`${title} (needs RELAXNG_TEST_SUITE, the folder with ${name})`, () => {})
}

function read(path: string): Suite {
  const document = new SourceText(path, withoutDoctype(readFileSync(path, 'utf8')))
  const parsed = parseXml(document, { keep: () => true })
  if ('diagnostic' in parsed) throw new Error(`${path}: ${parsed.diagnostic.message}`)
  return {
    root: parsed.root,
    textOf: ({ start, end }) => document.text.slice(start, end),
    lineOf: ({ start }) => document.position(start).line,
  }
}

/** The entities that the suite declares are written out; our parser takes no DOCTYPE. */
function withoutDoctype(text: string): string {
  const doctype = /<!DOCTYPE[\s\S]*?\]>/.exec(text)?.[0] ?? ''
  const characters = (value: string): string =>
    value.replace(/&#x([0-9a-f]+);/gi, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))
  let plain = text.replace(doctype, doctype.replace(/[^\n]/g, ''))
  for (const [, name, value = ''] of doctype.matchAll(/<!ENTITY (\w+) "([^"]*)">/g)) {
    plain = plain.replaceAll(`&${name};`, characters(value))
  }
  return plain
}

/** The child elements of a name. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return childElements(element).filter(({ local }) => local === name)
}
