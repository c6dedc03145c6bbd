import type { Answer } from '../protocol.js'
import { count } from './elements.js'
import { FORMS } from './forms.js'

/** What was found, in one line. */
export function summaryOf({ documents, machines, leftOut }: Answer): string {
  const diagnostics = documents.flatMap((document) => document.diagnostics)
  const formats = [...new Set(documents.flatMap(({ format }) => format ?? []))]
  if (formats.length === 0 && diagnostics.length === 0) return ''
  const what = [
    formats.length === 0 ? 'Not recognised' : formats.map((format) => FORMS[format].label).join(' and '),
    ...(documents.length === 1 ? [] : [count(documents.length, 'document')]),
    ...(machines.length === 0 ? [] : [count(machines.length, 'machine')]),
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
  ]
  const found = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return number === 0 ? [] : [count(number, severity)]
  })
  return `${what.join(', ')}: ${found.length === 0 ? 'no errors' : found.join(', ')}.`
}
