import type { CompiledSchema } from './compile.js'
import {
  allElements,
  expectedAttributes,
  expectedElements,
  expectedTexts,
  nearestOf,
  oneOf,
  requiredAttributes,
  requiredElements,
} from './expected.js'
import type { Pattern } from './pattern.js'
import { isBlank } from './value-match.js'

/** What is said of a violation. */
export interface Message {
  readonly message: string
  readonly hint?: string
}

/** An element's name in a document. */
interface ElementName {
  readonly name: string
  readonly local: string
}

/** Longest value shown whole. */
const LONGEST_SHOWN = 60

/** Most messages kept. */
const MOST_KEPT = 1000

/** Says what is wrong where a pattern was to be matched: what was found, what would be right, what was probably meant. */
export class Messages {
  /** Of elements that are not allowed, for a mistake is often made many times. */
  private readonly kept = new Map<string, Message>()
  private parents: ReadonlyMap<string, ReadonlySet<string>> | undefined

  constructor(private readonly schema: CompiledSchema) {}

  /**
   * An element that cannot be here.
   *
   * @param parent the name of the element around; undefined for the root
   * @param isRepeated whether one of its name precedes it in the same element
   */
  elementNotAllowed(p: Pattern, tag: ElementName, parent: string | undefined, isRepeated: boolean): Message {
    const key = `${p.id} ${tag.name} ${parent} ${isRepeated}`
    const found = this.kept.get(key)
    if (found !== undefined) return found
    const made = this.makeElementNotAllowed(p, tag, parent, isRepeated)
    if (this.kept.size >= MOST_KEPT) this.kept.clear()
    this.kept.set(key, made)
    return made
  }

  private makeElementNotAllowed(
    p: Pattern,
    { name, local }: ElementName,
    parent: string | undefined,
    isRepeated: boolean,
  ): Message {
    const { names } = expectedElements(p)
    const where = parent === undefined ? 'as the root' : `in <${parent}>`
    const parents = this.parentsOf(local)
    if (isRepeated && !names.includes(local) && parents.includes(parent?.replace(/^.*:/, '') ?? '')) {
      return { message: `too many <${name}> elements ${where}` }
    }
    const allowed = names.length === 0 ? '' : `; allowed: ${oneOf(names, local)}`
    const meant = nearestOf(local, names)
    const belongs = parents.map((name) => `<${name}>`).slice(0, 4)
    return hinted(
      `<${name}> is not allowed here ${where}${allowed}`,
      meant !== undefined
        ? `did you mean <${meant}>?`
        : belongs.length > 0
          ? `<${local}> belongs in ${belongs.join(', ')}`
          : undefined,
    )
  }

  /** An attribute that the element does not take, or does not take any more. */
  attributeNotAllowed(p: Pattern, element: string, { name, local }: ElementName): Message {
    const { names } = expectedAttributes(p)
    const allowed = names.length === 0 ? 'it takes no attributes here' : `allowed: ${oneOf(names, local)}`
    const meant = nearestOf(local, names)
    return hinted(
      `the attribute "${name}" is not allowed on <${element}>; ${allowed}`,
      meant === undefined ? undefined : `did you mean "${meant}"?`,
    )
  }

  /** A start tag whose attributes are not all there. */
  attributesMissing(p: Pattern, element: string): Message {
    const missing = requiredAttributes(p)
    if (missing.length > 0) {
      const attributes = missing.map((name) => `"${name}"`).join(', ')
      const noun = missing.length === 1 ? 'attribute' : 'attributes'
      return { message: `<${element}> is missing the required ${noun} ${attributes}` }
    }
    const { names } = expectedAttributes(p)
    const allowed = names.length === 0 ? '' : `, one of: ${oneOf(names, '')}`
    return { message: `<${element}> is missing a required attribute${allowed}` }
  }

  /** The value of an attribute, or the text that is an element's whole content. */
  wrongText(p: Pattern, what: string, text: string): Message {
    const rules = expectedTexts(p)
    const values = rules.filter((rule) => rule.startsWith('"')).map((rule) => rule.slice(1, -1))
    const meant = nearestOf(text.trim(), values)
    const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
    const one = rules.length > 1 ? 'one of: ' : ''
    const allowed = rules.length === 0 ? '' : `, not ${one}${oneOf(rules, `"${text.slice(0, LONGEST_SHOWN)}"`)}`
    return hinted(`${what} is "${shown}"${allowed}`, meant === undefined ? undefined : `did you mean "${meant}"?`)
  }

  /** An element without elements in it, whose text is not right: it is wrong itself, or what is missing is. */
  wrongContent(p: Pattern, element: string, text: string): Message {
    const wantsText = expectedTexts(p).length > 0
    if (isBlank(text))
      return wantsText && requiredElements(p).length === 0
        ? this.wrongText(p, `<${element}>`, text)
        : this.incomplete(p, element)
    return wantsText ? this.wrongText(p, `<${element}>`, text) : this.textNotAllowed(element)
  }

  /** Text beside elements. */
  textNotAllowed(element: string): Message {
    return { message: `text is not allowed in <${element}>` }
  }

  /** An end tag that comes too early. */
  incomplete(p: Pattern, element: string): Message {
    const missing = requiredElements(p)
    if (missing.length > 0) {
      const elements = missing.map((name) => `<${name}>`).join(', ')
      const noun = missing.length === 1 ? 'element' : 'elements'
      return { message: `<${element}> is missing the required ${noun} ${elements}` }
    }
    const { names } = expectedElements(p)
    return {
      message: `<${element}> is incomplete${names.length === 0 ? '' : `; it needs one of: ${oneOf(names, '')}`}`,
    }
  }

  /** The names of the elements that an element of this name is allowed in. */
  private parentsOf(local: string): readonly string[] {
    this.parents ??= parentsIn(this.schema.patterns())
    return [...(this.parents.get(local) ?? [])]
  }
}

function hinted(message: string, hint: string | undefined): Message {
  return hint === undefined ? { message } : { message, hint }
}

function parentsIn(patterns: readonly Pattern[]): ReadonlyMap<string, ReadonlySet<string>> {
  const parents = new Map<string, Set<string>>()
  for (const pattern of patterns) {
    if (pattern.kind !== 'element' || pattern.name.kind !== 'name') continue
    for (const child of allElements(pattern.content)) {
      const known = parents.get(child)
      if (known === undefined) parents.set(child, new Set([pattern.name.local]))
      else known.add(pattern.name.local)
    }
  }
  return parents
}
