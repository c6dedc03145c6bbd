import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SourceText } from '../diagnostics/index.js'
import { extendInnerDomains, schemaOfDevice } from '../schemas/index.js'
import { definesLifecycle, type LoadSchemaFile, type Schema, type WantedSchema } from '../validate/index.js'
import { deviceDefinitions } from './device-definitions.js'
import { loadSchemaFile } from './libvirt-schema.js'
import { DOMAIN_SCHEMA } from './schema-directories.js'

/** Of which libvirt a schema is wanted. */
export interface LibvirtOfSchemas {
  /** The directory with its schemas. */
  readonly directory: string
  /** What a relative directory is relative to; the working directory unless given. */
  readonly cwd?: string
  /** The version of that libvirt, if it is known. */
  readonly version?: string
}

/**
 * libvirt's schema for another kind of document than domains, or for one of the devices of a domain. A domain inside, as
 * snapshots have it, may have the lifecycle elements, as in `libvirtSchema`.
 *
 * @param load reads a file of the schema
 * @returns undefined if that libvirt has no such schema
 */
export function documentSchema(
  wanted: WantedSchema,
  { directory, cwd = '', version }: LibvirtOfSchemas,
  load: LoadSchemaFile = loadSchemaFile,
): Schema | undefined {
  const urlOf = (file: string): URL => pathToFileURL(resolve(cwd, directory, file))
  const domain = urlOf(DOMAIN_SCHEMA)
  const known = version === undefined ? {} : { version }
  if ('device' in wanted) {
    const definitions = deviceDefinitions(domain, load).get(wanted.device)
    if (definitions === undefined) return undefined
    return { source: new SourceText(`${wanted.device}.rng`, schemaOfDevice(domain.href, definitions)), ...known }
  }
  const url = urlOf(`${wanted.name}.rng`)
  const own = load(url)
  if (own === undefined) return undefined
  const text = definesLifecycle(domain, load) ? own.text : extendInnerDomains(own.text)
  return { source: text === own.text ? own : new SourceText(own.file, text), url: url.href, ...known }
}
