import { Automaton, type State } from './automaton.js'
import type { CompiledSchema } from './compile.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import {
  contentsOf,
  expectedAttributes,
  expectedElements,
  expectedTexts,
  expectedValues,
  isSame,
  listed,
  requiredAttributes,
  requiredElements,
} from './expected.js'
import type { Name } from './name-class.js'
import type { ElementPattern, Pattern } from './pattern.js'
import type { OpenElement, TagAttribute } from './tags.js'
import { Vocabulary } from './vocabulary.js'

/** An attribute, and the values of it with which something would be right. */
export interface GoesWith {
  /** The name of the element that has it, or could have it. */
  readonly on: string
  readonly attribute: string
  readonly values: readonly string[]
  /** The value that it has. */
  readonly current: string | undefined
}

/** A text with a word at its end that an attribute takes, such as a unit. */
interface SplitText {
  readonly text: string
  readonly attribute: string
  readonly value: string
}

type Given = Pick<TagAttribute, 'uri' | 'local' | 'value'>

/** Tells whether something would be right in an element, by the state inside it and the attributes that it is given. */
type Fits = (inside: State, attributes: readonly Given[]) => boolean

/** Most values of an attribute that are tried: it is a list of kinds, not of all there is. */
const MOST_VALUES = 60

/** Most states kept of those that are passed in looking for an explanation. */
const MOST_STATES = 2000

const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/**
 * Finds out what else would have to be different for something to be right, by trying it. It has an automaton of its own:
 * what does not happen in documents is not to be kept with what does.
 */
export class Explainer {
  private made: { readonly vocabulary: Vocabulary; readonly automaton: Automaton } | undefined

  constructor(private readonly schema: CompiledSchema) {}

  /** The names that the schema uses. */
  get vocabulary(): Vocabulary {
    return this.parts.vocabulary
  }

  private get automaton(): Automaton {
    return this.parts.automaton
  }

  /** Made when they are first needed: most documents are valid. */
  private get parts(): NonNullable<Explainer['made']> {
    const { schema } = this
    this.made ??= { vocabulary: new Vocabulary(schema.patterns()), automaton: new Automaton(schema, MOST_STATES) }
    return this.made
  }

  /** The name of the child that an element must come before, with which all would be right. */
  mustComeBefore(parent: OpenElement, name: Name): string | undefined {
    const children = parent.children ?? []
    for (let index = children.length - 1; index >= 0; index--) {
      const before = this.follow(parent, children.slice(0, index))
      const after = before && this.child(before, name)
      if (after && this.follow(parent, children.slice(index), after) !== undefined) return children[index]?.tag.name
    }
    return undefined
  }

  /** The name of an element that must come first. */
  mustComeAfter(parent: OpenElement, name: Name): Name | undefined {
    const state = this.follow(parent, parent.children ?? [])
    if (state === undefined) return undefined
    const allows = (next: Name): boolean => {
      const after = this.child(state, next)
      return after !== undefined && this.child(after, name) !== undefined
    }
    const p = this.automaton.pattern(state)
    return requiredElements(p).find(allows) ?? expectedElements(p).find(allows)
  }

  /** The children of a name without which an element would be right, and whether there must be such children. */
  excludes(parent: OpenElement, name: Name): { readonly name: string; readonly isRequired: boolean } | undefined {
    const children = parent.children ?? []
    for (const { tag } of children.filter(
      ({ tag }, i) => children.findIndex((other) => isSame(other.tag, tag)) === i,
    )) {
      const others = children.filter((child) => !isSame(child.tag, tag))
      const before = this.follow(parent, others)
      const after = before && this.child(before, name)
      if (after === undefined) continue
      const isRequired = requiredElements(this.automaton.pattern(after)).some((required) => isSame(required, tag))
      return { name: tag.name, isRequired }
    }
    return undefined
  }

  /** The state after some children, from the first on or from another state; undefined where one is not allowed. */
  private follow(parent: OpenElement, children: readonly OpenElement[], from?: State): State | undefined {
    let state: State | undefined = from ?? this.automaton.stateOf(parent.content.ways)
    for (const child of children) {
      state = this.child(state, child.tag, child)
      if (state === undefined) return undefined
    }
    return state
  }

  /** The state after a child; what matched of one that was read must be a part of what matches. */
  private child(state: State, name: Name, read?: OpenElement): State | undefined {
    const after = this.automaton.startTagOpenDeriv(state, name.uri, name.local)
    if (after === undefined || read === undefined) return after && this.automaton.endTagDeriv(after, [])
    const known = new Set(read.matched.length === 0 ? read.inside.ways : read.matched.map((i) => read.inside.ways[i]))
    const matched = this.automaton.inside(after).ways.flatMap((way, i) => (known.has(way) ? [i] : []))
    return matched.length === 0 ? undefined : this.automaton.endTagDeriv(after, matched)
  }

