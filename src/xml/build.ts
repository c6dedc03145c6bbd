import { writeXml } from '#write-xml'
import type { LayoutOptions, NewElement } from './new-element.js'

export type { LayoutOptions, NewElement } from './new-element.js'

/**
 * A new element as text: a line for each element, two spaces for each level, no line end after the last.
 *
 * In Node the package xmlbuilder2 writes it, elsewhere and in bundles `write-xml.ts`, which needs no package
 * (`imports` in package.json); a test holds the two equal.
 */
export function buildXml(root: NewElement, { declaration = false, indent = 0 }: LayoutOptions = {}): string {
  return writeXml(root, { declaration, indent })
}
