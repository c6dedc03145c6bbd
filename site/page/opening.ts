import { decodeExport } from '../../src/translate/decode-export.js'
import type { Given } from './documents.js'
import type { GivenFile } from './files.js'

/** Read files as documents; those that cannot be read are named, with why. */
export async function documentsOf(
  files: readonly GivenFile[],
): Promise<{ readonly documents: readonly Given[]; readonly refused: readonly string[] }> {
  const read = await Promise.all(files.map(documentOf))
  return {
    documents: read.filter((one) => typeof one !== 'string'),
    refused: read.filter((one) => typeof one === 'string'),
  }
}

async function documentOf({ path, file }: GivenFile): Promise<Given | string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const decoded = decodeExport(bytes, path)
  // UTF-16 is full of zeros, and has none once it is decoded.
  if ('diagnostic' in decoded ? bytes.includes(0) : decoded.document.text.includes('\0'))
    return `${path} is not a text file`
  if ('diagnostic' in decoded) return `${path} cannot be read: ${decoded.diagnostic.message}`
  const { text, encoding } = decoded.document
  if (text.replace('\ufeff', '').trim() === '') return `${path} is empty`
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const lineEnd = /\r\n?|\n/.exec(text)?.[0] ?? '\n'
  const origin = { file: path, mark, lineEnd, ...(encoding === undefined ? {} : { encoding }) }
  return { text: text.slice(mark.length), origin }
}
