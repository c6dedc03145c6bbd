import type { LayoutOptions, NewElement } from './new-element.js'

/** Write a new element, without any package: what `buildXml` uses in browsers and bundles. */
export function writeXml(root: NewElement, { declaration, indent }: Required<LayoutOptions>): string {
  const lines = declaration ? [`${'  '.repeat(indent)}<?xml version="1.0" encoding="UTF-8"?>`] : []
  return [...lines, ...linesOf(root, indent, new Map())].join('\n')
}

/** @param declared the namespaces in scope, by prefix; '' for the default one */
function linesOf(element: NewElement, level: number, declared: ReadonlyMap<string, string>): readonly string[] {
  const { name, namespace, attributes = {}, children = [], text = '', cdata = '' } = element
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : ''
  const isNew = namespace !== undefined && declared.get(prefix) !== namespace
  const declaration = isNew ? [[prefix === '' ? 'xmlns' : `xmlns:${prefix}`, namespace] as const] : []
  const written = [...declaration, ...Object.entries(attributes)].map(
    ([key, value]) => ` ${key}="${escapeValue(value)}"`,
  )
  const indentation = '  '.repeat(level)
  const open = `${indentation}<${name}${written.join('')}`
  if (text !== '') return [`${open}>${escapeText(text)}</${name}>`]
  if (cdata !== '') return [`${open}><![CDATA[${cdata}]]></${name}>`]
  if (children.length === 0) return [`${open}/>`]
  const inScope = isNew ? new Map([...declared, [prefix, namespace]]) : declared
  return [`${open}>`, ...children.flatMap((child) => linesOf(child, level + 1, inScope)), `${indentation}</${name}>`]
}

/** A text as XML has it in an element. A parser would read a carriage return as a line feed. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}

/** In a value a parser reads every white space as a space. */
function escapeValue(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
}
