import { zipSync } from 'fflate'
import { ENCODINGS, type Encoding, encode } from '../../src/xml/encoding.js'
import type { Origin } from './documents.js'
import { make } from './elements.js'

/** A text as the bytes of a file: those of the file that it was edited from, else UTF-8. @throws RangeError if its encoding has not all characters */
export function bytesOf(text: string, edited?: Origin): Uint8Array<ArrayBuffer> {
  if (edited === undefined) return new Uint8Array(encode(text, 'UTF-8'))
  const { mark, lineEnd, encoding } = edited
  return new Uint8Array(encode(mark + text.replaceAll('\n', lineEnd), encodingOf(encoding)))
}

function encodingOf(name: string | undefined): Encoding {
  return ENCODINGS.find((encoding) => encoding === name) ?? 'UTF-8'
}

/** Let the browser save a file. */
export function save(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes]))
  make('a', { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}

/** Files as a ZIP archive. */
export function archiveOf(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(zipSync(Object.fromEntries(files)))
}

/** The names of machines as names of files: each differs, in upper and lower case too. */
export function fileNames(labels: readonly string[], extension: string): readonly string[] {
  const taken = new Set<string>()
  return labels.map((label) => {
    const name = label.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\./, '_')
    for (let i = 1; ; i++) {
      const file = `${name}${i === 1 ? '' : ` (${i})`}.${extension}`
      if (taken.has(file.toLowerCase())) continue
      taken.add(file.toLowerCase())
      return file
    }
  })
}
