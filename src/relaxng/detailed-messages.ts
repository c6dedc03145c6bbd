import { Advice } from './advice.js'
import type { Automaton, State } from './automaton.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import {
  attributesIn,
  contentsOf,
  type DescribeDefinition,
  definitionsIn,
  elementsIn,
  expectedAttributes,
  expectedElements,
  expectedTexts,
  expectedValues,
  isSame,
  listed,
  requiredAttributes,
  requiredElements,
  takersOf,
  unique,
} from './expected.js'
import { Explainer, type GoesWith } from './explainer.js'
import {
  ANY_NAME,
  cut,
  type ElementMessage,
  type Message,
  type Messages,
  missingAttributes,
  missingElements,
  type Surroundings,
  textBesideElements,
  wrongText,
} from './messages.js'
import type { Name } from './name-class.js'
import type { Pattern } from './pattern.js'
import { needed, quoted, tags, valuesOf, waysOut } from './phrases.js'
import { rewritten } from './rewrite.js'
import { begunBy, isSlip, meantBy, oneOf, type Synonyms } from './suggest.js'
import type { OpenElement, StartTag, TagAttribute } from './tags.js'
import { isBlank } from './value-match.js'

/** The words of a schema's users. */
export interface Words {
  /** Says what the text of a named pattern of the schema must be, such as "an absolute path". */
  readonly describeDefinition?: DescribeDefinition
  /** Usual prefixes and their namespaces. */
  readonly prefixes?: ReadonlyMap<string, string>
  /** Other words that people use for names and values of the schema. */
  readonly synonyms?: Synonyms
  /** Says how to write a text that a named pattern of the schema refuses; undefined where that pattern is not the one meant. */
  readonly explainText?: (definition: string, text: string) => string | undefined
  /** What is usually right for an attribute that is missing, by "element/attribute": it follows "add". */
  readonly usual?: ReadonlyMap<string, string>
}

/** Most messages kept. */
const MOST_KEPT = 1000

/** Most places that a hint names. */
const MOST_OWNERS = 4

/** Most alternatives that a message names where its hint has the answer. */
const MOST_BESIDE_HINT = 5

/** Makes messages that say what was probably meant, where something belongs and what it goes with. */
export function detailedMessages(words: Words = {}): (automaton: Automaton) => Messages {
  return (automaton) => new DetailedMessages(automaton, words)
}

/** Messages that say what was probably meant, where something belongs and what it goes with. */
class DetailedMessages implements Messages {
  /** Of elements that are not known, for a mistake is often made many times. */
  private readonly kept = new Map<string, ElementMessage>()
  private readonly explainer: Explainer
  private readonly advice: Advice

  constructor(
    private readonly automaton: Automaton,
    private readonly words: Words,
  ) {
    this.explainer = new Explainer(automaton.schema)
    const { describeDefinition } = words
    const show = (name: Name): string => this.shown([name], undefined).join()
    this.advice = new Advice(automaton, this.explainer, show, describeDefinition)
  }

  elementNotAllowed(
    state: State,
    tag: StartTag,
    parent: OpenElement | undefined,
    { isExplained, context }: Surroundings,
  ): ElementMessage {
    const known = this.explainer.vocabulary.element(tag.local)
    if (known !== undefined && parent !== undefined && isExplained) {
      const message = this.knownElement(state, tag, parent, context)
      const isMisspelt = message.meant !== undefined && message.meant !== ANY
      const inside = isMisspelt ? [] : this.contents(tag, parent)
      return inside.length === 0 ? message : { ...message, inside }
    }
    const p = this.automaton.pattern(state)
    const key = `${p.id} ${tag.uri} ${tag.name} ${parent?.tag.name} ${isExplained}`
    const found = this.kept.get(key)
    if (found !== undefined) return found
    const made = this.unknownElement(p, tag, parent)
    if (this.kept.size >= MOST_KEPT) this.kept.clear()
    this.kept.set(key, made)
    return made
  }