  /** Whether a content is right with nothing but a value: in an attribute, or as the text. */
  isRight(content: Pattern, name: Name | undefined, value: string, context: DatatypeContext): boolean {
    const inside = this.automaton.stateOf([content])
    const behind = name === undefined ? inside : this.attribute(inside, { ...name, value }, context)
    const closed = behind && this.automaton.startTagCloseDeriv(behind)
    return (
      closed !== undefined && this.automaton.valueMatch(closed, name === undefined ? value : '', context).length > 0
    )
  }

  /** What the text of an element can be, by the pattern of its content. */
  texts(content: Pattern): readonly string[] {
    const { automaton } = this
    return expectedTexts(automaton.pattern(automaton.ignoreMissingAttributes(automaton.stateOf([content]))))
  }

  /** With what a child goes that its parent has no use for as it is. */
  elementGoesWith(parent: OpenElement, name: Name, context: DatatypeContext): GoesWith | undefined {
    return this.goesWith(
      parent,
      given(parent),
      context,
      (inside, attributes) => this.holds(inside, attributes, name, context).length > 0,
    )
  }

  /** With what an attribute goes, whatever its value. */
  nameGoesWith(element: OpenElement, attribute: TagAttribute, context: DatatypeContext): GoesWith | undefined {
    return this.goesWith(element, given(element, attribute), context, (inside, attributes) =>
      this.allows(this.behind(inside, attributes, context), attribute),
    )
  }

  /** The names of those of these elements that take an attribute with its value. */
  takers(elements: readonly ElementPattern[], attribute: TagAttribute, context: DatatypeContext): readonly string[] {
    const takers = elements.filter(
      ({ content }) => this.attribute(this.automaton.stateOf([content]), attribute, context) !== undefined,
    )
    return [...new Set(takers.flatMap(({ name }) => listed(name).map(({ local }) => local)))]
  }

  /** With what an attribute and its value go, where another attribute decides which it can have. */
  attributeGoesWith(element: OpenElement, attribute: TagAttribute, context: DatatypeContext): GoesWith | undefined {
    return this.goesWith(
      element,
      given(element, attribute),
      context,
      (inside, attributes) =>
        this.attribute(this.behind(inside, attributes, context), attribute, context) !== undefined,
    )
  }

  /** With what all of a start tag would be right. */
  tagGoesWith(element: OpenElement, context: DatatypeContext): GoesWith | undefined {
    return this.goesWith(element, given(element), context, (inside, attributes) => {
      let state: State | undefined = inside
      for (const attribute of attributes) state &&= this.attribute(state, attribute, context)
      return state !== undefined && this.automaton.startTagCloseDeriv(state) !== undefined
    })
  }

  /** With what the text of an element would be right. */
  textGoesWith(element: OpenElement, text: string, context: DatatypeContext): GoesWith | undefined {
    return this.goesWith(element, given(element), context, (inside, attributes) => {
      const closed = this.automaton.ignoreMissingAttributes(this.behind(inside, attributes, context))
      return this.automaton.valueMatch(closed, text, context).length > 0
    })
  }

  /** The name of another attribute of an element that one of its attributes cannot be used with. */
  excludesAttribute(element: OpenElement, attribute: TagAttribute, context: DatatypeContext): string | undefined {
    const inside = this.automaton.stateOf(element.inside.ways)
    if (!this.allows(inside, attribute)) return undefined
    const others = given(element, attribute)
    const other = others.find((one) =>
      this.allows(
        this.behind(
          inside,
          others.filter((rest) => rest !== one),
          context,
        ),
        attribute,
      ),
    )
    return element.tag.attributes.find((one) => other !== undefined && isSame(one, other))?.name
  }

  /** How to write the text of an element in another way, with which it would be right: in an attribute, or partly. */
  rewrittenElement(
    element: OpenElement,
    text: string,
    takesText: boolean,
    context: DatatypeContext,
  ): string | undefined {
    const { tag, parent } = element
    const split = this.splitOff(element, text, context)
    if (split !== undefined) return `write <${tag.name} ${split.attribute}="${split.value}">${split.text}</${tag.name}>`
    if (takesText) return undefined
    if (parent !== undefined && this.hasAttribute(parent, tag.local, text, context)) {
      return `write it as an attribute: <${parent.tag.name} ${tag.local}="${text}">`
    }
    const name = text.length > MOST_VALUES ? undefined : this.attributeFor(element, text, context)
    return name === undefined ? undefined : `write it as an attribute: <${tag.name} ${name}="${text}">`
  }

  /** A text whose end an attribute of its element takes, and whose beginning the element takes then. */
  private splitOff(element: OpenElement, text: string, context: DatatypeContext): SplitText | undefined {
    const [, number = '', word = ''] = /^\s*(\d+)\s*([A-Za-z]{1,8})\s*$/.exec(text) ?? []
    if (number === '') return undefined
    const state = this.behind(this.automaton.stateOf(element.inside.ways), given(element), context)
    for (const name of expectedAttributes(this.automaton.pattern(state))) {
      for (const value of [word, `${word}iB`, `${word}B`]) {
        const with_ = this.attribute(state, { ...name, value }, context)
        const closed = with_ && this.automaton.ignoreMissingAttributes(with_)
        if (closed && this.automaton.valueMatch(closed, number, context).length > 0) {
          return { text: number, attribute: name.local, value }
        }
      }
    }
    return undefined
  }

