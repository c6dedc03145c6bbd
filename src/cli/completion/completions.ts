import { REQUIREMENTS } from '../../domain/index.js'
import { REPORT_FORMAT_NAMES } from '../../report/formats.js'
import { SCHEMAS } from '../../schemas/index.js'

/** What a shell offers for a value: words, and files or directories if none of the words fits. */
export interface Completion {
  /** Letters, digits and `-,=` only: they need no quotes in any shell. After a word that ends in `=`, a file follows. */
  readonly words: readonly string[]
  readonly paths: 'files' | 'directories' | 'none'
}

const FILES: Completion = { words: [], paths: 'files' }
const DIRECTORIES: Completion = { words: [], paths: 'directories' }
const NOTHING: Completion = { words: [], paths: 'none' }

/** What is offered for a value without fixed choices, by how the help names it. A name that is not here is an error. */
const BY_NAME: Readonly<Record<string, Completion>> = {
  bytes: NOTHING,
  count: NOTHING,
  dir: DIRECTORIES,
  directory: DIRECTORIES,
  elements: { words: [...REQUIREMENTS, REQUIREMENTS.join(',')], paths: 'none' },
  file: FILES,
  'format=file': { words: REPORT_FORMAT_NAMES.map((name) => `${name}=`), paths: 'files' },
  input: FILES,
  levels: NOTHING,
  map: FILES,
  name: { words: SCHEMAS.map(({ name }) => name), paths: 'none' },
  number: NOTHING,
  path: FILES,
  pattern: FILES,
  schema: { words: ['auto', 'embedded'], paths: 'files' },
  seconds: NOTHING,
  uri: NOTHING,
}

/**
 * What a shell offers for a value.
 *
 * @param name as the help names the value: `<file>`, `[input...]`
 * @param choices the only values that are allowed, if it has such
 */
export function completionOf(name: string, choices: readonly string[] | undefined): Completion {
  if (choices !== undefined) return { words: choices, paths: 'none' }
  const known = BY_NAME[name.replace(/^[<[]|\.\.\.|[>\]]$/g, '')]
  if (known === undefined) throw new Error(`no completion for ${name}`)
  return known
}