  /** What elements of a name hold in this parent, or in one around it. */
  private contents(tag: StartTag, parent: OpenElement): readonly Pattern[] {
    const here = contentsOf(this.automaton.pattern(parent.inside), tag)
    if (here.length > 0) return here
    return this.ownersOf(tag, parent).flatMap(({ content }) => contentsOf(content, tag))
  }

  /** The elements around it, and those that can be beside it, that an element can be in. */
  private ownersOf(
    tag: StartTag,
    parent: OpenElement,
  ): readonly { readonly name: string; readonly content: Pattern }[] {
    // A place for names of any other application is one for those only.
    const takes = (content: Pattern): boolean =>
      tag.uri === ''
        ? elementsIn(content).some((element) => listed(element.name).some((name) => isSame(name, tag)))
        : contentsOf(content, tag).length > 0
    const beside = elementsIn(this.automaton.pattern(parent.inside)).flatMap(({ name, content }) =>
      takes(content) ? listed(name).map(({ local }) => ({ name: local, content })) : [],
    )
    const owners = beside.filter(({ name }) => name !== parent.tag.local)
    for (let at = parent.parent; at !== undefined; at = at.parent) {
      const content = this.automaton.pattern(at.inside)
      if (takes(content)) owners.push({ name: at.tag.name, content })
    }
    return owners
  }

  private knownElement(state: State, tag: StartTag, parent: OpenElement, context: DatatypeContext): Message {
    const { automaton, explainer } = this
    const { name } = tag
    const container = `<${parent.tag.name}>`
    if (contentsOf(automaton.pattern(parent.content), tag).length > 0) {
      const next = explainer?.mustComeBefore(parent, tag)
      if (next !== undefined) return { message: `<${name}> must come before <${next}> in ${container}` }
      const earlier = parent.children?.filter((child) => isSame(child.tag, tag)).length ?? 0
      if (earlier > 0) {
        return earlier === 1
          ? { message: `duplicate <${name}> in ${container}; only one is allowed`, hint: 'keep one of them' }
          : { message: `too many <${name}> elements in ${container}` }
      }
      const first = explainer?.mustComeAfter(parent, tag)
      if (first !== undefined) {
        return { message: `<${name}> must come after <${this.shown([first], parent)}> in ${container}` }
      }
      const other = explainer?.excludes(parent, tag)
      if (other?.isRequired) return { message: `<${name}> does not go with this <${other.name}> in ${container}` }
      if (other !== undefined) {
        return { message: `<${name}> and <${other.name}> exclude each other in ${container}`, hint: 'keep one of them' }
      }
    } else {
      const goesWith = explainer?.elementGoesWith(parent, tag, context)
      if (goesWith !== undefined) {
        const hint = waysOut(goesWith, parent.tag.name, 'remove', `<${name}>`)
        return { message: `<${name}> needs ${needed(goesWith)}`, hint, meant: ANY }
      }
    }
    return this.unknownElement(automaton.pattern(state), tag, parent)
  }

