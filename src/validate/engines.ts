import type { Diagnostic, SourceText } from '../diagnostics/index.js'
import { firstTag } from '../xml/index.js'
import { isAroundDomain, schemaNameOf } from './document-schemas.js'
import type { Engine, EngineResult } from './engine.js'
import { insideDomain } from './inside-domain.js'

/** Which schema is wanted: that of a kind of document, by its name, or that of a device of a domain, by its element. */
export type WantedSchema = { readonly name: string } | { readonly device: string }

/**
 * Makes the engine for a schema.
 *
 * @returns undefined if there is no such schema; otherwise the engine, or what is wrong with the schema
 */
export type MakeEngine = (wanted: WantedSchema) => Promise<EngineResult | undefined>

/** The engine for a document. */
export interface ChosenEngine {
  readonly engine: Engine
  /** Whether its schema is for documents with this root: for `checkDocument`. */
  readonly hasOwnSchema: boolean
}

/** How the engine for a document is chosen. */
export interface ChooseOptions {
  /** Whether a device of a domain, such as `<disk>`, is checked by itself, as `virsh attach-device` takes it. */
  readonly fragment?: boolean
  /** Whether documents that have no domain inside are left to the engine for domains, which refuses them. */
  readonly domainsOnly?: boolean
}

/**
 * An engine for each kind of libvirt's documents. The kind is told from the root element, as virt-xml-validate does; what
 * needs another schema than domains is made when it is first needed.
 */
export class Engines {
  private readonly made = new Map<string, Promise<EngineResult | undefined>>()
  private readonly inside: Engine

  /**
   * @param others makes the engines for what is not a domain; `same` if the schema for domains is for all kinds, as a schema is
   *   that the user wrote; `none` if it is for domains, and for what has a domain inside, as the embedded one is
   */
  constructor(
    readonly domains: Engine,
    private readonly others: MakeEngine | 'same' | 'none',
  ) {
    this.inside = insideDomain(domains)
  }

  /**
   * The engine for a document, by its root element; that for domains if its kind has no schema, or is not known.
   *
   * @returns diagnostics if the schema of its kind cannot be used (VL402)
   */
  async for(
    document: SourceText,
    { fragment = false, domainsOnly = false }: ChooseOptions = {},
  ): Promise<ChosenEngine | { readonly diagnostics: readonly Diagnostic[] }> {
    const { local, uri } = firstTag(document.text)
    const ofDomains = { engine: this.domains, hasOwnSchema: false }
    if (local === 'domain' || uri !== '' || this.others === 'none') return ofDomains
    const name = domainsOnly && !isAroundDomain(local) ? undefined : schemaNameOf(local)
    if (this.others === 'same') return { engine: this.domains, hasOwnSchema: name !== undefined }
    const device = fragment ? await this.engineFor({ device: local }) : undefined
    const made = device ?? (name === undefined ? undefined : await this.engineFor({ name }))
    if (made !== undefined) return 'engine' in made ? { engine: made.engine, hasOwnSchema: true } : made
    return isAroundDomain(local) ? { engine: this.inside, hasOwnSchema: false } : ofDomains
  }

  private async engineFor(wanted: WantedSchema): Promise<EngineResult | undefined> {
    const key = JSON.stringify(wanted)
    const known = this.made.get(key)
    if (known !== undefined) return known
    const made = typeof this.others === 'function' ? this.others(wanted) : undefined
    if (made !== undefined) this.made.set(key, made)
    return made
  }
}
