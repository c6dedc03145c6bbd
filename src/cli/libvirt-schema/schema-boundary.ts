import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../diagnostics/index.js'
import { loadSchemaFile } from '../../node/libvirt-schema.js'
import { findLibvirtSchemas } from '../../node/schema-directories.js'
import type { LoadSchemaFile } from '../../validate/index.js'
import { Boundary, type NamedBy, realOf } from '../files/boundary.js'
import { belowDirectory } from '../files/paths.js'
import type { Io } from '../io.js'
import { searchOf } from './choose-schema.js'

/** What a SchemaBoundary is made of; plain data, so that it can be handed to another process. */
export interface SchemaBounds {
  readonly cwd: string
  /** The directory that the run is bound to. */
  readonly root?: string
  /** The directory of the installed libvirt's schemas, without links. */
  readonly installed?: string
  /** Whether the chosen schema is in the repository. */
  readonly isOfRepository: boolean
}

/**
 * Which files a schema may consist of. A schema in the repository may include only what is there too, and the installed
 * libvirt's; any other was put where it is by somebody else than the author of a pull request.
 */
export class SchemaBoundary {
  private readonly boundary: Boundary
  private isOfRepository: boolean
  /** The files that were asked for and not read. */
  readonly refused: Diagnostic[] = []

  constructor(private readonly given: SchemaBounds) {
    this.boundary = Boundary.around(given.cwd, given.root)
    this.isOfRepository = given.isOfRepository
  }

  /** The boundary of a run, before its schema is chosen. */
  static of({ root }: Boundary, io: Pick<Io, 'cwd' | 'env' | 'system'>): SchemaBoundary {
    const installed = findLibvirtSchemas(searchOf(io))
    return new SchemaBoundary({
      cwd: io.cwd,
      ...(root === undefined ? {} : { root }),
      ...(installed === undefined ? {} : { installed: realOf(resolve(io.cwd, installed)) }),
      isOfRepository: false,
    })
  }

  /** What another process makes the same boundary of. */
  get bounds(): SchemaBounds {
    return { ...this.given, isOfRepository: this.isOfRepository }
  }

  /** Why the schema that is chosen must not be used (VL520), if so; asked before it is loaded. */
  refusal(option: string, by: NamedBy): Diagnostic | undefined {
    if (option === 'auto' || option === 'embedded') return undefined
    this.isOfRepository = this.boundary.holds(option)
    return by === 'call' || this.isInstalled(option) ? undefined : this.boundary.refusal(option, by)
  }

  /** Load a file that the schema includes. */
  readonly load: LoadSchemaFile = (url) => {
    if (this.isOfRepository && url.protocol === 'file:') {
      const path = fileURLToPath(url)
      const refusal = this.isInstalled(path) ? undefined : this.boundary.refusalOfFile(path, 'repository')
      if (refusal !== undefined) {
        this.refused.push(refusal)
        return undefined
      }
    }
    return loadSchemaFile(url)
  }

  private isInstalled(path: string): boolean {
    const { installed, cwd } = this.given
    if (installed === undefined) return false
    const real = realOf(resolve(cwd, path))
    return real === installed || belowDirectory(installed, real) !== undefined
  }
}
