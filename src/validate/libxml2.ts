import { type Diagnostic, escapeControls, type Finding, SourceText } from '../diagnostics/index.js'
import type { EngineResult, Schema } from './engine.js'

/**
 * The reference engine: libxml2, which is what libvirtd validates with, through the optional package libxmljs2.
 *
 * @returns the engine, or a diagnostic: VL401 where libxmljs2 is not installed, VL402 where libxml2 refuses the schema
 */
export async function createLibxml2Engine(schema: Schema): Promise<EngineResult> {
  const libxml2 = await load()
  if (libxml2 === undefined) return { diagnostics: [new SourceText('libxmljs2', '').diagnostic(NOT_INSTALLED, 0)] }
  const { text } = schema.source
  try {
    const compiled = libxml2.parseXml(withoutMark(text), {
      ...PARSER_OPTIONS,
      ...(schema.url === undefined ? {} : { baseUrl: schema.url }),
    })
    // rngValidate compiles the schema again for each document and throws if it cannot; better to know it now.
    libxml2.parseXml('<probe/>').rngValidate(compiled)
    return {
      engine: { name: 'libxml2', begin: (document) => ({ violations: () => check(libxml2, compiled, document) }) },
    }
  } catch (error) {
    return { diagnostics: [schema.source.diagnostic(refused(error), 0)] }
  }
}

/** The part of libxmljs2 that is used; its own types leave out rngValidate and validationErrors. */
interface Libxmljs2 {
  parseXml(text: string, options?: Readonly<Record<string, unknown>>): Libxml2Document
}

interface Libxml2Document {
  /** Throws "Invalid RELAX NG schema" without saying why. */
  rngValidate(schema: Libxml2Document): boolean
  readonly validationErrors: readonly Libxml2Error[]
}

interface Libxml2Error {
  readonly message: string
  /** From 1; 0 where libxml2 does not know. */
  readonly line?: number
}

/** Depth and size are limited before, by the parser; lines beyond 65535 need an option of their own. */
const PARSER_OPTIONS = { nonet: true, huge: true, big_lines: true }

const NOT_INSTALLED: Finding = {
  code: 'VL401',
  message: 'this engine needs the package libxmljs2, which is not installed here',
  hint: 'it is compiled on installation: install a C++ compiler, make and python3 (Debian: apt-get install g++ make python3), then run "npm install libxmljs2@0.35"; or leave --engine out: the builtin one needs no package',
}

function refused(error: unknown): Finding {
  return {
    code: 'VL402',
    message: `libxml2 cannot use the schema: ${messageOf(error)}`,
    hint: 'check the schema with "xmllint --noout --relaxng SCHEMA SCHEMA" or "jing SCHEMA", which say where',
  }
}

/** libxmljs2 is optional, so its name must not be resolved when this is compiled, or bundled. */
async function load(): Promise<Libxmljs2 | undefined> {
  const name: string = 'libxmljs2'
  try {
    const module: { readonly default: Libxmljs2 } = await import(/* webpackIgnore: true */ name)
    return module.default
  } catch {
    return undefined
  }
}

/** libxml2 takes a string as UTF-8 whatever its declaration says, but refuses a byte order mark at its beginning. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

function check(libxml2: Libxmljs2, schema: Libxml2Document, document: SourceText): readonly Diagnostic[] {
  try {
    const parsed = libxml2.parseXml(withoutMark(document.text), PARSER_OPTIONS)
    if (parsed.rngValidate(schema)) return []
    return parsed.validationErrors.map((error) => violation(document, error))
  } catch (error) {
    // What our parser accepts and libxml2 does not, such as a name of an encoding that it does not know.
    const finding: Finding = { code: 'VL101', message: `libxml2: ${messageOf(error)}` }
    return [document.diagnostic(finding, 0)]
  }
}

function violation(document: SourceText, { message, line = 0 }: Libxml2Error): Diagnostic {
  const text = escapeControls(message.trim())
  const finding: Finding = { code: 'VL403', message: `libxml2: ${text}` }
  const found = line === 0 ? lineOfExtraElement(document, text) : line
  // libxml2 knows only lines: the violation is somewhere on this one.
  const end = document.lineEnd(found)
  const start = document.lineStart(found)
  const indentation = /^[\ufeff \t]*/.exec(document.text.slice(start, end))?.[0].length ?? 0
  return document.diagnostic(finding, start + indentation, end)
}

/** Of an element that an interleave does not want libxml2 tells the name but no line. */
function lineOfExtraElement(document: SourceText, message: string): number {
  const name = /^Extra element (\S+) in interleave$/.exec(message)?.[1]
  const at = name === undefined ? -1 : document.text.search(new RegExp(`<${escapeRegExp(name)}[\\s/>]`))
  return at < 0 ? 1 : document.position(at).line
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function messageOf(error: unknown): string {
  return escapeControls((error instanceof Error ? error.message : String(error)).trim())
}
