import type { Edit } from '../diagnostics/index.js'
import { type JsonNode, pathOf } from './node.js'

/** The range (UTF-16 code units) of a value in its document, with its path. */
export function rangeOf(node: JsonNode): { readonly start: number; readonly end: number; readonly path: string } {
  return { start: node.start, end: node.end, path: pathOf(node) }
}

/** The edit that puts a string in place of a value. */
export function stringEdit({ start, end }: JsonNode, text: string): Edit {
  return { offset: start, length: end - start, content: JSON.stringify(text) }
}
