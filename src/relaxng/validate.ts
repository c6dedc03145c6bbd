import { SaxesParser } from 'saxes'
import type { Automaton } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import { Messages } from './messages.js'
import { saveAutomaton } from './saved-automaton.js'
import { type Fault, type TagAttribute, Validation } from './validation.js'

/** Deepest nesting that `validate` accepts unless told: deeper, and a parser takes a time that grows with its square. */
const MAX_DEPTH = 10_000

/** Validates documents against a schema; what it computes for one serves the next. */
export class Validator {
  private readonly messages: Messages

  /** @param automaton of the schema; it may know states already */
  constructor(private readonly automaton: Automaton) {
    this.messages = new Messages(automaton.schema)
  }

  /** How many states were computed: where there are none, saving gains nothing. */
  get learned(): number {
    return this.automaton.learned
  }

  /** The schema and all that is known of it, for `restoreValidator`. No text of a document is in it. */
  save(): string {
    return saveAutomaton(this.automaton)
  }

  /**
   * Begin with a document that the caller parses: it tells of each start tag, text and end tag, and finds the faults in
   * the validation afterwards.
   */
  begin(source: string, context: DatatypeContext): Validation {
    return new Validation(this.automaton, this.messages, source, context)
  }

  /**
   * The faults of a document, in order; none where it is valid. The first fault of well-formedness, a DOCTYPE, or
   * elements nested deeper than `maxDepth` (10,000 unless told) end it.
   */
  validate(text: string, { maxDepth = MAX_DEPTH }: { readonly maxDepth?: number } = {}): readonly Fault[] {
    const parser = new SaxesParser({ xmlns: true, position: false })
    const validation = this.begin(text, { namespaceOf: (prefix) => parser.resolve(prefix) })
    const stop = (message: string): never => {
      const end = Math.min(parser.position, text.length)
      throw new Ended({ message, start: Math.max(0, end - 1), end })
    }
    // Text holds no "<", so the first one behind what was read last starts the markup that just ended.
    let cursor = 0
    const markup = (): number => {
      const start = text.indexOf('<', cursor)
      cursor = parser.position
      return start
    }
    parser.on('error', (error) => stop(error.message.replace(/^\d+:\d+: /, '')))
    parser.on('doctype', () => stop('the document has a DOCTYPE'))
    parser.on('text', (value) => validation.characters(value))
    parser.on('cdata', (value) => {
      markup()
      validation.characters(value)
    })
    parser.on('comment', () => {
      markup()
      cursor = text.indexOf('>', cursor) + 1
    })
    parser.on('processinginstruction', markup)
    parser.on('xmldecl', markup)
    let depth = 0
    // saxes tells of an attribute at its closing quote, and of its namespace at the end of the tag.
    let ends: number[] = []
    parser.on('opentagstart', () => {
      ends = []
    })
    parser.on('attribute', () => ends.push(parser.position))
    parser.on('opentag', ({ name, local, uri, attributes }) => {
      if (++depth > maxDepth) stop(`elements are nested more than ${maxDepth} deep`)
      const written = Object.values(attributes).map((attribute, i): TagAttribute => {
        const end = ends[i] ?? parser.position
        return { ...attribute, ...rangesOf(text, attribute.name.length, end) }
      })
      validation.startTag({ name, local, uri, attributes: written }, markup(), cursor)
    })
    parser.on('closetag', (tag) => {
      depth--
      validation.endTag(tag.isSelfClosing ? cursor : markup())
    })
    try {
      parser.write(text).close()
    } catch (error) {
      if (error instanceof Ended) return [...validation.faults, error.fault]
      throw error
    }
    return validation.faults
  }
}

/** Ends a parse at a fault that nothing can follow; never leaves this file. */
class Ended extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

/** Where an attribute is that ends just in front of an offset, of a well-formed document. */
function rangesOf(
  text: string,
  nameLength: number,
  end: number,
): Omit<TagAttribute, 'name' | 'local' | 'uri' | 'value'> {
  const valueEnd = end - 1
  // A value cannot hold the quote that it is in.
  const valueStart = text.lastIndexOf(text.charAt(valueEnd), valueEnd - 1) + 1
  const nameEnd = text.slice(0, text.lastIndexOf('=', valueStart - 2)).trimEnd().length
  return { start: nameEnd - nameLength, nameEnd, valueStart, valueEnd }
}
