import type { ErrorDetail, RelaxNGValidator, XmlDocument } from 'libxml2-wasm'
import type { LoadSchemaFile } from './engine.js'
import type { Libxml2, Libxml2Error, Libxml2Package } from './libxml2.js'

type Wasm = typeof import('libxml2-wasm')

/** The reference: a current libxml2 in WebAssembly, which compiles the schema once and needs no compiler. */
export const LIBXML2_WASM: Libxml2Package = {
  engine: 'libxml2',
  name: 'libxml2-wasm',
  hint: 'run "npm install libxml2-wasm"',
  adapt: (wasm: Wasm): Libxml2 => ({
    compile: ({ source, url }, load) => {
      const { XML_PARSE_NONET, XML_PARSE_HUGE, XML_PARSE_BIG_LINES } = wasm.ParseOption
      // Depth and size are limited before, by the parser; lines beyond 65535 need an option of their own.
      const option = XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_BIG_LINES
      const read = (text: string, more = {}): XmlDocument => wasm.XmlDocument.fromString(text, { option, ...more })
      const validator = withFiles(wasm, load, () => {
        const schema = read(source.text, url === undefined ? {} : { url })
        try {
          return compiled(wasm, schema)
        } finally {
          schema.dispose()
        }
      })
      return (text) => {
        const document = read(text)
        try {
          return errorsIn(wasm, validator, document)
        } finally {
          document.dispose()
        }
      }
    },
  }),
}

/** @throws an error with all that libxml2 says of the schema */
function compiled(wasm: Wasm, schema: XmlDocument): RelaxNGValidator {
  try {
    return wasm.RelaxNGValidator.fromDoc(schema)
  } catch (error) {
    const details: readonly ErrorDetail[] = error instanceof wasm.XmlLibError ? error.details : []
    if (details.length === 0) throw error
    throw new Error(details.map(({ message }) => message.trim()).join('; '))
  }
}

function errorsIn(wasm: Wasm, validator: RelaxNGValidator, document: XmlDocument): readonly Libxml2Error[] {
  try {
    validator.validate(document)
    return []
  } catch (error) {
    if (error instanceof wasm.XmlValidateError) return error.details
    throw error
  }
}

/** Do something while libxml2 reads the files that `load` gives, and no others. Its providers of files are global. */
function withFiles<Result>(wasm: Wasm, load: LoadSchemaFile, action: () => Result): Result {
  const open = new Map<number, { readonly bytes: Uint8Array; at: number }>()
  let last = 0
  wasm.xmlRegisterInputProvider({
    match: () => true,
    open: (name) => {
      const text = URL.canParse(name) ? load(new URL(name))?.text : undefined
      if (text === undefined) return undefined
      open.set(++last, { bytes: new TextEncoder().encode(text), at: 0 })
      return last
    },
    read: (number, buffer) => {
      const file = open.get(number)
      if (file === undefined) return -1
      const piece = file.bytes.subarray(file.at, file.at + buffer.length)
      buffer.set(piece)
      file.at += piece.length
      return piece.length
    },
    close: (number) => open.delete(number),
  })
  try {
    return action()
  } finally {
    wasm.xmlCleanupInputProvider()
  }
}
