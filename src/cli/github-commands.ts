import { randomUUID } from 'node:crypto'

/**
 * What to print around text on GitHub Actions, so that the runner does not search it for workflow commands: then no name
 * of a file and no line of a document can give it one. Elsewhere nothing. The token must not be guessed.
 */
export function commandsOnGithub(): { readonly stop: string; readonly resume: string } {
  if (process.env['GITHUB_ACTIONS'] !== 'true') return { stop: '', resume: '' }
  const token = randomUUID()
  return { stop: `::stop-commands::${token}\n`, resume: `::${token}::\n` }
}
