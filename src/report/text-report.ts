import type { BeginReport } from './report.js'
import type { formatDiagnostic } from './text.js'

/**
 * Begins a report for people.
 *
 * @param load gives the formatter, when there is something to say: most runs find nothing, and what measures the width of
 *   characters takes 20 ms to load
 */
export function textReport(load: () => Promise<typeof formatDiagnostic>): BeginReport {
  return ({ paint }) => ({
    document: async ({ diagnostics }) => {
      if (diagnostics.length === 0) return ''
      const format = await load()
      return diagnostics.map((diagnostic) => format(diagnostic, paint)).join('')
    },
    end: ({ summary }) => `${summary}\n`,
  })
}
