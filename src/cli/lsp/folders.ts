import { fileURLToPath } from 'node:url'
import { belowDirectory } from '../files/paths.js'
import type { Checker } from './checker.js'

/** The folders that the editor has opened. Each has a configuration of its own, by which the documents in it are checked. */
export class Folders {
  private readonly checkers = new Map<string, Promise<Checker | undefined>>()
  private folders: readonly string[] = []

  /**
   * @param fallback the folder to go by if the editor has opened none
   * @param open reads the configuration of a folder; undefined if there can be no checks
   */
  constructor(
    private readonly fallback: string,
    private readonly open: (folder: string) => Promise<Checker | undefined>,
  ) {}

  /** How many folders there are. */
  get count(): number {
    return this.folders.length
  }

  /** Change which folders are open, by their URIs. */
  change(added: readonly string[], removed: readonly string[] = []): void {
    const [more, fewer] = [added, removed].map((uris) => uris.flatMap((uri) => pathOf(uri) ?? []))
    this.folders = [...this.folders.filter((folder) => fewer?.includes(folder) !== true), ...(more ?? [])]
  }

  /** What checks the document with a URI: by the innermost folder that it is in, else by the first one. */
  checkerFor(uri: string): Promise<Checker | undefined> {
    const path = pathOf(uri)
    const [first = this.fallback] = this.folders
    const [folder = first] = this.folders
      .filter((one) => path !== undefined && belowDirectory(one, path) !== undefined)
      .sort((a, b) => b.length - a.length)
    const checker = this.checkers.get(folder) ?? this.open(folder)
    this.checkers.set(folder, checker)
    return checker
  }

  /** Read the configurations again when they are needed. */
  reopen(): void {
    this.checkers.clear()
  }

  /** Keep for another run what was found out about the schemas. */
  async keep(): Promise<void> {
    for (const checker of this.checkers.values()) (await checker)?.keep()
  }
}

/** The path of a `file:` URI. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
  } catch {
    return undefined
  }
}
