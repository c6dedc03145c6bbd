import { type Diagnostic, escapeControls, type Finding, quote, type SourceText } from '../diagnostics/index.js'
import { parseXml, type XmlElement } from '../xml/index.js'
import type { LoadSchemaFile, Schema } from './engine.js'

const RELAXNG_NAMESPACE = 'http://relaxng.org/ns/structure/1.0'

/**
 * Walk a schema and all it includes before an engine sees it, for libxml2 says no more than "Invalid RELAX NG schema".
 * It finds XML that is not well-formed or has a DOCTYPE, a document that is not RELAX NG in XML syntax, and includes that
 * cannot be read, are not files, or include themselves (VL402, with the position).
 */
export function checkSchema(schema: Schema, load: LoadSchemaFile): readonly Diagnostic[] {
  return checkFile(schema.source, schema.url, load, schema.url === undefined ? [] : [schema.url])
}

function checkFile(
  source: SourceText,
  url: string | undefined,
  load: LoadSchemaFile,
  including: readonly string[],
): readonly Diagnostic[] {
  const parsed = parseXml(source, {
    keep: () => false,
    collect: (element) => {
      const refers = element.local === 'include' || element.local === 'externalRef'
      return refers && element.uri === RELAXNG_NAMESPACE && element.attributes['href'] !== undefined
    },
  })
  if ('diagnostic' in parsed) {
    const { diagnostic } = parsed
    return [{ ...diagnostic, code: 'VL402', message: `the schema cannot be used: ${diagnostic.message}` }]
  }
  const { root, collected } = parsed
  if (root.uri !== RELAXNG_NAMESPACE) {
    const message = `the schema is not RELAX NG in XML syntax: its root <${escapeControls(root.name)}> is not in the namespace ${RELAXNG_NAMESPACE}`
    const hint = 'name a .rng file; "trang" converts the compact syntax (.rnc)'
    return [source.diagnostic({ code: 'VL402', message, hint }, root.start, root.openEnd)]
  }
  return collected.flatMap((element) => checkInclude(source, url, element, load, including))
}

function checkInclude(
  source: SourceText,
  base: string | undefined,
  element: XmlElement,
  load: LoadSchemaFile,
  including: readonly string[],
): readonly Diagnostic[] {
  const href = element.attributes['href'] ?? ''
  const report = (what: string, hint: string): readonly Diagnostic[] => {
    const written = element.attributeNodes.find(({ name }) => name === 'href')
    const finding: Finding = { code: 'VL402', message: `the schema includes ${what}`, hint }
    return [source.diagnostic(finding, written?.valueStart ?? element.start, written?.valueEnd ?? element.openEnd)]
  }
  if (!URL.canParse(href, base))
    return report(`${quote(href)}, which is not a valid URI reference`, 'write a path relative to the schema')
  const url = new URL(href, base)
  if (url.protocol !== 'file:') {
    return report(`${quote(href)}, which is not a file`, 'nothing is fetched: put a copy beside the schema')
  }
  if (including.includes(url.href)) return report(`${quote(href)}, which includes it in turn`, 'break the circle')
  const included = load(url)
  if (included === undefined) return report(`${quote(href)}, which cannot be read`, 'is the file there?')
  return checkFile(included, url.href, load, [...including, url.href])
}