  private unknownElement(p: Pattern, tag: StartTag, parent: OpenElement | undefined): Message {
    const { name, local } = tag
    const inside = parent === undefined ? p : this.automaton.pattern(parent.inside)
    const foreign = this.wrongNamespace(tag, parent)
    if (foreign !== undefined) return foreign
    const could = unique(elementsIn(inside).flatMap((element) => listed(element.name)))
    const next = expectedElements(p)
    const names = this.shown(next.length === 0 ? could : next, parent)
    const isHere = could.some((other) => isSame(other, tag))
    const where = parent === undefined ? ' as the root' : `${isHere ? ' at this point' : ''} in <${parent.tag.name}>`
    const hasOthers = parent?.children !== undefined
    const said = (hint?: string): Message => {
      const list = alternatives(names, name, hasOthers, hint)
      const allowed = could.length === 0 ? NO_ELEMENTS : list
      return hinted(`<${name}> is not allowed${where}${allowed}`, hint)
    }
    if (isHere) return said()
    if (parent !== undefined && attributesIn(inside).some((attribute) => attribute.local === local)) {
      return said(`write it as an attribute: <${parent.tag.name} ${local}="…">`)
    }
    const known = this.explainer.vocabulary.element(local)
    const near = parent === undefined ? [] : unlike(this.ownersOf(tag, parent).map((owner) => owner.name))
    const similar = meantBy(name, this.shown(could, parent), this.words.synonyms)
    // The name of another element is seldom a misspelling.
    const meant = known === undefined ? similar : similar.filter((text) => isSlip(name, text))
    if (near.length > 0 && meant.length === 0) {
      return said(`<${name}> belongs in ${tags(near.slice(0, MOST_OWNERS))}`)
    }
    const owners = near.length > 0 ? near : [...(known?.owners ?? [])].filter((owner) => owner !== parent?.tag.local)
    const belongs =
      owners.length === 0 || owners.length > MOST_OWNERS ? undefined : `<${name}> belongs in ${tags(owners)}`
    if (meant.length === 0) {
      const taker = known === undefined ? only(takersOf(inside, local)) : undefined
      if (taker !== undefined) return said(`write it as an attribute of <${taker}>: <${taker} ${local}="…">`)
      return known === undefined && parent !== undefined ? { ...said(), isUnknown: true } : said(belongs)
    }
    const hint = `did you mean ${tags(meant)}?`
    return { ...said(belongs === undefined ? hint : `${hint} ${belongs}`), meant }
  }

  /** An element whose name is known, but in another namespace. */
  private wrongNamespace({ name, local, uri }: StartTag, parent: OpenElement | undefined): Message | undefined {
    const known = this.explainer.vocabulary.element(local)
    if (known === undefined || known.uris.has(uri) || known.uris.size === 0) return undefined
    const [prefix = ''] = name.split(':', name.includes(':') ? 1 : 0)
    const usual = this.words.prefixes?.get(prefix)
    const uris = [...known.uris]
    const around = parent?.tag.uri
    const right = uris.find((other) => other === usual || (other !== '' && other === around)) ?? only(uris)
    const found = uri === '' ? 'in no namespace' : `in the namespace "${uri}"`
    const expected = right === undefined ? uris : [right]
    const message = `<${name}> is ${found}; expected ${expected.map((one) => (one === '' ? 'none' : `"${one}"`)).join(' or ')}`
    if (right === undefined) {
      const [one = ''] = uris.filter((other) => this.prefixOf(other) !== undefined)
      const example = this.prefixOf(one)
      const hint = `write it with the prefix of one of them, such as <${example}:${local}>, and declare xmlns:${example}="${one}"`
      return hinted(message, example === undefined ? undefined : hint)
    }
    if (right !== '' && right === around && parent !== undefined) {
      return { message, hint: `write <${prefixed(parent.tag.name, local)}>` }
    }
    if (right === '') {
      return { message, hint: prefix === '' ? 'remove the xmlns="…" around it' : `write <${local}>` }
    }
    const own = prefix === '' ? this.prefixOf(right) : prefix
    const declared = `xmlns:${own ?? 'prefix'}="${right}"`
    const written = prefix === '' ? `write <${own ?? 'prefix'}:${local}>, and declare` : 'declare'
    return { message, hint: `${written} ${declared}${parent === undefined ? '' : ' on the root element'}` }
  }

  private prefixOf(uri: string): string | undefined {
    return [...(this.words.prefixes ?? [])].find(([, other]) => other === uri)?.[0]
  }

