import type { Expanded } from './expand.js'
import type { ElementGrammar, Grammar } from './grammar.js'
import { isInfinite, type NameClass, overlap } from './name-class.js'
import { SchemaError } from './schema-document.js'

/** The context of a pattern: what its ancestors, up to the element, forbid. */
type Context = 'start' | 'attribute' | 'list' | 'except' | 'oneOrMore' | 'repeatedGroup' | 'element'

/** The patterns that are forbidden in each context (7.1), beside those of the contexts around it. */
const FORBIDDEN: Readonly<Record<Context, readonly Grammar['kind'][]>> = {
  element: [],
  start: ['attribute', 'data', 'value', 'list', 'group', 'interleave', 'oneOrMore', 'text', 'empty'],
  attribute: ['element', 'attribute'],
  list: ['list', 'element', 'attribute', 'text', 'interleave'],
  except: ['attribute', 'element', 'list', 'group', 'interleave', 'oneOrMore', 'empty', 'text'],
  oneOrMore: [],
  repeatedGroup: ['attribute'],
}

const CONTEXT_NAMES: Readonly<Record<Context, string>> = {
  element: 'an element',
  start: '<start>',
  attribute: '<attribute>',
  list: '<list>',
  except: '<except> of <data>',
  oneOrMore: '<oneOrMore>',
  repeatedGroup: 'a group or interleave that is repeated',
}

/**
 * Check the restrictions of section 7 on an expanded grammar.
 *
 * @throws SchemaError for the first pattern that breaks one
 */
export function checkRestrictions(start: Expanded, elements: readonly ElementGrammar[]): void {
  checkContexts(start, ['start'])
  for (const element of elements) {
    checkContexts(element.content, ['element'])
    if (contentType(element.content) === undefined) {
      throw new SchemaError(
        'an element cannot hold data beside other content: its datatype would not know which text is meant',
        element.position,
      )
    }
    checkAttributes(element.content)
    checkInterleaves(element.content)
  }
}

function fail(grammar: Grammar, message: string): never {
  throw new SchemaError(message, 'position' in grammar ? grammar.position : { uri: '', line: 1, column: 1 })
}

function checkContexts(grammar: Grammar, contexts: readonly Context[]): void {
  const broken = contexts.find((context) => FORBIDDEN[context].includes(grammar.kind))
  if (broken !== undefined) {
    // Patterns without a position of their own are reported where the restriction comes from.
    fail(grammar, `<${grammar.kind}> is not allowed in ${CONTEXT_NAMES[broken]}`)
  }
  switch (grammar.kind) {
    case 'choice':
    case 'group':
    case 'interleave': {
      const repeated = grammar.kind !== 'choice' && contexts.includes('oneOrMore')
      for (const member of grammar.members) {
        checkContexts(member, repeated ? [...contexts, 'repeatedGroup'] : contexts)
      }
      break
    }
    case 'oneOrMore':
      checkContexts(grammar.content, [...contexts, 'oneOrMore'])
      break
    case 'list':
      checkContexts(grammar.content, [...contexts, 'list'])
      break
    case 'attribute':
      checkContexts(grammar.content, [...contexts, 'attribute'])
      if (isInfinite(grammar.name)) {
        if (!contexts.includes('oneOrMore'))
          fail(grammar, 'an attribute of any name must be repeated (oneOrMore, zeroOrMore)')
        if (grammar.content.kind !== 'text') fail(grammar, 'an attribute of any name must hold <text>')
      }
      break
    case 'data':
      if (grammar.except !== undefined) checkContexts(grammar.except, [...contexts, 'except'])
      break
    default:
  }
}

/** How content can be put together (7.2); undefined where it cannot. */
type ContentType = 'empty' | 'complex' | 'simple' | undefined

function contentType(grammar: Grammar): ContentType {
  switch (grammar.kind) {
    case 'value':
    case 'list':
      return 'simple'
    case 'data':
      return grammar.except !== undefined && contentType(grammar.except) === undefined ? undefined : 'simple'
    case 'text':
    case 'element':
      return 'complex'
    case 'attribute':
      return contentType(grammar.content) === undefined ? undefined : 'empty'
    case 'oneOrMore': {
      const content = contentType(grammar.content)
      return content === 'simple' ? undefined : content
    }
    case 'choice':
      return widest(grammar.members.map(contentType))
    case 'group':
    case 'interleave': {
      const types = grammar.members.map(contentType)
      const simple = types.filter((type) => type === 'simple').length
      const beside = types.filter((type) => type !== 'empty').length
      return simple > 0 && beside > 1 ? undefined : widest(types)
    }
    default:
      return 'empty'
  }
}

const WIDTH: readonly ContentType[] = ['empty', 'complex', 'simple']

function widest(types: readonly ContentType[]): ContentType {
  if (types.includes(undefined)) return undefined
  return types.reduce((a, b) => (WIDTH.indexOf(b) > WIDTH.indexOf(a) ? b : a), 'empty')
}

/** Patterns below, not into elements, attributes and data. */
function below(grammar: Grammar): readonly Grammar[] {
  if ('members' in grammar) return grammar.members
  return grammar.kind === 'oneOrMore' || grammar.kind === 'list' ? [grammar.content] : []
}

function find<Kind extends Grammar['kind']>(
  grammar: Grammar,
  kind: Kind,
): readonly Extract<Grammar, { readonly kind: Kind }>[] {
  const isKind = (candidate: Grammar): candidate is Extract<Grammar, { readonly kind: Kind }> => candidate.kind === kind
  return [...(isKind(grammar) ? [grammar] : []), ...below(grammar).flatMap((child) => find(child, kind))]
}

/** No two attributes of a group may have the same name (7.3). */
function checkAttributes(grammar: Grammar): void {
  checkPairs(grammar, ['group', 'interleave'], 'attribute', (name) => `the attribute ${name} could stand twice`)
  for (const child of below(grammar)) checkAttributes(child)
}

/** No two members of an interleave may want the same element, nor may both want text (7.4). */
function checkInterleaves(grammar: Grammar): void {
  checkPairs(grammar, ['interleave'], 'element', (name) => `two members of an interleave want the element ${name}`)
  if (grammar.kind === 'interleave') {
    const withText = grammar.members.filter((member) => find(member, 'text').length > 0)
    if (withText.length > 1) fail(grammar, 'two members of an interleave want text')
  }
  for (const child of below(grammar)) checkInterleaves(child)
}

function checkPairs(
  grammar: Grammar,
  kinds: readonly Grammar['kind'][],
  wanted: 'attribute' | 'element',
  message: (name: string) => string,
): void {
  if (!('members' in grammar) || !kinds.includes(grammar.kind)) return
  const earlier: NameClass[] = []
  const finite = new Set<string>()
  const infinite: NameClass[] = []
  for (const member of grammar.members) {
    const found = find(member, wanted)
    for (const { name, position } of found) {
      // Most names are single ones: those are looked up, only others are compared one by one.
      const key = name.kind === 'name' ? keyOf(name.uri, name.local) : undefined
      const clash =
        key === undefined
          ? earlier.some((other) => overlap(other, name))
          : finite.has(key) || infinite.some((other) => overlap(other, name))
      if (clash) throw new SchemaError(message(name.kind === 'name' ? `"${name.local}"` : 'of some name'), position)
    }
    for (const { name } of found) {
      earlier.push(name)
      if (name.kind === 'name') finite.add(keyOf(name.uri, name.local))
      else infinite.push(name)
    }
  }
}

function keyOf(uri: string, local: string): string {
  return `{${uri}}${local}`
}
