import { SourceText } from '../../src/diagnostics/index.js'
import { childElements, parseXml, type XmlElement } from '../../src/xml/index.js'

/** Numbers that look random and are the same for the same seed: mulberry32, 0 up to but not including `below`. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** Values that a schema of machines could mind. */
const VALUES = ['', ' ', 'yes', 'no', 'on', '0', '1', '-1', '65536', '4294967296', 'a', 'a b', '0x1f', '1.5', 'b\u00e9']
const NAMES = ['name', 'devices', 'disk', 'on_crash', 'memory', 'type', 'unknown', 'source', 'address']

/**
 * A document with one small fault, or what happens to be none; undefined for a text that is no XML, and where the result
 * would be none (libxml2 goes on where a prefix is not declared, we do not).
 */
export function mutate(text: string, random: (below: number) => number): string | undefined {
  const mutant = change(text, random)
  if (mutant === undefined || mutant === text) return undefined
  return 'diagnostic' in parseXml(new SourceText('', mutant), { keep: () => false }) ? undefined : mutant
}

function change(text: string, random: (below: number) => number): string | undefined {
  const parsed = parseXml(new SourceText('', text), { keep: () => true })
  if ('diagnostic' in parsed) return undefined
  const elements = all(parsed.root)
  const pick = <T>(items: readonly T[]): T | undefined => items[random(items.length)]
  const element = pick(elements)
  if (element === undefined) return undefined
  const { start, end, openEnd, closeStart, selfClosing, name } = element
  const whole = text.slice(start, end)
  const replace = (from: number, to: number, content: string): string => text.slice(0, from) + content + text.slice(to)
  const attribute = pick(element.attributeNodes)
  switch (random(14)) {
    case 0: {
      const other = pick(NAMES) ?? name
      const renamed = replace(start + 1, start + 1 + name.length, other)
      const shift = other.length - name.length
      return selfClosing
        ? renamed
        : `${renamed.slice(0, closeStart + shift + 2)}${other}${renamed.slice(closeStart + shift + 2 + name.length)}`
    }
    case 1:
      return element === parsed.root ? undefined : replace(start, end, '')
    case 2:
      return element === parsed.root ? undefined : replace(end, end, whole)
    case 3: {
      const target = pick(elements.filter((other) => other.start < start && other.end > end && !other.selfClosing))
      if (target === undefined) return undefined
      return text.slice(0, target.openEnd) + whole + text.slice(target.openEnd, start) + text.slice(end)
    }
    case 4:
      return attribute === undefined ? undefined : replace(attribute.valueStart, attribute.valueEnd, pick(VALUES) ?? '')
    case 5:
      return attribute === undefined ? undefined : replace(attribute.start, attribute.end, '')
    case 6:
      return replace(start + 1 + name.length, start + 1 + name.length, ` ${pick(NAMES)}x="${pick(VALUES)}"`)
    case 7: {
      // To where it follows or precedes any other element that is not in it.
      const target = pick(
        elements.filter((other) => other !== parsed.root && (other.end <= start || other.start >= end)),
      )
      if (target === undefined || element === parsed.root) return undefined
      return moved(text, element, random(2) === 0 ? target.start : target.end)
    }
    case 8: {
      const sibling = pick(siblingsOf(element, elements))
      return sibling === undefined ? undefined : moved(text, element, random(2) === 0 ? sibling.start : sibling.end)
    }
    case 9: {
      const other = pick(element.attributeNodes)
      if (attribute === undefined || other === undefined || other.start <= attribute.start) return undefined
      const [first, second] = [attribute, other].map((one) => text.slice(one.start, one.end))
      return `${text.slice(0, attribute.start)}${second}${text.slice(attribute.end, other.start)}${first}${text.slice(other.end)}`
    }
    case 10: {
      const declared = ` xmlns:m="${pick(['', 'urn:m', element.uri]) || 'urn:n'}"`
      const renamed = replace(start + 1, start + 1 + name.length, `m:${name}${declared}`)
      const shift = 2 + declared.length
      return selfClosing
        ? renamed
        : `${renamed.slice(0, closeStart + shift + 2)}m:${renamed.slice(closeStart + shift + 2)}`
    }
    case 11: {
      if (childElements(element).length > 0 || selfClosing || text.slice(openEnd, closeStart).includes('<'))
        return undefined
      const at = openEnd + random(closeStart - openEnd + 1)
      return replace(at, closeStart, `${pick(['', '<!-- a -->', '<?a?>'])}<![CDATA[${text.slice(at, closeStart)}]]>`)
    }
    case 12: {
      if (attribute === undefined) return undefined
      const { valueStart, valueEnd } = attribute
      const space = pick(['&#9;', '&#10;', '&#13;', '&#32;', ' ']) ?? ''
      return random(2) === 0 ? replace(valueStart, valueStart, space) : replace(valueEnd, valueEnd, space)
    }
    case 13: {
      const isText = childElements(element).length === 0 && !selfClosing
      const [from, to] = isText ? [openEnd, closeStart] : [attribute?.valueStart ?? 0, attribute?.valueEnd ?? 0]
      const at = from + random(Math.max(1, to - from))
      if (to === from || text.slice(from, to).includes('&') || text.slice(from, to).includes('<')) return undefined
      return replace(
        at,
        at + 1,
        random(2) === 0 ? `&#${text.charCodeAt(at)};` : `&#x${text.charCodeAt(at).toString(16)};`,
      )
    }
    default:
      return selfClosing
        ? undefined
        : replace(openEnd, childElements(element).length === 0 ? closeStart : openEnd, pick(VALUES) ?? '')
  }
}

/** A text with an element at another offset. */
function moved(text: string, { start, end }: XmlElement, to: number): string {
  const whole = text.slice(start, end)
  return to <= start
    ? text.slice(0, to) + whole + text.slice(to, start) + text.slice(end)
    : text.slice(0, start) + text.slice(end, to) + whole + text.slice(to)
}

function siblingsOf(element: XmlElement, elements: readonly XmlElement[]): readonly XmlElement[] {
  const parent = elements.find((other) => childElements(other).includes(element))
  return parent === undefined ? [] : childElements(parent).filter((other) => other !== element)
}

function all(root: XmlElement): readonly XmlElement[] {
  const found = [root]
  for (const element of found) for (const child of childElements(element)) found.push(child)
  return found
}