  /** Names as they are written: with a prefix, where they are in another namespace than the element around. */
  private shown(names: readonly Name[], around: OpenElement | undefined): readonly string[] {
    return names.map(({ uri, local }) => {
      if (uri !== '' && uri === around?.tag.uri) return prefixed(around.tag.name, local)
      const prefix = uri === '' ? undefined : this.prefixOf(uri)
      return prefix === undefined ? local : `${prefix}:${local}`
    })
  }

  attributeNotAllowed(
    state: State,
    element: OpenElement,
    attribute: TagAttribute,
    { isExplained, context }: Surroundings,
  ): Message {
    const { automaton } = this
    const { name, local } = attribute
    const owner = `<${element.tag.name}>`
    const explainer = isExplained ? this.explainer : undefined
    const p = automaton.pattern(state)
    const next = expectedAttributes(p)
    const names = this.shown(next, undefined)
    const wanted = this.meantOf(name, p)
    const belongs = this.belongsOn(element, attribute, context)
    const goesWith =
      wanted.length > 0
        ? undefined
        : (explainer?.attributeGoesWith(element, attribute, context) ??
          (belongs === undefined ? explainer?.nameGoesWith(element, attribute, context) : undefined))
    if (goesWith !== undefined) {
      const [meant] = meantBy(name, names, this.words.synonyms)
      const takes =
        names.length === 0 || names.length > MOST_BESIDE_HINT
          ? ''
          : `; as it is, ${owner} can also have: ${oneOf(names, name)}`
      const hint =
        meant === undefined
          ? `${waysOut(goesWith, element.tag.name, 'remove', `"${name}"`)}${takes}`
          : `did you mean "${meant}"?`
      return { message: `"${name}" needs ${needed(goesWith)}`, hint, meant: ANY }
    }
    const other = explainer?.excludesAttribute(element, attribute, context)
    if (other !== undefined) {
      const message = `the attributes "${name}" and "${other}" exclude each other on ${owner}`
      return { message, hint: 'keep one of them', meant: ANY }
    }
    const all = this.shown(unique(attributesIn(automaton.pattern(element.inside))), undefined)
    // Asked for every wrong one of a start tag that may have thousands, it would take the square of their number.
    const hasOthers = isExplained && element.tag.attributes.some((one) => one !== attribute && all.includes(one.name))
    const said = (hint?: string, meant?: readonly string[]): Message => {
      const only = names.length > 0 || hint !== undefined ? '' : `; it takes only: ${oneOf(all, name)}`
      const list = all.length === 0 ? '; it takes no attributes' : alternatives(names, name, hasOthers, hint) + only
      const message = hinted(`the attribute "${name}" is not allowed on ${owner}${list}`, hint)
      return meant === undefined ? message : { ...message, meant }
    }
    if (wanted.length > 0) return said(`did you mean ${quoted(wanted)}?`, wanted)
    const asElement = explainer && this.advice.asElement(element, attribute, context)
    if (asElement !== undefined) return { ...said(asElement), elements: [local] }
    const fitting = belongs === undefined ? this.advice.missingWith(state, attribute, context) : undefined
    if (fitting !== undefined) return said(`did you mean "${fitting}"?`, [fitting])
    const elsewhere = this.missingInstead(state, element, attribute)
    if (elsewhere !== undefined) return { ...elsewhere, ...hintsOf(elsewhere.hint, belongs) }
    const meant = meantBy(name, all, this.words.synonyms)
    const known = this.explainer.vocabulary.attribute(local)
    if (known === undefined || this.words.synonyms?.get(name)?.some((one) => meant.includes(one))) {
      if (meant.length > 0) return said(`did you mean ${quoted(meant)}?`, meant)
      const message = said(this.advice.asText(element, attribute, context))
      return known === undefined ? { ...message, isUnknown: true } : message
    }
    return said(belongs ?? this.advice.asText(element, attribute, context))
  }

