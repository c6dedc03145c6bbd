import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import type { LibvirtOfSchemas } from '../../node/document-schema.js'
import { findSchema } from '../../node/libvirt-schema.js'
import { type SchemaSearch, schemaDirectories } from '../../node/schema-directories.js'
import type { Schema } from '../../validate/index.js'
import type { Io } from '../io.js'

/** The schema that `--schema` means. */
export interface SchemaChoice {
  readonly schema: Schema
  /** What summaries call it. */
  readonly label: string
  /** Whether it is the embedded one, which knows the lifecycle elements only. */
  readonly isEmbedded: boolean
  /** The libvirt whose schema it is; its directory has those for other documents, too. */
  readonly libvirt?: LibvirtOfSchemas
  /** Said once, if documents are not checked against libvirt's schema although nobody asked for that (VL404). */
  readonly missing?: Diagnostic
}

/**
 * Find the schema for a `--schema` option: `auto` is the installed libvirt's, with the extension on top unless it has the
 * lifecycle elements itself, else the embedded one; `embedded`; a directory with libvirt's schemas; or a RELAX NG file, taken as it is.
 */
export function chooseSchema(
  option: string,
  io: Pick<Io, 'env' | 'cwd' | 'system'>,
): SchemaChoice | { readonly diagnostic: Diagnostic } {
  const search = searchOf(io)
  const found = findSchema(option, search)
  if ('diagnostic' in found) return found
  const { schema, directory, version, isMissing = false } = found
  if (directory !== undefined) {
    const where = version === undefined ? directory : `${directory} (libvirt ${version})`
    const label = schema.url === undefined ? `${where} with the lifecycle extension` : where
    const libvirt = { directory, ...(version === undefined ? {} : { version }) }
    return { schema, label, isEmbedded: false, libvirt }
  }
  if (isMissing) {
    return { schema, label: EMBEDDED, isEmbedded: true, missing: notInstalled(schemaDirectories(search)[0] ?? '') }
  }
  const isEmbedded = option === 'embedded'
  return { schema, label: isEmbedded ? EMBEDDED : option, isEmbedded }
}

/** Where a command looks for schemas. */
export function searchOf({ env, cwd, system }: Pick<Io, 'env' | 'cwd' | 'system'>): SchemaSearch {
  return { env, cwd, home: system.home, root: system.root }
}

const EMBEDDED = 'the embedded schema'

function notInstalled(directory: string): Diagnostic {
  const message =
    "no libvirt schema is installed, so documents are not checked against libvirt's schema; only the lifecycle elements are"
  const hint = 'install it (Debian: libvirt0 or libvirt-common), set LIBVIRT_SCHEMAS, or use "--schema embedded"'
  return new SourceText(directory, '').diagnostic({ code: 'VL404', message, hint }, 0)
}
