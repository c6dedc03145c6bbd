import type { Diagnostic } from '../diagnostics/index.js'
import { JsonItems } from './json-items.js'
import type { BeginReport } from './report.js'

/** The JSON report, described by `schema/validation-report.schema.json`. */
export interface ValidationReport {
  readonly version: 1
  /** The schema that documents were checked against. */
  readonly schema: string
  readonly diagnostics: readonly Omit<Diagnostic, 'excerpt'>[]
  readonly documents: readonly { readonly file: string; readonly valid: boolean }[]
  /** How many documents were not checked against libvirt's schema, because none was found; absent if none. */
  readonly unchecked?: number
  /** Present if the run ended early, by a signal or at the first error (`--fail-fast`), so documents are missing. */
  readonly interrupted?: true
}

/** Begin a JSON report, with its members in the order of `ValidationReport`. */
export const beginJson: BeginReport = ({ schema }) => {
  const diagnostics = new JsonItems(
    `{\n  "version": 1,\n  "schema": ${JSON.stringify(schema)},\n  "diagnostics": `,
    '  ',
  )
  const documents = new JsonItems('  "documents": ', '  ')
  const documentItems: string[] = []
  const added = (found: readonly Diagnostic[]): string =>
    found.map(({ excerpt: _, ...diagnostic }) => diagnostics.add(diagnostic)).join('')
  return {
    document: ({ file, outcome, diagnostics: found }) => {
      // A file that could not be read was not found invalid.
      if (outcome === 'valid' || outcome === 'invalid') {
        documentItems.push(documents.add({ file, valid: outcome === 'valid' }))
      }
      return added(found)
    },
    end: ({ interrupted, unchecked = 0, findings = [] }) => {
      const list = `${documentItems.join('')}${documents.end()}`
      const members = [
        ...(unchecked === 0 ? [] : [`"unchecked": ${unchecked}`]),
        ...(interrupted ? ['"interrupted": true'] : []),
      ].map((member) => `,\n  ${member}`)
      return `${added(findings)}${diagnostics.end()},\n${list}${members.join('')}\n}\n`
    },
  }
}