  /** For the only attribute of an element that takes it elsewhere, where here it must have another one. */
  private missingInstead(state: State, element: OpenElement, attribute: TagAttribute): Message | undefined {
    const { tag, parent } = element
    const missing = only(requiredAttributes(this.automaton.pattern(state)))
    const isElsewhere = this.explainer.vocabulary.attribute(attribute.local)?.owners.has(tag.local)
    if (missing === undefined || parent === undefined || !isElsewhere || tag.attributes.length > 1) return undefined
    const message = `<${tag.name}> in <${parent.tag.name}> needs "${missing.local}", not "${attribute.name}"`
    return { ...hinted(message, this.advice.rulesOf(state, missing)), meant: [missing.local] }
  }

  /** What an attribute is that must be there and is not, if another one is near to it. */
  private meantOf(name: string, p: Pattern): readonly string[] {
    const missing = requiredAttributes(p).map(({ local }) => local)
    const begun = begunBy(name, missing)
    return begun === undefined ? meantBy(name, missing, this.words.synonyms) : [begun]
  }

  /** Where an attribute belongs: on an element in it, beside it or around it, on such an element in another one, or on the only one. */
  private belongsOn(element: OpenElement, attribute: TagAttribute, context: DatatypeContext): string | undefined {
    const { explainer, automaton } = this
    const { parent, tag } = element
    const { local } = attribute
    const owners = [...(explainer?.vocabulary.attribute(local)?.owners ?? [])]
    const takersIn = (open: OpenElement | undefined): readonly string[] => {
      const elements = open === undefined ? [] : elementsIn(automaton.pattern(open.inside))
      const others = elements.filter(({ name }) =>
        listed(name).some((one) => one.local !== tag.local && owners.includes(one.local)),
      )
      return explainer?.takers(others, attribute, context) ?? []
    }
    const around = parent === undefined ? [] : attributesIn(automaton.pattern(parent.inside))
    const isAround = around.some((name) => isSame(name, attribute))
    const near = [
      { takers: () => takersIn(element), around: element },
      { takers: () => takersIn(parent), around: parent },
      { takers: () => (isAround && parent ? [parent.tag.name] : []), around: undefined },
    ]
    for (const { takers, around: container } of near) {
      const names = takers()
      if (names.length === 0 || names.length > MOST_OWNERS) continue
      const inside = container === undefined ? '' : ` in <${container.tag.name}>`
      const written = container && this.advice.writtenOn(container, names, attribute)
      return `"${local}" belongs on ${tags(names)}${inside}${written === undefined ? '' : `: ${written}`}`
    }
    if (owners.includes(tag.local)) {
      const parents =
        explainer?.vocabulary.parentsWith(tag.local, local).filter((name) => name !== parent?.tag.local) ?? []
      return parents.length === 0
        ? undefined
        : `"${local}" belongs on <${tag.local}> in ${tags(unlike(parents).slice(0, MOST_OWNERS))}`
    }
    return owners.length === 1 ? `"${local}" belongs on ${tags(owners)}` : undefined
  }

  wrongTag(
    element: OpenElement,
    wrong: ReadonlySet<TagAttribute>,
    { isExplained, context }: Surroundings,
  ): Message | undefined {
    const goesWith = isExplained ? this.explainer.tagGoesWith(element, context) : undefined
    if (goesWith === undefined) return undefined
    const names = element.tag.attributes.filter((attribute) => wrong.has(attribute)).map(({ name }) => name)
    const has = goesWith.on === element.tag.name ? '' : ` of <${element.tag.name}>`
    const hint = waysOut(goesWith, element.tag.name, 'remove', 'them')
    return { message: `${quoted(names, 'and')}${has} need ${needed(goesWith)}`, hint }
  }

