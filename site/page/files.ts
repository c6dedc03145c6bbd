import type { SchemaFile } from '../protocol.js'

/** A file that was dropped or chosen, with its path in the folder that it came in. */
export interface GivenFile {
  readonly path: string
  readonly file: File
}

/** What Chromium has, and TypeScript does not know yet. */
interface ItemWithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/**
 * The files of a drop, those in folders too. It must be called while the drop is handled.
 *
 * @throws DOMException if the browser does not let the page read a folder
 */
export async function filesOf(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  const found = [...transfer.items].map((item: DataTransferItem & ItemWithHandle) => {
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry === null || !isDirectory(entry)) return file === null ? [] : [{ path: file.name, file }]
    // Chromium reads no entries for a page that was opened as a file; other browsers have no handles.
    return item.getAsFileSystemHandle === undefined ? inEntry(entry) : inHandle(item.getAsFileSystemHandle())
  })
  return (await Promise.all(found)).flat()
}

async function inHandle(found: Promise<FileSystemHandle | null>): Promise<readonly GivenFile[]> {
  const directory = await found
  const files: GivenFile[] = []
  const read = async (handle: FileSystemHandle | null, path: string): Promise<void> => {
    if (handle instanceof FileSystemFileHandle) files.push({ path, file: await handle.getFile() })
    if (!(handle instanceof FileSystemDirectoryHandle)) return
    for await (const child of handle.values()) await read(child, `${path}/${child.name}`)
  }
  await read(directory, directory?.name ?? '')
  return files
}

async function inEntry(entry: FileSystemEntry): Promise<readonly GivenFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  if (!isDirectory(entry)) return []
  const reader = entry.createReader()
  const found: GivenFile[] = []
  // A reader gives some entries at a time, and none at the end.
  for (let next = await entriesOf(reader); next.length > 0; next = await entriesOf(reader)) {
    const files = await Promise.all(next.map(inEntry))
    for (const file of files.flat()) found.push(file)
  }
  return found
}

// The classes of entries have other names in some browsers, so `instanceof` will not do.

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
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
