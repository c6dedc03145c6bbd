/*
 * How this relates to James Clark's "An algorithm for RELAX NG validation", and to jing's rng-validate.
 *
 * There, validating is one pattern that changes with each event. Inside an element it is a choice of `after p q` patterns:
 * p is what may still come in the element, q what may follow it. Here the two halves are kept apart:
 *
 * - A `State` is the list of the p's, its *ways*. Its parent's state is on the stack (validation.ts) meanwhile.
 * - An `After` holds the q's: which `after p q` each way of the parent gives for the name of a child.
 *
 * A way that becomes `notAllowed` keeps its index, so the indexes of the ways that are `nullable` at the end tag say which
 * q's follow. The methods of `Automaton` have the names of Clark's functions and are those functions on all ways of a state
 * at once; derivative.ts has them for one pattern, value-match.ts has `textDeriv` and `valueMatch`, pattern.ts the interned
 * patterns (`choice`, `interleave`, `group`, `oneOrMore`, …) and `nullable`, name-class.ts `contains`. What jing memoises
 * per pattern is kept here per state, as transitions: validating the second document of a shape is looking them up.
 */
import type { CompiledSchema } from './compile.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import { type AfterPattern, Derivatives } from './derivative.js'
import type { KnownOrders } from './libxml2/known-orders.js'
import type { Place } from './libxml2/places.js'
import { NameTable, type NumberedName } from './name-table.js'
import type { Pattern, PatternBuilder } from './pattern.js'
import { type Dependence, dependenceOf, isBlank, valueMatch } from './value-match.js'

/** Longest text whose match is kept, in UTF-16 code units. */
const LONGEST_KEPT = 64

/** Most texts kept for one state, and most tags. */
const MOST_TEXTS = 256

/** Most states kept: when there are more, those not used since the last time are dropped. */
const MOST_STATES = 10_000

/** Indexes of some of a state's ways. */
export type WayIndexes = readonly number[]

/** A state, or the index of a saved one that was not needed yet. */
export type StateRef = State | number

/** What names lead to, by their numbers; undefined for a name that is not allowed. */
export type Transitions = Map<number, After | undefined>

/** What may still come inside the element that is open, or as the value of an attribute. */
export class State {
  readonly elements: Transitions = new Map()
  readonly attributes: Transitions = new Map()
  readonly texts = new Map<string, WayIndexes>()
  /** What is behind start tags, by how they are written. */
  tags: Map<string, State> | undefined
  closed: StateRef | undefined
  mixed: StateRef | undefined
  nullable: WayIndexes | undefined
  dependence: Dependence | undefined
  isAllowed: boolean | undefined
  /** What is known of orders of children in it; null where any order will do. */
  orders: KnownOrders | null | undefined
  /** When it was last used. */
  era = 0
  private made: readonly Pattern[] | undefined

  /**
   * @param ids those of the ways
   * @param make gives the ways when they are first needed
   */
  constructor(
    readonly ids: readonly number[],
    private readonly make: () => readonly Pattern[],
  ) {}

  get ways(): readonly Pattern[] {
    this.made ??= this.make()
    return this.made
  }
}

/** The `after` patterns that a state has for a child element or an attribute of one name. */
export class After {
  /** States of the parent after the child, by the indexes of the child's ways that matched. */
  readonly next = new Map<string, StateRef>()
  /** Where the child is, as far as the order of children is concerned. */
  place: Place | undefined

  constructor(
    /** The state inside: a way for each different content. */
    public inside: StateRef,
    /** For each of the parent's ways, its `after` patterns. */
    readonly patterns: () => readonly (readonly AfterPattern[])[],
  ) {}
}

/** States that were saved. */
export interface SavedStates {
  readonly names: NameTable
  /** How many there are; the first is the start. */
  readonly count: number
  /** Make one. */
  readonly make: (index: number) => State
}

/** The states that documents lead through, each computed when it is first needed. */
export class Automaton {
  readonly start: State
  readonly names: NameTable
  /** How many states were computed. */
  learned = 0
  private readonly derivatives: Derivatives
  private readonly b: PatternBuilder
  private states = new Map<string, State>()
  /** Saved states that were needed, by index; undefined once all were. */
  private saved: (State | undefined)[] | undefined
  private era = 0