  attributesMissing(
    state: State,
    element: OpenElement,
    meant: ReadonlySet<string>,
    hasFaults: boolean,
    around: Surroundings,
  ): Message | undefined {
    const p = this.automaton.pattern(state)
    const missing = requiredAttributes(p).filter(({ local }) => !meant.has(local))
    const { name } = element.tag
    if (meant.has(ANY_NAME)) return undefined
    const hint = this.hintForMissing(state, element, missing, hasFaults, around)
    if (missing.length === 0 && hasFaults) return undefined
    const expected = this.shown(expectedAttributes(p), undefined)
    return hinted(missingAttributes(name, this.shown(missing, undefined), expected).message, hint)
  }

  private hintForMissing(
    state: State,
    element: OpenElement,
    missing: readonly Name[],
    hasFaults: boolean,
    { isExplained, context }: Surroundings,
  ): string | undefined {
    const hasAttributes = isExplained && !hasFaults && element.tag.attributes.length > 0
    const goesWith = hasAttributes ? this.explainer.tagGoesWith(element, context) : undefined
    const isOwn = goesWith?.on === element.tag.name
    if (goesWith !== undefined && !isOwn) return `as it is, it needs ${needed(goesWith)}`
    const name = only(missing)
    if (name === undefined) return undefined
    if (goesWith?.attribute === name.local) return addition(goesWith)
    const usual = this.words.usual?.get(`${element.tag.local}/${name.local}`)
    return usual === undefined ? this.advice.rulesOf(state, name) : `add ${usual}`
  }

  wrongValue(
    inside: State,
    element: OpenElement,
    attribute: TagAttribute,
    { isExplained, context }: Surroundings,
  ): Message {
    const { name, value } = attribute
    const what = `the attribute "${name}"`
    const said_ = this.textMessage(inside, what, value, context)
    const isRewritten = said_.hint !== undefined
    const goesWith =
      isExplained && !isRewritten ? this.explainer.attributeGoesWith(element, attribute, context) : undefined
    if (goesWith === undefined && value === '' && !isRewritten && !this.isRequired(element, attribute)) {
      return { ...said_, hint: `remove "${name}", or give it a value` }
    }
    if (goesWith === undefined) return isRewritten ? said_ : this.explained(inside, what, value, said_)
    const hint = waysOut(goesWith, element.tag.name, 'change', `"${name}"`)
    return { message: `${name}="${cut(value)}" needs ${needed(goesWith)}`, hint }
  }

  private isRequired({ inside }: OpenElement, attribute: TagAttribute): boolean {
    return requiredAttributes(this.automaton.pattern(inside)).some((name) => isSame(name, attribute))
  }

  /** A text that one named pattern of the schema is meant for: what of it that pattern refuses. */
  private explained(state: State, what: string, text: string, message: Message): Message {
    const { explainText, describeDefinition } = this.words
    const p = this.automaton.pattern(state)
    for (const definition of definitionsIn(p)) {
      const hint = explainText?.(definition, text)
      if (hint === undefined) continue
      const rule = describeDefinition?.(definition)
      const isOne = rule !== undefined && text !== '' && expectedValues(p).length === 0
      return { message: isOne ? wrongText(what, text, [rule]).message : message.message, hint }
    }
    return message
  }

  /** The value of an attribute, or the text that is an element's whole content. */
  private textMessage(state: State, what: string, text: string, context: DatatypeContext): Message {
    const p = this.automaton.pattern(state)
    const { message } = wrongText(what, text, expectedTexts(p, this.words.describeDefinition))
    const isRight = (other: string): boolean => this.automaton.valueMatch(state, other, context).length > 0
    const other = rewritten(text, isRight)
    const values = expectedValues(p)
    const meant = other === undefined ? meantBy(text, values, this.words.synonyms) : [other]
    const isListed = values.length > 0 && values.length === expectedTexts(p).length
    if (meant.length === 0 && isListed && text.trim() !== '') return { message, isUnknown: true }
    return hinted(message, meant.length === 0 ? undefined : `did you mean ${quoted(meant)}?`)
  }

