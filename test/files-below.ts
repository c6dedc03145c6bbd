import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The regular files below a directory, at any depth. Node 20.0 cannot read directories recursively by itself. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.isFile() ? [path] : []
  })
}
