import type { Automaton, State } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import {
  childrenOf,
  contentsOf,
  type DescribeDefinition,
  elementsIn,
  expectedTexts,
  listed,
  requiredAttributes,
  unique,
} from './expected.js'
import type { Explainer } from './explainer.js'
import { anyOf } from './messages.js'
import type { Name } from './name-class.js'
import { type Outline, Outlines, type ShowName } from './outline.js'
import type { Pattern } from './pattern.js'
import { either } from './phrases.js'
import { isNo } from './suggest.js'
import type { OpenElement, TagAttribute } from './tags.js'

/** Most elements that a hint writes out. */
const MOST_OUTLINED = 3

/** Text that can be written as it is in an attribute or an element. */
const PLAIN = /^[^<>&"]{1,60}$/

/** Says how to write what is missing, or what is in another form than it should be. What is undefined is not known. */
export class Advice {
  private readonly outlines: Outlines

  constructor(
    private readonly automaton: Automaton,
    private readonly explainer: Explainer,
    private readonly show: ShowName,
    private readonly describe: DescribeDefinition | undefined,
  ) {
    this.outlines = new Outlines(show, describe)
  }

  /** How to write an attribute as an element in its element, if there are such elements. */
  asElement(element: OpenElement, attribute: TagAttribute, context: DatatypeContext): string | undefined {
    const { local, value } = attribute
    const name: Name = { uri: '', local }
    const inside = this.automaton.pattern(element.inside)
    if (!childrenOf(inside).includes(local)) return undefined
    const owner = `<${element.tag.name}>`
    const contents = contentsOf(inside, name)
    const filled = contents.flatMap((content) => {
      const found = PLAIN.test(value) ? this.outlines.elementWith(value, content, name) : undefined
      return found !== undefined && this.explainer.isRight(content, found.attribute, value, context)
        ? [found.outline]
        : []
    })
    const isText =
      PLAIN.test(value) && contents.some((content) => this.explainer.isRight(content, undefined, value, context))
    const outline = filled[0] ?? this.outlines.elementIn(inside, name)
    const text = isText ? `<${local}>${value}</${local}>` : (outline?.text ?? `<${local}>`)
    if (text === `<${local}/>` && isNo(value)) return `remove it; as an element in ${owner}, ${text} means yes`
    return `write it as an element in ${owner}: ${text}`
  }

  /** How to write the value of an attribute as the text of its element. */
  asText({ tag, inside }: OpenElement, { value }: TagAttribute, context: DatatypeContext): string | undefined {
    const p = this.automaton.pattern(inside)
    const found = PLAIN.test(value) ? this.outlines.elementWith(value, p, tag) : undefined
    if (found === undefined || found.attribute !== undefined) return undefined
    const isRight = this.explainer.isRight(p, undefined, value, context)
    return isRight ? `remove it; the value is the text of the element: ${found.outline.text}` : undefined
  }

  /** The only attribute that is missing, if the value of another one is right for it, and says something in particular. */
  missingWith(state: State, { value }: TagAttribute, context: DatatypeContext): string | undefined {
    const missing = only(requiredAttributes(this.automaton.pattern(state)))
    const inside = missing && this.insideOf(state, missing)
    if (inside === undefined || expectedTexts(this.automaton.pattern(inside)).includes('text')) return undefined
    return this.automaton.valueMatch(inside, value, context).length > 0 ? missing?.local : undefined
  }

  private insideOf(state: State, name: Name): State | undefined {
    const after = this.automaton.startAttributeDeriv(state, name.uri, name.local)
    return after && this.automaton.inside(after)
  }

  /** What an attribute can be, if that is not any text. */
  rulesOf(state: State, name: Name): string | undefined {
    const inside = this.insideOf(state, name)
    const rules = inside === undefined ? [] : expectedTexts(this.automaton.pattern(inside), this.describe)
    return rules.length === 0 || rules.some((rule) => /^text\b/.test(rule))
      ? undefined
      : `"${name.local}" is ${anyOf(rules, '')}`
  }

  /** The one element that takes an attribute, with it. */
  writtenOn(
    container: OpenElement,
    names: readonly string[],
    { name, local, value }: TagAttribute,
  ): string | undefined {
    const taker = only(names)
    const inside = this.automaton.pattern(container.content)
    const outline = taker === undefined ? undefined : this.outlines.elementIn(inside, { uri: '', local: taker })
    if (outline === undefined || !PLAIN.test(value)) return undefined
    const given = `${name}="${value}"`
    const filled = outline.text.replace(`${local}="…"`, given)
    if (filled !== outline.text) return filled
    return outline.text === `<${taker}/>` ? `<${taker} ${given}/>` : undefined
  }

  /** The only element that a text is right for: one whose schema lists the text, else one that does not take any text. */
  inElement({ content }: OpenElement, text: string, context: DatatypeContext): string | undefined {
    if (!PLAIN.test(text)) return undefined
    const takers = elementsIn(this.automaton.pattern(content)).flatMap(({ name, content: inside }) => {
      const texts = this.explainer.texts(inside)
      const isRight = !texts.includes('text') && this.explainer.isRight(inside, undefined, text, context)
      return isRight ? [{ name, isListed: texts.includes(`"${text}"`) }] : []
    })
    const lists = takers.filter(({ isListed }) => isListed)
    const names = unique((lists.length > 0 ? lists : takers).flatMap(({ name }) => listed(name)))
    const name = only(names)
    return name && `write <${this.show(name)}>${text}</${this.show(name)}>`
  }

  /** How to write what is missing. */
  outlined(p: Pattern, missing: readonly Name[]): string | undefined {
    const outlines = missing.map((name) => this.outlines.elementIn(p, name))
    const known = outlines.filter((outline) => outline !== undefined)
    if (known.length === 0 || known.length < missing.length || known.length > MOST_OUTLINED) return undefined
    const added = `add ${either(
      known.map(({ text }) => text),
      'and',
    )}`
    const rules = only(known.flatMap(({ holes }: Outline) => holes)) ?? []
    return rules.length === 0 ? added : `${added}, where … is ${anyOf(rules, '')}`
  }
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}
