import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '../../diagnostics/index.js'
import { loadSchemaFile, schemaDirectory } from '../../node/libvirt-schema.js'
import type { LoadSchemaFile } from '../../validate/index.js'
import type { Boundary, NamedBy } from '../files/boundary.js'
import { realOf } from '../files/boundary.js'
import { belowDirectory } from '../files/paths.js'
import type { Io } from '../io.js'

/**
 * Which files a schema may consist of. A schema in the repository may include only what is there too, and the installed
 * libvirt's; any other was put where it is by somebody else than the author of a pull request.
 */
export class SchemaBoundary {
  private isOfRepository = false
  private readonly installed: string
  /** The files that were asked for and not read. */
  readonly refused: Diagnostic[] = []

  constructor(
    private readonly boundary: Boundary,
    private readonly io: Pick<Io, 'cwd' | 'env'>,
  ) {
    this.installed = realOf(resolve(io.cwd, schemaDirectory(io)))
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
    const real = realOf(resolve(this.io.cwd, path))
    return real === this.installed || belowDirectory(this.installed, real) !== undefined
  }
}
