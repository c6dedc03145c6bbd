import type { Automaton, State } from './automaton.js'
import { contentsOf, listed } from './expected.js'
import type { ElementMessage, Message, Messages } from './messages.js'
import { IMPOSSIBLE, type Name } from './name-class.js'
import type { Pattern } from './pattern.js'
import type { OpenElement, StartTag, TagAttribute } from './tags.js'
import { DocumentValidation } from './validation.js'
import type { WrittenMarkup, WrittenTag } from './written-markup.js'

/** The namespaces of elements without a prefix, and of the prefixes that need no declaration. */
const PREDECLARED = [
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xmlns', 'http://www.w3.org/2000/xmlns/'],
] as const

/** Follows a document that need not be well-formed through the states of a schema, as far as it is told. */
export class MarkupFollower {
  private readonly validation: DocumentValidation
  private readonly messages: NoMessages
  /** The names of the elements that are open, as written, and the prefixes that each declares. */
  private readonly open: { readonly name: string; readonly declares: Iterable<string> }[] = []
  /** The namespaces of each prefix, from the outermost declaration to the innermost. */
  private readonly namespaces = new Map<string, string[]>(PREDECLARED.map(([prefix, uri]) => [prefix, [uri]]))
  /** How many elements of a name are open. */
  private readonly counts = new Map<string, number>()

  constructor(
    private readonly automaton: Automaton,
    private readonly text: string,
  ) {
    const context = { namespaceOf: (prefix: string) => this.namespaceOf(prefix) }
    this.messages = new NoMessages(automaton)
    this.validation = new DocumentValidation(automaton, this.messages, text, context, undefined, 0)
  }

  /** What may come next; undefined in an element that the schema does not know. */
  get state(): State | undefined {
    return this.validation.skipped > 0 ? undefined : this.validation.state
  }

  /** The element that is open. */
  get parent(): OpenElement | undefined {
    return this.validation.current
  }

  /** The name of that element, as written. */
  get openName(): string | undefined {
    return this.open.at(-1)?.name
  }

  /** The namespace of a prefix; undefined if it is not declared. */
  namespaceOf(prefix: string): string | undefined {
    return this.namespaces.get(prefix)?.at(-1)
  }

  /** A prefix, not the empty one, that is declared for a namespace. */
  prefixOf(uri: string): string | undefined {
    return [...this.namespaces.keys()].find((prefix) => prefix !== '' && this.namespaceOf(prefix) === uri)
  }

  /** Go on behind a piece of the document. */
  follow(markup: WrittenMarkup): void {
    const { kind, start, end } = markup
    if (kind === 'start') this.startTag(markup)
    else if (kind === 'end') this.endTag(markup)
    else if (kind === 'text') this.validation.characters(this.text.slice(start, end))
    else if (kind === 'cdata')
      this.validation.characters(this.text.slice(start + '<![CDATA['.length, end - ']]>'.length))
  }

