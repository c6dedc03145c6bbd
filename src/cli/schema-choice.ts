import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Diagnostic, SourceText } from '../diagnostics/index.js'
import { bindToLibvirt } from '../schemas/index.js'
import { embeddedSchema, type Schema } from '../validate/index.js'
import { decode } from '../xml/index.js'
import { fileDiagnostic } from './file-diagnostic.js'
import { kindOf } from './kind-of.js'
import { readOwnFile } from './read-own-file.js'

/** Where Debian, Fedora and others install libvirt's schemas. */
const INSTALLED = '/usr/share/libvirt/schemas'

/** The schema that `--schema` means. */
export interface SchemaChoice {
  readonly schema: Schema
  /** How summaries call it. */
  readonly label: string
  /** Said once, where the choice is not what a user may expect (VL404). */
  readonly note?: Diagnostic
}

/**
 * Find the schema for a `--schema` option: `auto` is the installed libvirt's with the extension on top, else the
 * embedded one; `embedded`; a directory with libvirt's schemas; or a RelaxNG file, taken as it is.
 */
export async function chooseSchema(option: string): Promise<SchemaChoice | { readonly diagnostic: Diagnostic }> {
  if (option === 'embedded') return embedded()
  if (option === 'auto') {
    const directory = process.env['LIBVIRT_SCHEMAS'] || INSTALLED
    if ((await kindOf(join(directory, 'domain.rng'))) === 'file') return ofDirectory(directory)
    const note = new SourceText(directory, '').diagnostic(
      {
        code: 'VL404',
        message: "no libvirt schema is installed here, so only the lifecycle elements are checked (schema 'embedded')",
        hint: 'install it (Debian: libvirt0 or libvirt-common), set LIBVIRT_SCHEMAS, or ask for "--schema embedded"',
      },
      0,
    )
    return { ...embedded(), note }
  }
  if ((await kindOf(option)) !== 'directory') return ofFile(option)
  if ((await kindOf(join(option, 'domain.rng'))) === 'file') return ofDirectory(option)
  const hint = `name libvirt's schema directory (${INSTALLED}), or a RelaxNG file`
  return { diagnostic: missing(option, 'the directory holds no domain.rng', hint) }
}

function embedded(): SchemaChoice {
  return { schema: embeddedSchema(), label: 'the embedded schema' }
}

function ofDirectory(directory: string): SchemaChoice {
  const domain = pathToFileURL(resolve(directory, 'domain.rng')).href
  const source = new SourceText('libvirt-extension.rng', bindToLibvirt(domain))
  return { schema: { source }, label: `${directory} with the lifecycle extension` }
}

function ofFile(file: string): SchemaChoice | { readonly diagnostic: Diagnostic } {
  try {
    const decoded = decode(readOwnFile(file), file)
    if ('diagnostic' in decoded) return { diagnostic: { ...decoded.diagnostic, code: 'VL402' } }
    return { schema: { source: decoded.document, url: pathToFileURL(resolve(file)).href }, label: file }
  } catch (error) {
    return { diagnostic: fileDiagnostic(file, 'VL501', 'the schema cannot be read', error) }
  }
}

function missing(path: string, message: string, hint: string): Diagnostic {
  return new SourceText(path, '').diagnostic({ code: 'VL402', message, hint }, 0)
}

/** A file that a schema includes; undefined where it cannot be read. */
export function loadSchemaFile(url: URL): SourceText | undefined {
  try {
    const path = fileURLToPath(url)
    const decoded = decode(readOwnFile(path), path)
    return 'document' in decoded ? decoded.document : undefined
  } catch {
    return undefined
  }
}
