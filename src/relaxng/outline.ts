import { type DescribeDefinition, elementsIn, expectedTexts, listed } from './expected.js'
import { contains, type Name } from './name-class.js'
import type { Pattern } from './pattern.js'

/** An element with all that it must have, as it would be written. What has no single value is `…`. */
export interface Outline {
  readonly text: string
  /** For each `…`, what can be written there, in words; empty where nothing is known of it. */
  readonly holes: readonly (readonly string[])[]
}

/** Writes the name of an element or attribute, with its prefix. */
export type ShowName = (name: Name) => string

/** What must be in an element, or on it. */
interface Need extends Outline {
  readonly kind: 'attribute' | 'element' | 'text'
  readonly name?: Name
}

/** Most elements inside one another that are written. */
const MOST_LEVELS = 3

const HOLE = '…'

/** Writes elements in short, by what the schema demands. */
export class Outlines {
  constructor(
    private readonly show: ShowName,
    private readonly describe: DescribeDefinition | undefined,
  ) {}

  /** An element of this name that a content can have; undefined where what it must have is open. */
  elementIn(content: Pattern, name: Name): Outline | undefined {
    return this.same(
      elementsIn(content).filter((element) => contains(element.name, name)),
      name,
      MOST_LEVELS,
    )
  }

  /** An element in which a value has the only place that must be filled, and the name of the attribute if it is one. */
  elementWith(
    value: string,
    inside: Pattern,
    name: Name,
  ): { readonly outline: Outline; readonly attribute?: Name } | undefined {
    const needs = this.needsOf(inside, MOST_LEVELS)
    const [need, ...more] = needs ?? []
    if (need === undefined || more.length > 0 || need.kind === 'element') return undefined
    const filled = { ...need, text: value, holes: [] }
    const outline = this.written(name, [filled])
    return need.name === undefined ? { outline } : { outline, attribute: need.name }
  }

  /** The one way to write elements of a name; undefined where they differ in what they need. */
  private same(elements: readonly { readonly content: Pattern }[], name: Name, levels: number): Outline | undefined {
    if (levels === 0) return undefined
    const needs = this.common(elements.map(({ content }) => this.needsOf(content, levels)))
    return needs && this.written(name, needs)
  }

  private written(name: Name, needs: readonly Need[]): Outline {
    const tag = this.show(name)
    const attributes = needs.filter(({ kind }) => kind === 'attribute')
    const content = needs.filter(({ kind }) => kind !== 'attribute')
    const start = [tag, ...attributes.map((need) => `${need.name && this.show(need.name)}="${need.text}"`)].join(' ')
    const inside = content.map(({ text }) => text).join('')
    return {
      text: inside === '' ? `<${start}/>` : `<${start}>${inside}</${tag}>`,
      holes: [...attributes, ...content].flatMap(({ holes }) => holes),
    }
  }

  /** What there must be; undefined where alternatives leave that open. */
  private needsOf(p: Pattern, levels: number): readonly Need[] | undefined {
    if (p.nullable) return []
    switch (p.kind) {
      case 'attribute':
      case 'element': {
        const [name] = listed(p.name)
        if (name === undefined) return undefined
        const outline = p.kind === 'attribute' ? this.value(p.content) : this.same([p], name, levels - 1)
        return outline && [{ ...outline, kind: p.kind, name }]
      }
      case 'value':
      case 'data':
      case 'list':
        return [{ ...this.value(p), kind: 'text' }]
      case 'oneOrMore':
        return this.needsOf(p.content, levels)
      case 'group':
        return together([this.needsOf(p.first, levels), this.needsOf(p.rest, levels)])
      case 'interleave':
        return together(p.members.map((member) => this.needsOf(member, levels)))
      case 'choice':
        return this.common(p.members.map((member) => this.needsOf(member, levels)))
      default:
        return undefined
    }
  }

  /** What the alternatives need that need least, if all others need that and more. */
  private common(all: readonly (readonly Need[] | undefined)[]): readonly Need[] | undefined {
    const known = all.filter((needs) => needs !== undefined)
    const [least] = known.toSorted((a, b) => a.length - b.length)
    if (least === undefined || known.length < all.length) return undefined
    const like = (need: Need, needs: readonly Need[]): Need | undefined =>
      needs.find((other) => keyOf(other) === keyOf(need))
    if (!known.every((needs) => least.every((need) => like(need, needs) !== undefined))) return undefined
    const equal = known.filter((needs) => needs.length === least.length)
    const needs = least.map((need) => {
      const others = equal.map((other) => like(need, other))
      if (others.every((other) => other?.text === need.text)) return need
      if (need.kind === 'element') return undefined
      return { ...need, text: HOLE, holes: [unique(others.flatMap((other) => this.rulesOf(other)))] }
    })
    return together(needs.map((need) => need && [need]))
  }

  private rulesOf(need: Need | undefined): readonly string[] {
    if (need === undefined) return []
    return need.text === HOLE ? need.holes.flat() : [`"${need.text}"`]
  }

  /** The value of an attribute, or the text of an element. */
  private value(p: Pattern): Outline {
    const rules = expectedTexts(p, this.describe)
    const [rule = ''] = rules
    if (rules.length === 1 && rule.startsWith('"')) return { text: rule.slice(1, -1), holes: [] }
    return { text: HOLE, holes: [rules.some((one) => /^text\b/.test(one)) ? [] : rules] }
  }
}

function together(parts: readonly (readonly Need[] | undefined)[]): readonly Need[] | undefined {
  const known = parts.filter((part) => part !== undefined)
  if (known.length < parts.length) return undefined
  return [...new Map(known.flat().map((need) => [keyOf(need), need])).values()]
}

function keyOf({ kind, name }: Need): string {
  return name === undefined ? kind : `${kind} ${name.local} ${name.uri}`
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