  /** A tag with its names resolved, those that are declared in it included. */
  resolved(written: WrittenTag): ResolvedTag {
    const declared = new Map<string, string>()
    for (const { name, value } of written.attributes) {
      if (name === 'xmlns') declared.set('', value)
      else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), value)
    }
    const namespaceOf = (prefix: string) => declared.get(prefix) ?? this.namespaceOf(prefix)
    const attributes = new Map<string, TagAttribute>()
    for (const attribute of written.attributes) {
      const { uri, local } = nameOf(attribute.name, namespaceOf, '')
      // Of two with one name, the document may keep either.
      if (attribute.hasValue) attributes.set(`${local} ${uri}`, { ...attribute, uri, local })
    }
    const { name } = written
    const { uri, local } = nameOf(name, namespaceOf, namespaceOf('') ?? '')
    return { tag: { name, uri, local, attributes: [...attributes.values()] }, declares: declared, namespaceOf }
  }

  /** The state inside an element that would come next, before its attributes; undefined if the schema has none. */
  inside(state: State, name: Name): State | undefined {
    const after = this.automaton.startTagOpenDeriv(state, name.uri, name.local)
    if (after !== undefined) return this.automaton.inside(after)
    const contents = this.messages.contentsElsewhere(name, this.parent)
    return contents.length === 0 ? undefined : this.automaton.stateOf(contents)
  }

  private startTag(written: WrittenTag): void {
    // What has no ">" and no attributes is a name that was begun.
    if (written.name === '' || (!written.isTerminated && written.attributes.length === 0)) return
    const { tag, declares } = this.resolved(written)
    for (const [prefix, uri] of declares) {
      const uris = this.namespaces.get(prefix)
      if (uris === undefined) this.namespaces.set(prefix, [uri])
      else uris.push(uri)
    }
    this.validation.startTag(tag, written.start, written.end)
    this.open.push({ name: written.name, declares: declares.keys() })
    this.counts.set(written.name, (this.counts.get(written.name) ?? 0) + 1)
    if (written.isEmpty) this.close(written.end)
  }

  /** An end tag closes its element and those in it that were left open; one without an element is ignored. */
  private endTag({ name, start, isTerminated }: WrittenTag): void {
    if (!isTerminated || (this.counts.get(name) ?? 0) === 0) return
    while (this.close(start) !== name);
  }

  private close(at: number): string | undefined {
    const { name, declares } = this.open.pop() ?? {}
    if (name === undefined) return undefined
    this.counts.set(name, (this.counts.get(name) ?? 0) - 1)
    this.validation.endTag(at)
    for (const prefix of declares ?? []) this.namespaces.get(prefix)?.pop()
    return name
  }
}

/** A tag with its names resolved. */
interface ResolvedTag {
  readonly tag: StartTag
  /** The prefixes that it declares, with their namespaces. */
  readonly declares: ReadonlyMap<string, string>
  /** What prefixes in it stand for. */
  readonly namespaceOf: (prefix: string) => string | undefined
}

/** Says nothing, and has elements looked into that are not allowed where they are. */
class NoMessages implements Messages {
  /** What elements hold anywhere in the schema, by their names. */
  private anywhere: ReadonlyMap<string, readonly Pattern[]> | undefined

  constructor(private readonly automaton: Automaton) {}

  elementNotAllowed(_: State, tag: StartTag, parent: OpenElement | undefined): ElementMessage {
    const inside = this.contentsElsewhere(tag, parent)
    return inside.length === 0 ? NO_MESSAGE : { ...NO_MESSAGE, inside }
  }

  attributeNotAllowed = () => NO_MESSAGE
  wrongValue = () => NO_MESSAGE
  textNotAllowed = () => NO_MESSAGE
  wrongTag = () => undefined
  attributesMissing = () => undefined
  wrongContent = () => undefined
  incomplete = () => undefined

  /** What elements of a name hold earlier or later in their parent, else anywhere in the schema. */
  contentsElsewhere(name: Name, parent: OpenElement | undefined): readonly Pattern[] {
    const near = parent === undefined ? [] : contentsOf(this.automaton.pattern(parent.content), name)
    if (near.length > 0) return near
    this.anywhere ??= contentsByName(this.automaton.schema.patterns())
    return this.anywhere.get(keyOf(name)) ?? []
  }
}

/** What the elements of each name hold. */
function contentsByName(patterns: readonly Pattern[]): ReadonlyMap<string, readonly Pattern[]> {
  const contents = new Map<string, Pattern[]>()
  for (const pattern of patterns) {
    if (pattern.kind !== 'element') continue
    for (const name of listed(pattern.name)) {
      const found = contents.get(keyOf(name))
      if (found === undefined) contents.set(keyOf(name), [pattern.content])
      else found.push(pattern.content)
    }
  }
  return contents
}

function keyOf({ uri, local }: Name): string {
  return `${local} ${uri}`
}

const NO_MESSAGE: Message = { message: '' }

function nameOf(written: string, namespaceOf: ResolvedTag['namespaceOf'], unprefixed: string): Name {
  const colon = written.indexOf(':')
  if (colon === -1) return { uri: unprefixed, local: written }
  // A prefix that is not declared has a namespace that no schema has.
  return { uri: namespaceOf(written.slice(0, colon)) ?? IMPOSSIBLE, local: written.slice(colon + 1) }
}
