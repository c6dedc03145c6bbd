import { SaxesParser } from 'saxes'
import type { Automaton } from './automaton.js'
import type { MakeLimits } from './libxml2/limits.js'
import type { Messages } from './messages.js'
import { keepSpace } from './namespaces.js'
import { saveAutomaton } from './saved-automaton.js'
import type { TagAttribute } from './tags.js'
import { DocumentValidation, type NamespaceOf, type Validation } from './validation.js'
import { isBlank } from './value-match.js'
import type { Violation } from './violation.js'

/** How a text is validated. */
export interface ValidateTextOptions {
  /**
   * Deepest nesting of elements that is accepted; 10,000 unless given. The time that a parser takes grows with the square
   * of the depth.
   */
  readonly maxDepth?: number
}

const MAX_DEPTH = 10_000

/** A compiled schema. It gets faster with use: what it computes for one document is kept for the next. */
export interface Validator {
  /**
   * Validate a document.
   *
   * @param text XML; a byte order mark and an encoding declaration are ignored
   * @returns the violations, those of an element's tag before those of its content, and what is missing in it last; none
   *   if it is valid. What ends it at once, as the last one: XML
   *   that is not well-formed, a DOCTYPE, elements nested too deep.
   */
  validate(text: string, options?: ValidateTextOptions): readonly Violation[]
  /**
   * Begin to validate a document that you parse yourself; any number can be under way.
   *
   * @param text the document, in which positions of text are found
   * @param namespaceOf looks up a prefix with the declarations around the tag or text that was last told of
   * @param most how many violations are listed; all unless given
   */
  begin(text: string, namespaceOf: NamespaceOf, most?: number): Validation
  /** What it knows of the schema, for `completionsAt`. */
  readonly automaton: Automaton
  /** How many states were computed since it was compiled or restored; if 0, `save` would give nothing new. */
  readonly learned: number
  /**
   * The schema with everything that was found out about it, for `restoreValidator` of the same version of this package. No
   * text of a document is in it.
   */
  save(): string
}

/** The validator of an automaton, which may know states already. */
export function createValidator(automaton: Automaton, messages: Messages, makeLimits?: MakeLimits): Validator {
  const { orders } = automaton.schema
  const limits = orders === undefined ? undefined : makeLimits?.(orders)
  const begin: Validator['begin'] = (text, namespaceOf, most) =>
    new DocumentValidation(automaton, messages, text, { namespaceOf }, limits, most)
  return {
    validate: (text, { maxDepth = MAX_DEPTH } = {}) => validateText(text, maxDepth, begin),
    begin,
    automaton,
    get learned() {
      return automaton.learned
    },
    save: () => saveAutomaton(automaton, limits !== undefined),
  }
}

function validateText(text: string, maxDepth: number, begin: Validator['begin']): readonly Violation[] {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const validation = begin(text, (prefix) => parser.resolve(prefix))
  const stop = (message: string): never => {
    const end = Math.min(parser.position, text.length)
    throw new Stopped({ message, start: Math.max(0, end - 1), end })
  }
  // Text contains no "<", so the first one after what was read last starts the markup that just ended.
  let cursor = 0
  const markup = (): number => {
    const start = text.indexOf('<', cursor)
    cursor = parser.position
    return start
  }
  parser.on('error', (error) => stop(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', () => stop('the document has a DOCTYPE, which is not processed'))
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
  let declared: Record<string, string> = {}
  parser.on('opentagstart', ({ ns }) => {
    declared = ns
    ends = []
  })
  parser.on('attribute', (attribute) => {
    keepSpace(declared, attribute)
    ends.push(parser.position)
  })
  parser.on('opentag', ({ name, local, uri, attributes }) => {
    if (++depth > maxDepth) stop(`elements are nested more than ${maxDepth} levels deep`)
    const written = Object.values(attributes).map((attribute, i): TagAttribute => {
      return { ...attribute, ...attributeRange(text, attribute.name.length, ends[i] ?? parser.position) }
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
    if (error instanceof Stopped) return [...validation.violations, error.violation]
    throw error
  }
  return validation.violations
}

/** Stops a parse; never leaves this file. */
class Stopped extends Error {
  constructor(readonly violation: Violation) {
    super(violation.message)
  }
}

/** The ranges of an attribute of a well-formed document, by the offset just after its closing quote. */
function attributeRange(
  text: string,
  nameLength: number,
  end: number,
): Pick<TagAttribute, 'start' | 'nameEnd' | 'valueStart' | 'valueEnd'> {
  const valueEnd = end - 1
  // A value cannot hold the quote that it is in.
  const valueStart = text.lastIndexOf(text.charAt(valueEnd), valueEnd - 1) + 1
  let nameEnd = text.lastIndexOf('=', valueStart - 2)
  while (isBlank(text.charAt(nameEnd - 1))) nameEnd--
  return { start: nameEnd - nameLength, nameEnd, valueStart, valueEnd }
}
