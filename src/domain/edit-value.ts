import type { Edit } from '../diagnostics/index.js'
import type { StartAttribute } from '../lifecycle/index.js'
import type { XmlElement } from '../xml/index.js'

/** The edits that replace the text of an element with a value. Comments in it are kept. */
export function contentEdits(element: XmlElement, value: string): readonly Edit[] {
  const texts = element.children.flatMap((node) => (node.kind === 'text' || node.kind === 'cdata' ? [node] : []))
  const carrier = texts.find((node) => node.value.trim() !== '') ?? texts[0]
  if (carrier === undefined) return [{ offset: element.openEnd, length: 0, content: value }]
  return texts.map((node) => ({
    offset: node.start,
    length: node.end - node.start,
    content: node === carrier ? value : '',
  }))
}

/** The edits that replace the value of an attribute; none if the element does not have it. */
export function attributeEdits(element: XmlElement, name: StartAttribute, value: string): readonly Edit[] {
  const attribute = element.attributeNodes.find((candidate) => candidate.name === name)
  if (attribute === undefined) return []
  const { valueStart, valueEnd } = attribute
  return [{ offset: valueStart, length: valueEnd - valueStart, content: value }]
}
