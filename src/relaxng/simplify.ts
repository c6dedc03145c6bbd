import { BUILTIN } from './datatypes/builtin.js'
import type { DatatypeLibrary, DatatypeParam, DatatypeUse } from './datatypes/datatype.js'
import type { Definition, Grammar } from './grammar.js'
import type { NameClass } from './name-class.js'
import { readNameClass } from './read-name-class.js'
import { parseSchemaDocument, type SchemaElement, SchemaError, type SchemaPosition } from './schema-document.js'
import { checkSyntax, elementsOf } from './syntax.js'

/** A document that a schema includes, by the reference and the URI of the document that contains it. */
export type LoadSchema = (href: string, base: string) => { readonly text: string; readonly uri: string } | undefined

/** What simplification needs of its surroundings. */
export interface SimplifyOptions {
  readonly load: LoadSchema
  readonly libraries: ReadonlyMap<string, DatatypeLibrary>
}

/** What is inherited from outside (sections 4.3 and 4.9), and where refs lead. */
interface Scope {
  readonly ns: string
  readonly library: string
  readonly grammar: GrammarScope | undefined
  /** The name of the definition around, where no element or attribute is between. */
  readonly definition: string
  /** The documents around, innermost last: none may include itself. */
  readonly documents: readonly string[]
}

/** What is inherited from outside a grammar. */
type Outside = Omit<Scope, 'grammar' | 'definition'>

/** The definitions of one `<grammar>`. */
interface GrammarScope {
  readonly parent: GrammarScope | undefined
  readonly definitions: Map<string, Definition>
}

/** A `<define>` or `<start>` as written, with what it inherits. */
interface Component {
  readonly name: string
  readonly element: SchemaElement
  readonly scope: Outside
}

/** How `<start>` is called among the definitions; no name can be empty. */
const START = ''

/**
 * Simplify a schema (sections 4.1 to 4.18).
 *
 * @throws SchemaError for the first error
 */
export function simplify(text: string, uri: string, options: SimplifyOptions): Grammar {
  return new Simplifier(options).document(text, uri, {
    ns: '',
    library: '',
    grammar: undefined,
    definition: '',
    documents: [],
  })
}

/** Deepest nesting of patterns, those of documents that are referred to included. */
const MOST_LEVELS = 500

class Simplifier {
  private levels = 0

  constructor(private readonly options: SimplifyOptions) {}

  document(text: string, uri: string, scope: Scope): Grammar {
    return this.pattern(this.parse(text, uri, 'pattern'), { ...scope, documents: [...scope.documents, uri] })
  }

  private parse(text: string, uri: string, kind: 'pattern' | 'grammar'): SchemaElement {
    const root = parseSchemaDocument(text, uri)
    checkSyntax(root, kind)
    return root
  }

  private pattern(element: SchemaElement, outer: Scope): Grammar {
    if (this.levels >= MOST_LEVELS) {
      throw new SchemaError(`patterns are nested more than ${MOST_LEVELS} deep`, element.position)
    }
    this.levels++
    const made = this.patternOf(element, outer)
    this.levels--
    return made
  }

  private patternOf(element: SchemaElement, outer: Scope): Grammar {
    const scope = inherit(element, outer)
    const { position } = element
    const children = elementsOf(element)
    switch (element.local) {
      case 'element':
        return { kind: 'element', ...this.named(element, scope), position }
      case 'attribute':
        return { kind: 'attribute', ...this.named(element, scope), position }
      case 'group':
        return this.together('group', children, scope, position)
      case 'interleave':
        return this.together('interleave', children, scope, position)
      case 'choice':
        return this.together('choice', children, scope, position)
      case 'optional':
        return { kind: 'choice', members: [this.group(element, children, scope), EMPTY], position }
      case 'zeroOrMore': {
        const content: Grammar = { kind: 'oneOrMore', content: this.group(element, children, scope), position }
        return { kind: 'choice', members: [content, EMPTY], position }
      }
      case 'oneOrMore':
        return { kind: 'oneOrMore', content: this.group(element, children, scope), position }
      case 'list':
        return { kind: 'list', content: this.group(element, children, scope), position }
      case 'mixed':
        return { kind: 'interleave', members: [this.group(element, children, scope), TEXT], position }
      case 'ref':
        return { kind: 'ref', definition: this.refer(element, scope.grammar), position }
      case 'parentRef':
        return { kind: 'ref', definition: this.refer(element, scope.grammar?.parent), position }
      case 'empty':
        return EMPTY
      case 'text':
        return TEXT
      case 'notAllowed':
        return NOT_ALLOWED
      case 'data':
        return this.data(element, scope)
      case 'value':
        return this.value(element, scope)
      case 'externalRef': {
        const { text, uri } = this.load(element, scope)
        return this.document(text, uri, { ...scope, library: '', grammar: undefined, definition: '' })
      }
      case 'grammar':
        return this.grammar(element, scope)
      default:
        throw new SchemaError(`<${element.local}> is not a pattern`, position)
    }
  }

