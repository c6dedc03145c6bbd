import type { SchemaFile } from '../protocol.js'

/** A file that was dropped or chosen, with its path in the folder that it came in. */
export interface GivenFile {
  readonly path: string
  readonly file: File
}

/** The files of a drop, those in folders too. It must be called while the drop is handled. */
export async function filesOf(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const found = [...transfer.items].map((item) => {
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry !== null) return filesIn(entry)
    return Promise.resolve(file === null ? [] : [{ path: file.name, file }])
  })
  return (await Promise.all(found)).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<readonly GivenFile[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return []
  const reader = entry.createReader()
  const found: GivenFile[] = []
  // A reader gives some entries at a time, and none at the end.
  for (let next = await entriesOf(reader); next.length > 0; next = await entriesOf(reader)) {
    const files = await Promise.all(next.map(filesIn))
    for (const file of files.flat()) found.push(file)
  }
  return found
}

function entriesOf(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}

/** The files of a file input. */
export function chosenFiles(list: FileList | null): readonly GivenFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/** Whether a file is a schema, by its name. */
export function isSchema({ path }: GivenFile): boolean {
  return /\.rng$/i.test(path)
}

/** The texts of schema files. */
export function schemasOf(files: readonly GivenFile[]): Promise<readonly SchemaFile[]> {
  return Promise.all(files.map(async ({ path, file }) => ({ path, text: await file.text() })))
}
