import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import { findSchema, schemaDirectory } from '../../node/libvirt-schema.js'
import type { Schema } from '../../validate/index.js'
import type { Io } from '../io.js'

/** The schema that `--schema` means. */
export interface SchemaChoice {
  readonly schema: Schema
  /** What summaries call it. */
  readonly label: string
  /** Whether it is the embedded one, which knows the lifecycle elements only. */
  readonly isEmbedded: boolean
  /** Said once, if the choice may not be what the user expects (VL404). */
  readonly note?: Diagnostic
}

/**
 * Find the schema for a `--schema` option: `auto` is the installed libvirt's, with the extension on top unless it has the
 * lifecycle elements itself, else the embedded one; `embedded`; a directory with libvirt's schemas; or a RELAX NG file, taken as it is.
 */
export function chooseSchema(
  option: string,
  search: Pick<Io, 'env' | 'cwd'>,
): SchemaChoice | { readonly diagnostic: Diagnostic } {
  const found = findSchema(option, search)
  if ('diagnostic' in found) return found
  const { schema, directory } = found
  if (directory !== undefined) {
    const extended = schema.url === undefined
    const label = extended ? `${directory} with the lifecycle extension` : directory
    return { schema, label, isEmbedded: false }
  }
  const isEmbedded = option === 'auto' || option === 'embedded'
  if (option !== 'auto') return { schema, label: isEmbedded ? EMBEDDED : option, isEmbedded }
  return { schema, label: EMBEDDED, isEmbedded, note: notInstalled(schemaDirectory(search)) }
}

const EMBEDDED = 'the embedded schema'

function notInstalled(directory: string): Diagnostic {
  const message = 'no libvirt schema is installed; only the lifecycle elements are checked (schema "embedded")'
  const hint = 'install it (Debian: libvirt0 or libvirt-common), set LIBVIRT_SCHEMAS, or use "--schema embedded"'
  return new SourceText(directory, '').diagnostic({ code: 'VL404', message, hint }, 0)
}