  /** The name class and the content of an element or attribute (4.8, 4.12). */
  private named(element: SchemaElement, scope: Scope): { name: NameClass; content: Grammar } {
    const isAttribute = element.local === 'attribute'
    const attribute = element.attributes.get('name')
    const children = elementsOf(element)
    // An attribute named by an attribute is in no namespace unless it has an "ns" of its own.
    const ns = isAttribute && attribute !== undefined && !element.attributes.has('ns') ? '' : scope.ns
    const [first, ...rest] = children
    const name = readNameClass(attribute ?? first, ns, element, isAttribute)
    const content = attribute === undefined ? rest : children
    return {
      name,
      content: isAttribute && content.length === 0 ? TEXT : this.group(element, content, { ...scope, definition: '' }),
    }
  }

  private group(element: SchemaElement, children: readonly SchemaElement[], scope: Scope): Grammar {
    return this.together('group', children, scope, element.position)
  }

  private together(
    kind: 'choice' | 'group' | 'interleave',
    children: readonly SchemaElement[],
    scope: Scope,
    position: SchemaPosition,
  ): Grammar {
    const [only, ...more] = children
    if (only !== undefined && more.length === 0) return this.pattern(only, scope)
    return { kind, members: children.map((child) => this.pattern(child, scope)), position }
  }

  private refer(element: SchemaElement, grammar: GrammarScope | undefined): Definition {
    const name = trimmed(element, 'name')
    if (grammar === undefined)
      throw new SchemaError(`<${element.local}> is not inside a grammar that it can refer to`, element.position)
    const definition = grammar.definitions.get(name)
    if (definition === undefined) throw new SchemaError(`there is no <define name="${name}">`, element.position)
    return definition
  }

  private load(element: SchemaElement, { documents }: Scope): { readonly text: string; readonly uri: string } {
    const href = trimmed(element, 'href')
    const loaded = this.options.load(href, element.base)
    if (loaded === undefined) throw new SchemaError(`"${href}" cannot be read`, element.position)
    if (documents.includes(loaded.uri)) throw new SchemaError(`"${href}" includes itself`, element.position)
    return loaded
  }

  private data(element: SchemaElement, scope: Scope): Grammar {
    const type = trimmed(element, 'type')
    const children = elementsOf(element)
    const params = children
      .filter(({ local }) => local === 'param')
      .map((param) => ({ name: trimmed(param, 'name'), value: textOf(param) }))
    const excepted = children.find(({ local }) => local === 'except')
    const except =
      excepted === undefined
        ? undefined
        : this.together('choice', elementsOf(excepted), inherit(excepted, scope), excepted.position)
    return {
      kind: 'data',
      type: { ...this.datatype(scope.library, type, params, element), definition: scope.definition },
      except,
      position: element.position,
    }
  }

  private value(element: SchemaElement, scope: Scope): Grammar {
    const name = element.attributes.get('type')?.trim()
    const type = this.datatype(name === undefined ? '' : scope.library, name ?? 'token', [], element)
    const text = textOf(element)
    const context = { namespaceOf: (prefix: string) => (prefix === '' ? scope.ns : element.namespaceOf(prefix)) }
    if (type.datatype.valueOf(text, context) === undefined) {
      throw new SchemaError(
        `"${text}" is not a valid value of the datatype "${type.name}": it must be ${type.datatype.rule}`,
        element.position,
      )
    }
    return { kind: 'value', type, text, context, position: element.position }
  }

  private datatype(
    uri: string,
    name: string,
    params: readonly DatatypeParam[],
    { position }: SchemaElement,
  ): DatatypeUse {
    const library = uri === '' ? BUILTIN : this.options.libraries.get(uri)
    if (library === undefined) throw new SchemaError(`the datatype library "${uri}" is not known`, position)
    const created = library.create(name, params)
    if ('error' in created) throw new SchemaError(created.error, position)
    return { library: uri, name, params, datatype: created.datatype }
  }

