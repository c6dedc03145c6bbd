import type { NameClass } from './name-class.js'
import { type SchemaElement, SchemaError } from './schema-document.js'
import { elementsOf, isNcName } from './syntax.js'

/** The namespace of namespace declarations, which are no attributes. */
const XMLNS = 'http://www.w3.org/2000/xmlns'

/**
 * The name class of an element or attribute: of its attribute "name", or of its first child (4.8 to 4.10, 4.16).
 *
 * @param ns the namespace that is inherited
 * @throws SchemaError where a prefix is not declared, or a class is not allowed
 */
export function readNameClass(
  from: string | SchemaElement | undefined,
  ns: string,
  owner: SchemaElement,
  isAttribute: boolean,
): NameClass {
  if (typeof from === 'string') return checked(nameOf(from.trim(), ns, owner), owner, isAttribute)
  if (from === undefined) throw new SchemaError(`<${owner.local}> needs a name`, owner.position)
  return checked(read(from, ns), owner, isAttribute)
}

function read(element: SchemaElement, outer: string, within?: 'anyName' | 'nsName'): NameClass {
  const ns = element.attributes.get('ns') ?? outer
  const children = elementsOf(element)
  const { local, position } = element
  if (local === 'name') return nameOf(element.children.join('').trim(), ns, element)
  if (local === 'choice') return choiceOf(children.map((child) => read(child, ns, within)))
  if (local === 'anyName' && within !== undefined) {
    throw new SchemaError(`<anyName> cannot be excepted from <${within}>`, position)
  }
  if (local === 'nsName' && within === 'nsName')
    throw new SchemaError('<nsName> cannot be excepted from <nsName>', position)
  const kind = local === 'anyName' ? 'anyName' : 'nsName'
  const [excepted] = children
  const except =
    excepted === undefined
      ? {}
      : {
          except: choiceOf(elementsOf(excepted).map((child) => read(child, excepted.attributes.get('ns') ?? ns, kind))),
        }
  return kind === 'anyName' ? { kind, ...except } : { kind, uri: ns, ...except }
}

function choiceOf(members: readonly NameClass[]): NameClass {
  const [only, ...more] = members
  return only !== undefined && more.length === 0 ? only : { kind: 'choice', members }
}

function nameOf(text: string, ns: string, element: SchemaElement): NameClass {
  const [prefix = '', local, more] = text.includes(':') ? text.split(':') : ['', text]
  if (local === undefined || more !== undefined || !isNcName(local))
    throw new SchemaError(`"${text}" is not a name`, element.position)
  if (prefix === '') return { kind: 'name', uri: ns, local }
  const uri = element.namespaceOf(prefix)
  if (uri === undefined) throw new SchemaError(`the prefix of "${text}" is not declared`, element.position)
  return { kind: 'name', uri, local }
}

/** An attribute cannot be a namespace declaration (4.16). */
function checked(nameClass: NameClass, owner: SchemaElement, isAttribute: boolean): NameClass {
  if (isAttribute && namesDeclaration(nameClass)) {
    throw new SchemaError(
      '"xmlns" cannot be the name of an attribute: namespace declarations are not attributes',
      owner.position,
    )
  }
  return nameClass
}

function namesDeclaration(nameClass: NameClass): boolean {
  switch (nameClass.kind) {
    case 'name':
      return nameClass.uri === XMLNS || (nameClass.uri === '' && nameClass.local === 'xmlns')
    case 'nsName':
      return nameClass.uri === XMLNS || (nameClass.except !== undefined && namesDeclaration(nameClass.except))
    case 'anyName':
      return nameClass.except !== undefined && namesDeclaration(nameClass.except)
    case 'choice':
      return nameClass.members.some(namesDeclaration)
  }
}
