import { contains, type Name, type NameClass } from './name-class.js'
import type { ElementPattern, Pattern } from './pattern.js'

/** The names of the elements that could come next, without those of a wildcard. */
export function expectedElements(p: Pattern): readonly Name[] {
  return namesIn(p, 'element')
}

/** The names of the attributes that could still come, without those of a wildcard. */
export function expectedAttributes(p: Pattern): readonly Name[] {
  return namesIn(p, 'attribute')
}

/** All elements that could be in a content, early or late. */
export function elementsIn(p: Pattern): readonly ElementPattern[] {
  if (p.kind === 'element') return [p]
  return 'members' in p || p.kind === 'group' || p.kind === 'oneOrMore' ? partsOf(p).flatMap(elementsIn) : []
}

/** The local names of the elements that could be in a content. */
export function childrenOf(p: Pattern): readonly string[] {
  return [...new Set(elementsIn(p).flatMap((element) => listed(element.name).map(({ local }) => local)))]
}

/** The names of the elements that a pattern has, of which each can have an attribute of this name. */
export function takersOf(p: Pattern, local: string): readonly string[] {
  const takers = elementsIn(p).filter(({ content }) => attributesIn(content).some((name) => name.local === local))
  return [...new Set(takers.flatMap(({ name }) => listed(name).map((each) => each.local)))]
}

/** The names of all attributes that an element could have, by the pattern of its content. */
export function attributesIn(p: Pattern): readonly Name[] {
  if (p.kind === 'attribute') return listed(p.name)
  return partsOf(p).flatMap(attributesIn)
}

/** What elements of a name could hold in a content, early or late. */
export function contentsOf(p: Pattern, name: Name): readonly Pattern[] {
  return [...new Set(elementsIn(p).flatMap((element) => (contains(element.name, name) ? [element.content] : [])))]
}

/** The attributes that must still come; the alternatives of a choice that has several are left out. */
export function requiredAttributes(p: Pattern): readonly Name[] {
  return required(p, 'attribute')
}

/** The elements that must still come before something can be closed. */
export function requiredElements(p: Pattern): readonly Name[] {
  return required(p, 'element')
}

function required(p: Pattern, kind: 'element' | 'attribute'): readonly Name[] {
  if (p.nullable) return []
  switch (p.kind) {
    case kind:
      return listed(p.name)
    case 'choice': {
      const [first = [], ...more] = p.members.map((member) => required(member, kind))
      return first.filter((name) => more.every((names) => names.some((other) => isSame(name, other))))
    }
    case 'group':
    case 'interleave':
    case 'oneOrMore':
      return unique(partsOf(p).flatMap((part) => required(part, kind)))
    default:
      return []
  }
}

/** Says in words what the text of a named pattern of the schema must be. */
export type DescribeDefinition = (name: string) => string | undefined

/** The rules of what text could be, in words: values in quotes, datatypes by their rule. */
export function expectedTexts(p: Pattern, describe: DescribeDefinition = () => undefined): readonly string[] {
  switch (p.kind) {
    case 'value':
      return [`"${p.text.trim()}"`]
    case 'data': {
      const { definition = '', datatype } = p.type
      return [describe(definition) ?? datatype.rule]
    }
    case 'text':
      return ['text']
    case 'choice':
    case 'interleave':
      return [...new Set(p.members.flatMap((member) => expectedTexts(member, describe)))]
    case 'group':
      return expectedTexts(p.first, describe)
    case 'list':
      return ['a list']
    case 'oneOrMore':
      return expectedTexts(p.content, describe)
    default:
      return []
  }
}

/** The names of the schema's patterns that text could match. */
export function definitionsIn(p: Pattern): readonly string[] {
  if (p.kind === 'data') return p.type.definition === undefined ? [] : [p.type.definition]
  return p.kind === 'list' ? [] : [...new Set(partsOf(p).flatMap(definitionsIn))]
}

/** The values that text could be, where the schema lists them. */
export function expectedValues(p: Pattern): readonly string[] {
  return expectedTexts(p).flatMap((rule) => (rule.startsWith('"') ? [rule.slice(1, -1)] : []))
}

function namesIn(p: Pattern, kind: 'element' | 'attribute', seen: Set<Pattern> = new Set()): readonly Name[] {
  if (seen.has(p)) return []
  seen.add(p)
  if (p.kind === kind) return listed(p.name)
  // Attributes have no order; an element may follow what can be left out.
  const parts = p.kind === 'group' && kind === 'element' && !p.first.nullable ? [p.first] : partsOf(p)
  return unique(parts.flatMap((part) => namesIn(part, kind, seen)))
}

function partsOf(p: Pattern): readonly Pattern[] {
  if ('members' in p) return p.members
  if (p.kind === 'group') return [p.first, p.rest]
  return p.kind === 'oneOrMore' ? [p.content] : []
}

/** Whether two names are the same. */
export function isSame(a: Name, b: Name): boolean {
  return a.local === b.local && a.uri === b.uri
}

/** Names, each once. */
export function unique(names: readonly Name[]): readonly Name[] {
  return [...new Map(names.map((name) => [`${name.local} ${name.uri}`, name])).values()]
}

/** The names of a class that lists them. */
export function listed(nameClass: NameClass): readonly Name[] {
  if (nameClass.kind === 'name') return [nameClass]
  return nameClass.kind === 'choice' ? nameClass.members.flatMap(listed) : []
}