  private grammar(element: SchemaElement, scope: Scope): Grammar {
    const grammar: GrammarScope = { parent: scope.grammar, definitions: new Map() }
    const components = this.components(element, scope)
    for (const {
      name,
      element: { position },
    } of components) {
      if (!grammar.definitions.has(name)) grammar.definitions.set(name, { name, content: undefined, position })
    }
    const byName = new Map<string, Component[]>()
    for (const component of components) {
      const own = byName.get(component.name)
      if (own === undefined) byName.set(component.name, [component])
      else own.push(component)
    }
    for (const definition of grammar.definitions.values()) {
      definition.content = this.combine(byName.get(definition.name) ?? [], grammar)
    }
    const start = grammar.definitions.get(START)
    if (start === undefined) throw new SchemaError('the grammar has no <start>', element.position)
    return { kind: 'ref', definition: start, position: element.position }
  }

  /** The definitions of one name, combined (4.17). */
  private combine(components: readonly Component[], grammar: GrammarScope): Grammar {
    const ways = new Set<string>()
    let without = 0
    for (const { element } of components) {
      const combine = element.attributes.get('combine')?.trim()
      if (combine === undefined) without++
      else ways.add(combine)
      if (without > 1 || ways.size > 1) {
        const what = element.local === 'start' ? '<start>' : `<define name="${trimmed(element, 'name')}">`
        const why = ways.size > 1 ? 'is combined in two ways' : 'is defined twice without "combine"'
        throw new SchemaError(`${what} ${why}`, element.position)
      }
    }
    const [way] = ways
    const members = components.map(({ name, element, scope }) =>
      this.group(element, elementsOf(element), inherit(element, { ...scope, grammar, definition: name })),
    )
    const [only, ...more] = members
    if (only !== undefined && more.length === 0) return only
    const position = components[0]?.element.position ?? { uri: '', line: 1, column: 1 }
    return { kind: way === 'interleave' ? 'interleave' : 'choice', members, position }
  }

  /** The components of a grammar, `<div>` and `<include>` opened (4.7, 4.11). */
  private components(element: SchemaElement, outer: Outside): readonly Component[] {
    return elementsOf(element).flatMap((child): readonly Component[] => {
      const scope = inherit(child, outer)
      switch (child.local) {
        case 'start':
          return [{ name: START, element: child, scope: outer }]
        case 'define':
          return [{ name: trimmed(child, 'name'), element: child, scope: outer }]
        case 'include':
          return this.include(child, scope)
        default:
          return this.components(child, scope)
      }
    })
  }

  private include(element: SchemaElement, scope: Outside): readonly Component[] {
    const { text, uri } = this.load(element, { ...scope, grammar: undefined, definition: '' })
    const root = this.parse(text, uri, 'grammar')
    const inside = { ...scope, library: '', documents: [...scope.documents, uri] }
    const included = this.components(root, inherit(root, inside))
    const overriding = this.components(element, scope)
    const names = new Set(included.map(({ name }) => name))
    const replaced = new Set(overriding.map(({ name }) => name))
    for (const {
      name,
      element: { position },
    } of overriding) {
      if (names.has(name)) continue
      const what = name === START ? '<start>' : `<define name="${name}">`
      throw new SchemaError(`"${element.attributes.get('href')}" has no ${what} to replace`, position)
    }
    return [...included.filter(({ name }) => !replaced.has(name)), ...overriding]
  }
}

const EMPTY: Grammar = { kind: 'empty' }
const TEXT: Grammar = { kind: 'text' }
const NOT_ALLOWED: Grammar = { kind: 'notAllowed' }

function inherit<Outer extends Outside>(element: SchemaElement, outer: Outer): Outer {
  const ns = element.attributes.get('ns') ?? outer.ns
  const library = element.attributes.get('datatypeLibrary') ?? outer.library
  return ns === outer.ns && library === outer.library ? outer : { ...outer, ns, library }
}

function trimmed(element: SchemaElement, name: string): string {
  return (element.attributes.get(name) ?? '').trim()
}

/** The text in `<value>` and `<param>`, which hold nothing else. */
function textOf({ children }: SchemaElement): string {
  return children.filter((child) => typeof child === 'string').join('')
}
