import { stat } from 'node:fs/promises'

/** What is at a path now. */
export async function kindOf(path: string): Promise<'nothing' | 'file' | 'directory' | 'other'> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return 'directory'
    return found.isFile() ? 'file' : 'other'
  } catch {
    return 'nothing'
  }
}
