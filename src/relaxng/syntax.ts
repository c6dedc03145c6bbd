import { RELAXNG_NAMESPACE, type SchemaElement, SchemaError } from './schema-document.js'

/** What an element of the full syntax (section 3) may hold. */
interface ElementRule {
  /** Attributes beside `ns` and `datatypeLibrary`; true: must be there. */
  readonly attributes?: Readonly<Record<string, boolean>>
  readonly content:
    | 'nothing'
    | 'text'
    | ((children: readonly SchemaElement[], element: SchemaElement) => string | undefined)
}

const PATTERNS = [
  ...['element', 'attribute', 'group', 'interleave', 'choice', 'optional', 'zeroOrMore', 'oneOrMore', 'list', 'mixed'],
  ...['ref', 'parentRef', 'empty', 'value', 'data', 'notAllowed', 'externalRef', 'grammar', 'text'],
]
const NAME_CLASSES = ['name', 'anyName', 'nsName', 'choice']
const GRAMMAR_CONTENT = ['start', 'define', 'div', 'include']
const INCLUDE_CONTENT = ['start', 'define', 'div']

const patterns = { content: some(PATTERNS, 'pattern', 1) } as const

const RULES: Readonly<Record<string, ElementRule>> = {
  element: { attributes: { name: false }, content: named(1) },
  attribute: { attributes: { name: false }, content: named(0) },
  group: patterns,
  interleave: patterns,
  choice: patterns,
  optional: patterns,
  zeroOrMore: patterns,
  oneOrMore: patterns,
  list: patterns,
  mixed: patterns,
  ref: { attributes: { name: true }, content: 'nothing' },
  parentRef: { attributes: { name: true }, content: 'nothing' },
  empty: { content: 'nothing' },
  text: { content: 'nothing' },
  notAllowed: { content: 'nothing' },
  value: { attributes: { type: false }, content: 'text' },
  data: { attributes: { type: true }, content: dataContent },
  param: { attributes: { name: true }, content: 'text' },
  externalRef: { attributes: { href: true }, content: 'nothing' },
  grammar: { content: some(GRAMMAR_CONTENT, 'definition', 0) },
  start: { attributes: { combine: false }, content: some(PATTERNS, 'pattern', 1, 1) },
  define: { attributes: { name: true, combine: false }, content: some(PATTERNS, 'pattern', 1) },
  include: { attributes: { href: true }, content: some(INCLUDE_CONTENT, 'definition', 0) },
}

const NAME_CLASS_RULES: Readonly<Record<string, ElementRule>> = {
  name: { content: 'text' },
  anyName: { content: onlyExcept },
  nsName: { content: onlyExcept },
  choice: { content: some(NAME_CLASSES, 'name class', 1) },
  except: { content: some(NAME_CLASSES, 'name class', 1) },
}

/** The elements of RELAX NG in an element; all others are annotations. */
export function elementsOf({ children }: SchemaElement): readonly SchemaElement[] {
  return children.filter(
    (child): child is SchemaElement => typeof child !== 'string' && child.uri === RELAXNG_NAMESPACE,
  )
}

/**
 * Check a schema document against the full syntax (section 3).
 *
 * @param kind what its root must be: any pattern, or a grammar, which is all that can be included
 * @throws SchemaError for the first error
 */
export function checkSyntax(root: SchemaElement, kind: 'pattern' | 'grammar'): void {
  if (root.uri !== RELAXNG_NAMESPACE || !PATTERNS.includes(root.local)) {
    throw new SchemaError(`<${root.local}> is not a RELAX NG pattern (namespace ${RELAXNG_NAMESPACE})`, root.position)
  }
  if (kind === 'grammar' && root.local !== 'grammar') {
    throw new SchemaError(`only a <grammar> can be included, not <${root.local}>`, root.position)
  }
  check(root, RULES)
}

type Rules = Readonly<Record<string, ElementRule>>

function check(element: SchemaElement, rules: Rules, inInclude = false): void {
  const { local, position } = element
  const rule = ruleOf(element, rules, inInclude)
  if (rule === undefined) throw new SchemaError(`<${local}> is not allowed here`, position)
  checkAttributes(element, rule)
  const isText = rule.content === 'text'
  for (const child of element.children) {
    if (typeof child === 'string' && !isText && /[^ \t\r\n]/.test(child)) {
      throw new SchemaError(`<${local}> must not contain text: "${child.trim().slice(0, 40)}"`, position)
    }
    if (typeof child !== 'string' && isText) throw new SchemaError(`<${local}> must contain only text`, child.position)
  }
  const children = elementsOf(element)
  if (rule.content === 'nothing' && children[0] !== undefined) {
    throw new SchemaError(`<${local}> must not contain elements`, children[0].position)
  }
  const error = typeof rule.content === 'function' ? rule.content(children, element) : undefined
  if (error !== undefined) throw new SchemaError(error, position)
  children.forEach((child, i) => {
    check(child, rulesFor(element, rules, i), local === 'include' || (inInclude && local === 'div'))
  })
}

