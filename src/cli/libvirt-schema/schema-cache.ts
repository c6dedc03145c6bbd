import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SourceText } from '../../diagnostics/index.js'
import { VERSION } from '../../schemas/index.js'
import type { EngineMemory, LoadSchemaFile, Schema } from '../../validate/index.js'
import { SYSTEM } from '../files/file-system.js'
import { removeLeftOvers, temporaryName } from '../files/left-overs.js'

/** What the names of entries end with; compiled code is kept beside them. */
const ENDING = '.schema'

/** At most this many schemas are kept; the least recently used ones are removed. */
const MOST_KEPT = 32

/** What was learned is written again only if it is more than this share of the whole. */
const WORTH_KEEPING = 1 / 50

/** This program: what another one kept is useless. The bundle's file is named after its content. */
const ENGINE = `${VERSION} ${basename(import.meta.url)}`

/** The first line of an entry; what the engine saved follows. */
interface Header {
  readonly engine: string
  /** SHA-256 of what follows. */
  readonly content: string
  readonly states: number
  /** The files that the schema includes, with the SHA-256 of each. */
  readonly files: readonly (readonly [url: string, content: string])[]
}

/**
 * What an engine knows of a schema, kept between runs in the platform's cache directory. An entry is used only if this
 * very program wrote it, it is whole, and every file of the schema has the content that it had. A cache that cannot be
 * read or written is silently ignored.
 */
export class SchemaCache {
  private readonly files = new Map<string, string>()
  private readonly entry: string
  private states = 0
  /** How much of what the engine has learned is written. */
  private written = 0

  constructor(
    private readonly directory: string,
    schema: Schema,
    private readonly loadFile: LoadSchemaFile,
  ) {
    this.entry = join(directory, `${hashOf(`${schema.url ?? ''}\n${schema.source.text}`)}${ENDING}`)
  }

  /** Load a file of the schema, and remember its content. */
  readonly load: LoadSchemaFile = (url) => {
    const loaded = this.loadFile(url)
    if (loaded !== undefined) this.files.set(url.href, contentOf(loaded))
    return loaded
  }

  /** What was kept of this schema as it is now. */
  read(): string | undefined {
    try {
      const text = readFileSync(this.entry, 'utf8')
      const end = text.indexOf('\n')
      const { engine, content, states, files } = JSON.parse(text.slice(0, end)) as Header
      const saved = text.slice(end + 1)
      if (engine !== ENGINE || content !== hashOf(saved)) return undefined
      for (const [url, hash] of files) {
        const loaded = this.load(new URL(url))
        if (loaded === undefined || contentOf(loaded) !== hash) return undefined
      }
      this.states = states
      return saved
    } catch {
      return undefined
    } finally {
      // The files that a useless entry names are not those of the schema.
      if (this.states === 0) this.files.clear()
    }
  }

  /** Keep what an engine knows, if that is more than what is kept; what runs left that were killed is removed. */
  write(memory: EngineMemory): void {
    removeLeftOvers(SYSTEM, this.directory)
    const learned = memory.learned()
    const fresh = learned - this.written
    if (fresh === 0 || fresh < (this.states + this.written) * WORTH_KEEPING) return
    const saved = memory.save()
    const header: Header = {
      engine: ENGINE,
      content: hashOf(saved),
      states: this.states + learned,
      files: [...this.files],
    }
    const temporary = join(this.directory, temporaryName())
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 })
      writeFileSync(temporary, `${JSON.stringify(header)}\n${saved}`, { mode: 0o600 })
      renameSync(temporary, this.entry)
      this.written = learned
      this.prune()
    } catch {
      remove(temporary)
    }
  }

  private prune(): void {
    const entries = readdirSync(this.directory)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => join(this.directory, name))
      .map((path) => ({ path, used: statSync(path).mtimeMs }))
      .sort((a, b) => b.used - a.used)
    for (const { path } of entries.slice(MOST_KEPT)) remove(path)
  }
}

/** Remove a file if possible. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // A cache that cannot be cleaned up is not an error.
  }
}

function contentOf({ text }: SourceText): string {
  return hashOf(text)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