  constructor(
    readonly schema: CompiledSchema,
    private readonly mostStates = MOST_STATES,
    private readonly source?: SavedStates,
  ) {
    this.b = schema.builder
    this.names =
      source?.names ?? NameTable.of(schema.patterns().flatMap((pattern) => ('name' in pattern ? [pattern.name] : [])))
    this.derivatives = new Derivatives(this.b, this.names.size)
    this.saved = source === undefined ? undefined : []
    this.start = source === undefined ? new State([schema.start.id], () => [schema.start]) : this.resolve(0)
  }

  /** All states that are known, the start first. */
  get known(): readonly State[] {
    this.makeSaved()
    return [this.start, ...this.states.values()]
  }

  /** The state itself. */
  resolve(ref: StateRef): State {
    if (typeof ref !== 'number') return ref
    const found = this.saved?.[ref]
    if (found !== undefined) return found
    if (this.saved === undefined || this.source === undefined) throw new TypeError('this state was never saved')
    const made = this.source.make(ref)
    this.saved[ref] = made
    return made
  }

  /** Make all saved states, so that no index is left and new states can be told from old ones. */
  private makeSaved(): void {
    const { saved, source } = this
    if (saved === undefined || source === undefined) return
    for (let index = 0; index < source.count; index++) {
      const state = this.resolve(index)
      if (index > 0) this.states.set(state.ids.join(), state)
      if (state.closed !== undefined) state.closed = this.resolve(state.closed)
      for (const after of [...state.elements.values(), ...state.attributes.values()]) {
        if (after === undefined) continue
        after.inside = this.resolve(after.inside)
        for (const [matched, ref] of after.next) after.next.set(matched, this.resolve(ref))
      }
    }
    this.saved = undefined
  }

  /** What may come next, all ways taken together. */
  pattern({ ways }: State): Pattern {
    return this.b.choice(ways)
  }

  /** For the start tag of an element; undefined where it is not allowed. */
  startTagOpenDeriv(state: State, uri: string, local: string): After | undefined {
    return this.after(state, 'element', state.elements, this.names.name(uri, local))
  }

  /** For an attribute's name; undefined where it is not allowed. */
  startAttributeDeriv(state: State, uri: string, local: string): After | undefined {
    return this.after(state, 'attribute', state.attributes, this.names.name(uri, local))
  }

  private after(
    state: State,
    kind: 'element' | 'attribute',
    transitions: Transitions,
    name: NumberedName,
  ): After | undefined {
    const found = transitions.get(name.number)
    if (found !== undefined || transitions.has(name.number)) return found
    const patterns = state.ways.map((way) => this.derivatives.startDeriv(way, kind, name))
    const contents = [...new Set(patterns.flatMap((way) => way.map(({ content }) => content)))]
    const made = contents.length === 0 ? undefined : new After(this.stateOf(contents), () => patterns)
    transitions.set(name.number, made)
    return made
  }

  /** The state inside an element or an attribute. */
  inside(after: After): State {
    after.inside = this.resolve(after.inside)
    after.inside.era = this.era
    return after.inside
  }

  /**
   * The state of the parent after an element, or after an attribute (Clark has no name for that).
   *
   * @param matched the ways of the state inside that matched; none after an error, and then all are taken as matching
   */
  endTagDeriv(after: After, matched: WayIndexes): State {
    const inside = this.inside(after)
    const key = matched.length === inside.ids.length ? '' : matched.join()
    const found = after.next.get(key)
    if (typeof found === 'object') return found
    const made = found === undefined ? this.makeNext(after, inside, matched) : this.resolve(found)
    after.next.set(key, made)
    return made
  }

  private makeNext(after: After, { ways }: State, matched: WayIndexes): State {
    const contents = new Set(matched.length === 0 ? ways : matched.map((index) => ways[index]))
    return this.stateOf(
      after
        .patterns()
        .map((way) => this.b.choice(way.filter(({ content }) => contents.has(content)).map(({ rest }) => rest))),
    )
  }

  /** Behind the last attribute; undefined where one is missing. */
  startTagCloseDeriv(state: State): State | undefined {
    const { closed } = state
    if (typeof closed === 'object') return allowed(closed)
    const made =
      closed === undefined
        ? this.changed(state, (way) => this.derivatives.startTagCloseDeriv(way))
        : this.resolve(closed)
    state.closed = made
    return allowed(made)
  }

