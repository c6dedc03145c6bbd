import { SaxesParser } from 'saxes'
import type { CompiledSchema } from './compile.js'
import { Derivatives, isBlank, NameTable } from './derivative.js'
import type { Pattern } from './pattern.js'

/** A place in a document: line and column from 1. */
export interface DocumentPlace {
  readonly line: number
  readonly column: number
}

/** What is wrong with a document, or undefined. */
export type Verdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly message: string; readonly place: DocumentPlace }

/** Validates documents against a schema; what it computes for one serves the next. */
export class Validator {
  private readonly derivatives: Derivatives
  private readonly names = new NameTable()

  constructor(private readonly schema: CompiledSchema) {
    this.derivatives = new Derivatives(schema.builder)
  }

  /** Whether a document is valid; a document that is not well-formed is not. */
  validate(text: string): Verdict {
    const { derivatives: d, names } = this
    const parser = new SaxesParser({ xmlns: true, position: true })
    let state: Pattern = this.schema.start
    let fault: { message: string; place: DocumentPlace } | undefined
    let buffer = ''
    /** Whether each open element has had a child element. */
    const hasChildren: boolean[] = []
    const context = { namespaceOf: (prefix: string) => parser.resolve(prefix) }
    const step = (next: Pattern, message: string): void => {
      if (fault === undefined && next.kind === 'notAllowed') {
        fault = { message, place: { line: parser.line, column: Math.max(1, parser.column) } }
      }
      state = next
    }
    parser.on('error', (error) => {
      fault ??= { message: error.message, place: { line: parser.line, column: Math.max(1, parser.column) } }
    })
    parser.on('doctype', () => {
      fault ??= {
        message: 'the document has a DOCTYPE',
        place: { line: parser.line, column: Math.max(1, parser.column) },
      }
    })
    const addText = (value: string): void => {
      buffer += value
    }
    parser.on('text', addText)
    parser.on('cdata', addText)
    parser.on('opentag', (tag) => {
      if (fault !== undefined) return
      if (!isBlank(buffer)) step(d.text(state, buffer, context), 'text is not allowed here')
      buffer = ''
      if (hasChildren.length > 0) hasChildren[hasChildren.length - 1] = true
      hasChildren.push(false)
      step(d.open(state, names.name(tag.uri, tag.local)), `element "${tag.name}" is not allowed here`)
      for (const { uri, local, prefix, value, name } of Object.values(tag.attributes)) {
        if (prefix === 'xmlns' || name === 'xmlns') continue
        step(d.attribute(state, names.name(uri, local)), `attribute "${name}" is not allowed here`)
        step(d.value(state, value, context), `the value of attribute "${name}" is wrong`)
      }
      step(d.close(state), `an attribute of "${tag.name}" is missing`)
    })
    parser.on('closetag', (tag) => {
      if (fault !== undefined) return
      if (hasChildren.pop() === false) {
        const behind = d.text(state, buffer, context)
        step(
          isBlank(buffer) ? this.schema.builder.choice([state, behind]) : behind,
          `the text in "${tag.name}" is wrong`,
        )
      } else if (!isBlank(buffer)) step(d.text(state, buffer, context), 'text is not allowed here')
      buffer = ''
      step(d.end(state), `something is missing in "${tag.name}"`)
    })
    parser.write(text).close()
    return fault === undefined ? { valid: true } : { valid: false, ...fault }
  }
}