  wrongContent(
    state: State,
    element: OpenElement,
    text: string,
    { isExplained, context }: Surroundings,
  ): Message | undefined {
    const p = this.automaton.pattern(state)
    const rules = expectedTexts(p, this.words.describeDefinition)
    const wantsText = rules.length > 0
    if (isBlank(text) && (!wantsText || requiredElements(p).length > 0)) return this.incomplete(state, element)
    // What is in it instead was reported.
    if (isBlank(text) && element.misplaced !== undefined) return undefined
    const what = `<${element.tag.name}>`
    if (isBlank(text)) return this.textMessage(state, what, '', context)
    const explainer = isExplained ? this.explainer : undefined
    const goesWith = explainer?.textGoesWith(element, text, context)
    if (goesWith !== undefined) {
      const hint = waysOut(goesWith, element.tag.name, 'change', 'the text')
      return { message: `"${cut(text)}" in ${what} needs ${needed(goesWith)}`, hint }
    }
    if (!wantsText) {
      const hint =
        explainer?.rewrittenElement(element, text.trim(), wantsText, context) ??
        (explainer && this.advice.inElement(element, text.trim(), context))
      return this.textNotAllowed(state, element, hint)
    }
    const message = this.textMessage(state, what, text, context)
    if (message.hint !== undefined) return message
    const hint = explainer?.rewrittenElement(element, text.trim(), wantsText, context)
    return hint === undefined ? this.explained(state, what, text, message) : { ...message, hint }
  }

  textNotAllowed(state: State, element: OpenElement, hint?: string): Message {
    const could = elementsIn(this.automaton.pattern(element.content))
    const { name } = element.tag
    if (could.length === 0) return hinted(textBesideElements(name, undefined), hint)
    const next = expectedElements(this.automaton.pattern(state))
    const all = unique(could.flatMap((child) => listed(child.name)))
    const names = this.shown(next.length === 0 ? all : next, element)
    return hinted(textBesideElements(name, hint !== undefined && names.length > MOST_BESIDE_HINT ? [] : names), hint)
  }

  incomplete(state: State, element: OpenElement): Message | undefined {
    const p = this.automaton.pattern(state)
    const { tag, misplaced } = element
    const required = requiredElements(p)
    if (misplaced?.has(ANY_NAME)) return undefined
    const missing = required.filter(({ local }) => misplaced?.has(local) !== true)
    if (missing.length === 0 && (required.length > 0 || misplaced !== undefined)) return undefined
    const message = missingElements(tag.name, this.shown(missing, element), this.shown(expectedElements(p), element))
    return hinted(message, this.advice.outlined(p, missing))
  }
}

const ANY: readonly string[] = [ANY_NAME]

const NO_ELEMENTS = '; it takes no elements'

function hinted(message: string, hint: string | undefined): Message {
  return hint === undefined ? { message } : { message, hint }
}

function hintsOf(...hints: readonly (string | undefined)[]): { readonly hint?: string } {
  const known = hints.filter((hint) => hint !== undefined)
  return known.length === 0 ? {} : { hint: known.join('; ') }
}

/** What would be allowed, unless there is much of it and the hint has the answer. */
function alternatives(names: readonly string[], found: string, hasOthers: boolean, hint: string | undefined): string {
  if (names.length === 0 || (hint !== undefined && names.length > MOST_BESIDE_HINT)) return ''
  return `; ${hasOthers ? 'it can also have' : 'allowed'}: ${oneOf(names, found)}`
}

/** The value of a missing attribute with which all else is right. */
function addition(goesWith: GoesWith): string {
  const { values, attribute } = goesWith
  return values.length > 3
    ? `"${attribute}" is one of: ${oneOf(
        values.map((value) => `"${value}"`),
        '',
      )}`
    : `add ${valuesOf(goesWith)}`
}

/** A name with the prefix of another, if that has one. */
function prefixed(like: string, local: string): string {
  return like.includes(':') ? `${like.slice(0, like.indexOf(':'))}:${local}` : local
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}

function unlike(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
