import { type LoadSchemaFile, type Schema, SourceText, type WantedSchema } from '../../src/index.js'
import { bindToLibvirt, extendInnerDomains } from '../../src/schemas/index.js'
import { createBuiltinEngine } from '../../src/validate/builtin.js'
import { checkSchema } from '../../src/validate/check-schema.js'
import { definesLifecycle, type EngineResult, Engines, embeddedEngine } from '../../src/validate/index.js'
import type { SchemaFile, SchemaState } from '../protocol.js'

/** What documents are checked against. */
export interface Checks {
  readonly engines: Engines
  /** Whether the schemas are libvirt's, so that what its parser refuses counts, too. */
  readonly isLibvirt: boolean
  /** Whether the schema knows more than the lifecycle elements. */
  readonly isWhole: boolean
}

/** The embedded schema, which knows the lifecycle elements only. */
export function embeddedChecks(): Checks {
  return { engines: new Engines(embeddedEngine(), 'none'), isLibvirt: false, isWhole: false }
}

const DOMAIN_SCHEMA = 'domain.rng'

/** The checks of schema files that the user gave: libvirt's, with the lifecycle elements added, or a schema of their own. */
export function checksOf(files: readonly SchemaFile[]): { readonly checks?: Checks; readonly state: SchemaState } {
  const texts = new Map(files.map(({ path, text }) => [urlOf(path).href, new SourceText(nameOf(path), text)]))
  const load: LoadSchemaFile = (url) => texts.get(url.href)
  const domain = files.find(({ path }) => nameOf(path) === DOMAIN_SCHEMA)
  const [only] = files
  if (domain === undefined && (only === undefined || files.length > 1)) {
    const message = `${DOMAIN_SCHEMA} is not among these ${files.length} files: drop libvirt's whole folder of schemas, or one schema of your own`
    return { state: { kind: 'unusable', message } }
  }
  const url = urlOf((domain ?? only)?.path ?? '')
  const isLibvirt = domain !== undefined
  const made = engineOf(isLibvirt ? libvirtSchema(url, load) : ownSchema(url, load), load)
  if ('diagnostics' in made) {
    const [first] = made.diagnostics
    return { state: { kind: 'unusable', message: `${first?.file}:${first?.line}: ${first?.message}` } }
  }
  const others = async (wanted: WantedSchema): Promise<EngineResult | undefined> => {
    const schema = otherSchema(wanted, url, load)
    return schema && engineOf(schema, load)
  }
  return {
    checks: { engines: new Engines(made.engine, isLibvirt ? others : 'same'), isLibvirt, isWhole: true },
    state: { kind: isLibvirt ? 'libvirt' : 'own', files: files.length, name: nameOf(url.pathname) },
  }
}

function engineOf(schema: Schema, load: LoadSchemaFile): EngineResult {
  const diagnostics = checkSchema(schema, load)
  return diagnostics.length > 0 ? { diagnostics } : createBuiltinEngine(schema, load)
}

/** libvirt's schema for domains: with the extension on top, unless it has the lifecycle elements itself. */
function libvirtSchema(url: URL, load: LoadSchemaFile): Schema {
  return definesLifecycle(url, load)
    ? ownSchema(url, load)
    : { source: new SourceText('libvirt-extension.rng', bindToLibvirt(url.href)) }
}

function ownSchema(url: URL, load: LoadSchemaFile): Schema {
  return { source: load(url) ?? new SourceText(nameOf(url.pathname), ''), url: url.href }
}

/** libvirt's schema for another kind of document, beside that for domains. */
function otherSchema(wanted: WantedSchema, domain: URL, load: LoadSchemaFile): Schema | undefined {
  if ('device' in wanted) return undefined
  const url = new URL(`${wanted.name}.rng`, domain)
  const own = load(url)
  if (own === undefined) return undefined
  const text = definesLifecycle(domain, load) ? own.text : extendInnerDomains(own.text)
  return { source: new SourceText(own.file, text), url: url.href }
}

/** Files that the user gave have no place that the page knows; they keep their places relative to one another. */
function urlOf(path: string): URL {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///')
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
