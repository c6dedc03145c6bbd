import type { Edit } from '../diagnostics/index.js'
import { type JsonNode, type JsonScalar, pathOf } from './node.js'

/** The range (UTF-16 code units) of a value in its document, with its path. */
export function rangeOf(node: JsonNode): { readonly start: number; readonly end: number; readonly path: string } {
  return { start: node.start, end: node.end, path: pathOf(node) }
}

/** The edit that writes another text into a string, between its quotes. */
export function stringEdit({ start, end }: JsonScalar, text: string): Edit {
  return { offset: start + 1, length: end - start - 2, content: JSON.stringify(text).slice(1, -1) }
}