/** `<div>` and `<except>` hold what the element around them may hold. */
function ruleOf({ local }: SchemaElement, rules: Rules, inInclude: boolean): ElementRule | undefined {
  if (local === 'div' && rules === RULES) {
    return { content: some(inInclude ? INCLUDE_CONTENT : GRAMMAR_CONTENT, 'definition', 0) }
  }
  if (local === 'except' && rules === RULES) return patterns
  return rules[local]
}

function rulesFor({ local, attributes }: SchemaElement, rules: Rules, index: number): Rules {
  const isNamed = local === 'element' || local === 'attribute'
  return isNamed && !attributes.has('name') && index === 0 ? NAME_CLASS_RULES : rules
}

function checkAttributes(
  { local, attributes, position }: SchemaElement,
  { attributes: known = {} }: ElementRule,
): void {
  for (const [name, value] of attributes) {
    if (name === 'ns') continue
    if (name === 'datatypeLibrary' ? !isLibrary(value) : !Object.hasOwn(known, name)) {
      throw new SchemaError(
        name === 'datatypeLibrary'
          ? `datatypeLibrary is "${value}", not an absolute URI without a fragment`
          : `<${local}> has no attribute "${name}"`,
        position,
      )
    }
    const error = VALUE_RULES.get(name)?.(value.trim(), local)
    if (error !== undefined) throw new SchemaError(`${name} is "${value}", ${error}`, position)
  }
  for (const [name, required] of Object.entries(known)) {
    if (required && !attributes.has(name)) throw new SchemaError(`<${local}> needs the attribute "${name}"`, position)
  }
}

/** Empty, or absolute and without a fragment (4.3, 4.4). */
function isLibrary(value: string): boolean {
  return value === '' || /^[A-Za-z][A-Za-z0-9+.-]*:(?:[^#\s%]|%[0-9A-Fa-f]{2})+$/.test(value)
}

const NC_NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}\u00b7\u0387\u203f\u2040._-]*$/u

/** Whether a text is a name without a colon. */
export function isNcName(text: string): boolean {
  return NC_NAME.test(text)
}

/** What is wrong with the value of an attribute. */
const VALUE_RULES = new Map<string, (value: string, local: string) => string | undefined>([
  [
    'name',
    (value, local) => {
      const parts = local === 'element' || local === 'attribute' ? value.split(':') : [value]
      return parts.length <= 2 && parts.every(isNcName) ? undefined : 'not a name'
    },
  ],
  ['type', (value) => (isNcName(value) ? undefined : 'not a name')],
  ['combine', (value) => (value === 'choice' || value === 'interleave' ? undefined : 'not "choice" or "interleave"')],
  ['href', (value) => (value.includes('#') ? 'which has a fragment' : undefined)],
])

function some(
  known: readonly string[],
  what: string,
  least: number,
  most = Number.POSITIVE_INFINITY,
): Exclude<ElementRule['content'], string> {
  return (children, { local }) => {
    const other = children.find((child) => !known.includes(child.local))
    if (other !== undefined) return `<${other.local}> is not allowed in <${local}>`
    if (children.length < least) return `<${local}> needs a ${what}`
    return children.length > most ? `<${local}> must contain only one ${what}` : undefined
  }
}

/** A name class, unless there is an attribute "name", then patterns: one for an attribute, or none. */
function named(least: 0 | 1): Exclude<ElementRule['content'], string> {
  return (children, element) => {
    const { local, attributes } = element
    const [first, ...rest] = children
    const content = attributes.has('name') ? children : rest
    if (!attributes.has('name') && (first === undefined || !NAME_CLASSES.includes(first.local))) {
      return `<${local}> needs a name`
    }
    return some(PATTERNS, 'pattern', least, least === 0 ? 1 : undefined)(content, element)
  }
}

function dataContent(children: readonly SchemaElement[]): string | undefined {
  const params = children.filter(({ local }) => local === 'param').length
  const excepts = children.length - params
  const last = children.at(-1)
  if (children.some(({ local }) => local !== 'param' && local !== 'except'))
    return '<data> must contain only <param> and <except>'
  return excepts > 1 || (excepts === 1 && last?.local !== 'except')
    ? '<data> has at most one <except>, after its <param>'
    : undefined
}

function onlyExcept(children: readonly SchemaElement[], { local }: SchemaElement): string | undefined {
  return children.length > 1 || children.some((child) => child.local !== 'except')
    ? `<${local}> must contain only one <except>`
    : undefined
}
