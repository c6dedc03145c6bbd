import { type Diagnostic, escapeControls, type Finding, SourceText } from '../diagnostics/index.js'
import type { EngineName, EngineResult, LoadSchemaFile, Schema } from './engine.js'

/** libxml2, which is what libvirtd validates with, as some package has it. */
export interface Libxml2 {
  /**
   * Compile a schema.
   *
   * @param load gives the files that it includes, where the package can be told so
   * @returns what checks a text, which begins with no byte order mark: the errors, none if it is valid. Both throw what libxml2 cannot
   *   read
   */
  compile(schema: Schema, load: LoadSchemaFile): (text: string) => readonly Libxml2Error[]
}

/** What libxml2 says. */
export interface Libxml2Error {
  readonly message: string
  /** From 1; 0 where libxml2 does not know. */
  readonly line?: number
}

/** The package that an engine needs. */
export interface Libxml2Package {
  readonly engine: EngineName
  readonly name: string
  /** How it is installed. */
  readonly hint: string
  /** Makes its libxml2 of what importing it gives. */
  readonly adapt: (module: never) => Libxml2
}

/**
 * Make an engine of a package that has libxml2.
 *
 * @returns the engine, or a diagnostic: VL401 where the package is not installed, VL402 where libxml2 refuses the schema
 */
export async function createLibxml2Engine(
  { engine: name, name: packageName, hint, adapt }: Libxml2Package,
  schema: Schema,
  load: LoadSchemaFile,
): Promise<EngineResult> {
  const module = await imported(packageName)
  if (module === undefined) {
    const message = `this engine needs the package ${packageName}, which is not installed here`
    const finding: Finding = {
      code: 'VL401',
      message,
      hint: `${hint}; or leave --engine out: the builtin one needs no package`,
    }
    return { diagnostics: [new SourceText(packageName, '').diagnostic(finding, 0)] }
  }
  const { file, text } = schema.source
  try {
    const errorsIn = adapt(module).compile({ ...schema, source: new SourceText(file, withoutMark(text)) }, load)
    return { engine: { name, begin: (document) => ({ violations: () => check(errorsIn, document) }) } }
  } catch (error) {
    return { diagnostics: [schema.source.diagnostic(refused(error), 0)] }
  }
}

function refused(error: unknown): Finding {
  return {
    code: 'VL402',
    message: `libxml2 cannot use the schema: ${messageOf(error)}`,
    hint: 'check the schema with "xmllint --noout --relaxng SCHEMA SCHEMA" or "jing SCHEMA", which say where',
  }
}

/** The packages are not in bundles, so their names must not be resolved when this is compiled, or bundled. */
async function imported(name: string): Promise<never | undefined> {
  try {
    return (await import(/* webpackIgnore: true */ name)) as never
  } catch {
    return undefined
  }
}

/** libxml2 takes a string as UTF-8 whatever its declaration says, but refuses a byte order mark at its beginning. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

function check(errorsIn: (text: string) => readonly Libxml2Error[], document: SourceText): readonly Diagnostic[] {
  try {
    return errorsIn(withoutMark(document.text)).map((error) => violation(document, error))
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
