import { quote, type Report } from '../../diagnostics/index.js'
import { childElements, textOf, type XmlElement } from '../../xml/index.js'
import type { XmlFormat } from '../format.js'
import { identifyObject } from './identify.js'
import type { Instance, Property } from './instance.js'
import type { HypervReadOptions } from './options.js'
import { readXmlInstances, startTag, textProperty, type XmlSource, xmlInstance } from './xml-instances.js'

/** The namespace of serialized objects. */
const CLIXML_NAMESPACE = 'http://schemas.microsoft.com/powershell/2004/04'

/** `Export-Clixml` of `Get-VM` or of `Get-CimInstance … Msvm_VirtualSystemSettingData` (the form is that of MS-PSRP 2.2.5). */
export const clixmlFormat = {
  id: 'clixml',
  description: 'Export-Clixml of Get-VM or of Get-CimInstance … Msvm_VirtualSystemSettingData',
  syntax: 'xml',
  recognises: ({ uri }) => uri === CLIXML_NAMESPACE,
  read: (document, options: HypervReadOptions) =>
    readXmlInstances(document, options, {
      format: 'clixml',
      instances: instancesAt,
      identify: (instance) => identifyObject(instance, options),
    }),
} as const satisfies XmlFormat

/** What the objects of a document refer to. */
interface Objects {
  /** Objects by RefId, for `<Ref>`. */
  readonly byId: ReadonlyMap<string, XmlElement>
  /** The names of types by RefId, for `<TNRef>`. */
  readonly typeNames: ReadonlyMap<string, XmlElement>
  readonly report: Report
}

function instancesAt(roots: readonly XmlElement[], { report }: XmlSource): readonly Instance[] {
  const all = roots.flatMap(withDescendants)
  const byRefId = (local: string): ReadonlyMap<string, XmlElement> =>
    new Map(
      all
        .filter((element) => element.local === local && element.attributes['RefId'] !== undefined)
        .map((element) => [element.attributes['RefId'] ?? '', element]),
    )
  const objects: Objects = { byId: byRefId('Obj'), typeNames: byRefId('TN'), report }
  return instancesIn(roots.flatMap(childElements), objects)
}

/** Not recursive, because a document may be as deep as the parser allows. */
function withDescendants(root: XmlElement): readonly XmlElement[] {
  const all = [root]
  for (const element of all) for (const child of childElements(element)) all.push(child)
  return all
}

/** Containers of other objects: lists, stacks, queues and other enumerable types. */
const LISTS = ['LST', 'STK', 'QUE', 'IE']

/** Not recursive, for the same reason. */
function instancesIn(elements: readonly XmlElement[], objects: Objects): readonly Instance[] {
  const found: Instance[] = []
  const waiting = elements.toReversed()
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    const list = childElements(element).find(({ local }) => LISTS.includes(local))
    if (list !== undefined) for (const item of childElements(list).toReversed()) waiting.push(item)
    else if (element.local === 'Obj') found.push(instanceOf(element, objects))
    // What a <Ref> refers to is elsewhere in the document.
    else if (element.local !== 'Ref') {
      const message = `expected a machine, not <${quote(element.local).slice(1, -1)}>`
      objects.report({ code: 'VL305', message, hint: 'export whole objects' }, startTag(element))
    }
  }
  return found
}

function instanceOf(element: XmlElement, objects: Objects): Instance {
  const bags = childElements(element).filter(({ local }) => local === 'Props' || local === 'MS')
  const properties = bags
    .flatMap(childElements)
    .map((child) => [decoded(child.attributes['N'] ?? ''), propertyOf(child, objects)] as const)
  return xmlInstance(element, classOf(element, objects), properties)
}

/** The CIM class among the names of an object's type, such as `…CimInstance#root/virtualization/v2/Msvm_…`. */
function classOf(element: XmlElement, { typeNames, report }: Objects): string | undefined {
  const own = childElements(element).find(({ local }) => local === 'TN')
  const reference = childElements(element).find(({ local }) => local === 'TNRef')
  const names = own ?? typeNames.get(reference?.attributes['RefId'] ?? '')
  if (names === undefined && reference !== undefined) {
    const message = 'this object refers to a type that is not in this document'
    report({ code: 'VL317', message, hint: WHOLE_FILE }, startTag(reference))
  }
  const classes = (names === undefined ? [] : childElements(names)).map(
    (name) => /[/\\:]((?:Msvm|CIM)_\w+)$/.exec(textOf(name))?.[1],
  )
  return classes.find((name) => name !== undefined)
}

/** Elements with integers. */
const NUMBERS = ['SB', 'By', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64']

/** Elements with texts, durations, GUIDs and the like. */
const TEXTS = ['S', 'TS', 'G', 'DT', 'Version', 'URI']

function propertyOf(element: XmlElement, objects: Objects): Property {
  const { local } = element
  const range = startTag(element)
  if (local === 'Nil') return { value: null, shown: 'null', range }
  if (local === 'B') return { value: textOf(element).trim() === 'true', shown: textOf(element).trim(), range }
  if (NUMBERS.includes(local)) return textProperty(element, true)
  if (TEXTS.includes(local)) {
    const text = textProperty(element, false)
    const value = decoded(String(text.value))
    return { ...text, value, shown: `the text ${quote(value)}` }
  }
  if (local === 'Ref') {
    const referred = objects.byId.get(element.attributes['RefId'] ?? '')
    if (referred !== undefined) return { ...valueOfObject(referred), range }
    return { value: {}, shown: 'a reference to an object that is not in this document', range }
  }
  return valueOfObject(element)
}

/**
 * An object as a value: the number and the name of an enumeration, as ConvertTo-Json writes one from a remote session; the
 * duration of a TimeSpan; others are opaque.
 */
function valueOfObject(element: XmlElement): Property {
  const children = childElements(element)
  const primitive = children.find(({ local }) => NUMBERS.includes(local) || local === 'TS')
  if (primitive === undefined) return { value: {}, shown: 'an object', range: startTag(element) }
  const property = textProperty(primitive, primitive.local !== 'TS')
  const text = children.find(({ local }) => local === 'ToString')
  const name = text === undefined ? '' : decoded(textOf(text)).trim()
  if (typeof property.value !== 'number' || name === '' || name === String(property.value)) return property
  const { value } = property
  return { ...property, value: { value, Value: name }, shown: `${value} (${quote(name).slice(1, -1)})` }
}

const WHOLE_FILE = 'is it the whole file that Export-Clixml wrote?'

/** Decode escapes: `_x000A_` is U+000A, and `_x005F_` is an underscore that would otherwise begin an escape. */
function decoded(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
