import type { Diagnostic } from '../diagnostics/index.js'
import { JsonItems } from './json-items.js'
import type { BeginReport } from './report.js'

/** The report as JSON, described by `schema/validation-report.schema.json`. */
export interface ValidationReport {
  readonly version: 1
  /** Which schema was checked against. */
  readonly schema: string
  readonly diagnostics: readonly Omit<Diagnostic, 'excerpt'>[]
  readonly documents: readonly { readonly file: string; readonly valid: boolean }[]
  /** Present where the run was ended before its time: then documents are missing. */
  readonly interrupted?: true
}

/** Begin a report as JSON, in the order of the members of `ValidationReport`. */
export const beginJson: BeginReport = ({ schema }) => {
  const diagnostics = new JsonItems(
    `{\n  "version": 1,\n  "schema": ${JSON.stringify(schema)},\n  "diagnostics": `,
    '  ',
  )
  const documents = new JsonItems('  "documents": ', '  ')
  const documentItems: string[] = []
  return {
    document: ({ file, outcome, diagnostics: found }) => {
      // What could not be read at all is no document that was found invalid.
      if (outcome === 'valid' || outcome === 'invalid') {
        documentItems.push(documents.add({ file, valid: outcome === 'valid' }))
      }
      return found.map(({ excerpt: _, ...diagnostic }) => diagnostics.add(diagnostic)).join('')
    },
    end: ({ interrupted }) => {
      const list = `${documentItems.join('')}${documents.end()}`
      return `${diagnostics.end()},\n${list}${interrupted ? ',\n  "interrupted": true' : ''}\n}\n`
    },
  }
}