  /** What was kept of a start tag: the state behind it, by the state inside the element. */
  behindTag(inside: State, source: string): State | undefined {
    return inside.tags?.get(source)
  }

  /** Keep what is behind a start tag in which nothing is wrong. */
  keepTag(inside: State, source: string, behind: State): void {
    inside.tags ??= new Map()
    if (inside.tags.size >= MOST_TEXTS) inside.tags.clear()
    inside.tags.set(source, behind)
  }

  /** Behind the last attribute, as if none were missing. */
  ignoreMissingAttributes(state: State): State {
    return this.changed(state, (way) => this.derivatives.ignoreMissingAttributes(way))
  }

  /** Behind text that is not blank and has elements around it; undefined where it is not allowed. */
  mixedTextDeriv(state: State): State | undefined {
    const made =
      state.mixed === undefined
        ? this.changed(state, (way) => this.derivatives.mixedTextDeriv(way))
        : this.resolve(state.mixed)
    state.mixed = made
    return allowed(made)
  }

  private changed(state: State, change: (way: Pattern) => Pattern): State {
    return this.stateOf(state.ways.map(change))
  }

  /** The ways that are nullable; none where something is missing. */
  nullable(state: State): WayIndexes {
    state.nullable ??= indexesOf(state.ways, ({ nullable }) => nullable)
    return state.nullable
  }

  /** The ways that match a text, the whole value of an attribute or the whole content of an element. */
  valueMatch(state: State, text: string, context: DatatypeContext): WayIndexes {
    const { texts } = state
    state.dependence ??= dependenceOf(state.ways)
    const key = state.dependence === 'presence' && !isBlank(text) ? 'text' : text
    const found = texts.get(key)
    if (found !== undefined) return found
    const made = indexesOf(state.ways, (way) => valueMatch(way, text, context))
    if (key.length <= LONGEST_KEPT && state.dependence !== 'namespaces') {
      if (texts.size >= MOST_TEXTS) texts.clear()
      // A copy, for a part of a text keeps the whole text in memory.
      texts.set(` ${key}`.slice(1), made)
    }
    return made
  }

  /** The state of these ways: if it is known, the same one. */
  stateOf(ways: readonly Pattern[]): State {
    this.makeSaved()
    const ids = ways.map(({ id }) => id)
    const key = ids.join()
    const found = this.states.get(key)
    if (found !== undefined) {
      found.era = this.era
      return found
    }
    if (this.states.size >= this.mostStates) this.forget()
    const made = new State(ids, () => ways)
    made.era = this.era
    this.learned++
    this.states.set(key, made)
    return made
  }

  /** Drop the states that were not used since this was last called, or all, if that would not help. */
  private forget(): void {
    const kept = [...this.states].filter(([, { era }]) => era === this.era)
    this.states = new Map(kept.length > this.mostStates / 2 ? [] : kept)
    const known = new Set(this.states.values())
    for (const state of [this.start, ...known]) forgetBeyond(state, known)
    this.derivatives.forget()
    this.b.retain([this.start, ...known].flatMap(({ ways }) => ways))
    this.era++
  }
}

/** Make a state forget what is beyond these; there is no index left in it. */
function forgetBeyond(state: State, known: ReadonlySet<StateRef>): void {
  for (const transitions of [state.elements, state.attributes]) {
    for (const [number, after] of transitions) {
      if (after === undefined || !known.has(after.inside)) transitions.delete(number)
      else for (const [key, next] of after.next) if (!known.has(next)) after.next.delete(key)
    }
  }
  if (state.closed !== undefined && !known.has(state.closed)) state.closed = undefined
  if (state.mixed !== undefined && !known.has(state.mixed)) state.mixed = undefined
  state.texts.clear()
  state.tags = undefined
}

/** The state, unless all of its ways are `notAllowed`. */
function allowed(state: State): State | undefined {
  state.isAllowed ??= state.ways.some(({ kind }) => kind !== 'notAllowed')
  return state.isAllowed ? state : undefined
}

function indexesOf(ways: readonly Pattern[], isWanted: (way: Pattern) => boolean): WayIndexes {
  return ways.flatMap((way, index) => (isWanted(way) ? [index] : []))
}
