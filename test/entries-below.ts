import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The paths of everything below a directory, relative to it, directories included, each before what is in it. Node's own
 * `recursive` leaves out much in early versions of 20.
 */
export function entriesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? [entry.name, ...entriesBelow(join(directory, entry.name)).map((path) => join(entry.name, path))]
      : [entry.name],
  )
}
