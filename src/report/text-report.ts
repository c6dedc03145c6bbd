import type { BeginReport } from './report.js'

/** Begin a report for people. */
export const beginText: BeginReport = ({ paint }) => ({
  document: async ({ diagnostics }) => {
    if (diagnostics.length === 0) return ''
    // Loaded where there is something to say: most runs find nothing, and the width of characters takes 20 ms to load.
    const { formatDiagnostic } = await import('./text.js')
    return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, paint)).join('')
  },
  end: ({ summary }) => `${summary}\n`,
})