  /** The only attribute that an element could have besides those that it has, and that a text says something in particular to. */
  private attributeFor(element: OpenElement, text: string, context: DatatypeContext): string | undefined {
    const state = this.behind(this.automaton.stateOf(element.inside.ways), given(element), context)
    const names = expectedAttributes(this.automaton.pattern(state)).filter((name) => {
      const after = this.automaton.startAttributeDeriv(state, name.uri, name.local)
      const inside = after && this.automaton.inside(after)
      if (inside === undefined || expectedTexts(this.automaton.pattern(inside)).includes('text')) return false
      return this.automaton.valueMatch(inside, text.trim(), context).length > 0
    })
    return names.length === 1 ? names[0]?.local : undefined
  }

  /** Whether an element could have an attribute with this value. */
  private hasAttribute(element: OpenElement, local: string, value: string, context: DatatypeContext): boolean {
    const inside = this.automaton.stateOf(element.inside.ways)
    return this.attribute(inside, { uri: '', local, value }, context) !== undefined
  }

  /** An attribute of the element, or of one around it, with another value of which it would fit. */
  private goesWith(
    element: OpenElement,
    attributes: readonly Given[],
    context: DatatypeContext,
    fits: Fits,
    levels = 3,
  ): GoesWith | undefined {
    const own = this.vary(element, attributes, fits)
    const { parent, tag } = element
    if (own !== undefined || parent === undefined || levels === 1) return own
    const fitsAround: Fits = (inside, around) => {
      const contents = this.holds(inside, around, tag, context)
      return contents.length > 0 && fits(this.automaton.stateOf(contents), attributes)
    }
    return this.goesWith(parent, given(parent), context, fitsAround, levels - 1)
  }

  private vary(element: OpenElement, attributes: readonly Given[], fits: Fits): GoesWith | undefined {
    const inside = this.automaton.stateOf(element.inside.ways)
    // What fits as it is needs no other value.
    if (fits(inside, attributes)) return undefined
    for (const { name, values } of this.kinds(inside)) {
      const current = attributes.find((attribute) => isSame(attribute, name))?.value
      const others = attributes.filter((attribute) => !isSame(attribute, name))
      const right = values.filter((value) => value !== current?.trim() && fits(inside, [{ ...name, value }, ...others]))
      if (right.length > 0) return { on: element.tag.name, attribute: name.local, values: right, current }
    }
    return undefined
  }

  /** The attributes that an element can have whose values are listed: those that it must have first, then those of many values. */
  private kinds(inside: State): readonly { readonly name: Name; readonly values: readonly string[] }[] {
    const p = this.automaton.pattern(inside)
    const required = requiredAttributes(p)
    const isIn = (names: readonly Name[], name: Name): boolean => names.some((other) => isSame(other, name))
    const rank = (name: Name): number => (isIn(required, name) ? 1 : 0)
    return expectedAttributes(p)
      .flatMap((name) => {
        const after = this.automaton.startAttributeDeriv(inside, name.uri, name.local)
        const values = after === undefined ? [] : expectedValues(this.automaton.pattern(this.automaton.inside(after)))
        return values.length < 2 || values.length > MOST_VALUES ? [] : [{ name, values }]
      })
      .sort((a, b) => rank(b.name) - rank(a.name) || b.values.length - a.values.length)
  }

  /** The state behind some attributes; those that are not allowed, or whose value is not, are passed over. */
  private behind(inside: State, attributes: readonly Given[], context: DatatypeContext): State {
    let state = inside
    for (const attribute of attributes) state = this.attribute(state, attribute, context) ?? state
    return state
  }

  private attribute(state: State, { uri, local, value }: Given, context: DatatypeContext): State | undefined {
    const after = this.automaton.startAttributeDeriv(state, uri, local)
    if (after === undefined) return undefined
    const matched = this.automaton.valueMatch(this.automaton.inside(after), value, context)
    return matched.length === 0 ? undefined : this.automaton.endTagDeriv(after, matched)
  }

  private allows(state: State, { uri, local }: Name): boolean {
    return this.automaton.startAttributeDeriv(state, uri, local) !== undefined
  }

  /** What elements of a name hold in an element. */
  private holds(inside: State, attributes: readonly Given[], name: Name, context: DatatypeContext): readonly Pattern[] {
    const { automaton } = this
    const state = this.behind(inside, attributes, context)
    const closed = automaton.startTagCloseDeriv(state) ?? automaton.ignoreMissingAttributes(state)
    return contentsOf(automaton.pattern(closed), name)
  }
}

/** The attributes of an element, without one of them. */
function given({ tag }: OpenElement, without?: TagAttribute): readonly TagAttribute[] {
  return tag.attributes.filter((attribute) => attribute !== without && attribute.uri !== XMLNS_URI)
}
