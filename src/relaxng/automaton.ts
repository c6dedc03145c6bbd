import type { CompiledSchema } from './compile.js'
import type { DatatypeContext } from './datatypes/datatype.js'
import { type Branch, Derivatives } from './derivative.js'
import { isBlank, type Judge, judgeOf, matches } from './matches.js'
import { NameTable, type NumberedName } from './name-table.js'
import type { Pattern, PatternBuilder } from './pattern.js'

/** Longest text whose verdict is kept. */
const LONGEST_KEPT = 64

/** Most texts kept for one state. */
const MOST_TEXTS = 256

/** Most states kept: past it, those go that were not met since the last time. */
const MOST_STATES = 10_000

/** The ways that remain, by their places in a state. */
export type Remaining = readonly number[]

/** A state, or the place of one that was saved and not asked for yet. */
export type StateRef = State | number

/** What names lead to; undefined for what is not allowed. */
export type Transitions = Map<number, Branching | undefined>

/**
 * What may still come inside the element that is open, or as the value of an attribute. Where the schema lets the element
 * be several things, each is a way of its own; a way that has come to nothing stays, as `notAllowed`, so that their
 * places tell what the element was in the end.
 */
export class State {
  readonly elements: Transitions = new Map()
  readonly attributes: Transitions = new Map()
  readonly texts = new Map<string, Remaining>()
  closed: StateRef | undefined
  mixed: StateRef | undefined
  complete: Remaining | undefined
  judge: Judge | undefined
  isPossible: boolean | undefined
  /** When it was last met. */
  era = 0
  private made: readonly Pattern[] | undefined

  /**
   * @param count how many ways there are
   * @param make gives them when they are first needed
   */
  constructor(
    readonly count: number,
    private readonly make: () => readonly Pattern[],
  ) {}

  get ways(): readonly Pattern[] {
    this.made ??= this.make()
    return this.made
  }
}

/** What an element or an attribute can be, and what each would lead to. */
export class Branching {
  /** States of the parent, by the ways that remain of the child. */
  readonly behind = new Map<string, StateRef>()

  constructor(
    /** The state inside, a way for each content. */
    public inside: StateRef,
    /** Of each of the parent's ways: what can be the child, and what follows. */
    readonly branches: () => readonly (readonly Branch[])[],
  ) {}
}

/** States that were saved. */
export interface SavedStates {
  readonly names: NameTable
  /** How many there are; the first is the start. */
  readonly count: number
  /** Make one. */
  readonly make: (place: number) => State
}

/** The states that documents lead through, each computed when it is first met. */
export class Automaton {
  readonly start: State
  readonly names: NameTable
  /** How many states were computed. */
  learned = 0
  private readonly derivatives: Derivatives
  private readonly b: PatternBuilder
  private states = new Map<string, State>()
  /** Saved states that were asked for, by place; undefined once all were. */
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
    this.start = source === undefined ? new State(1, () => [schema.start]) : this.resolve(0)
  }

  /** All states that are known, the start first. */
  get known(): readonly State[] {
    this.takeAll()
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

  /** Make all saved states, so that no place is left and new states can be told from old ones. */
  private takeAll(): void {
    const { saved, source } = this
    if (saved === undefined || source === undefined) return
    for (let place = 0; place < source.count; place++) {
      const state = this.resolve(place)
      if (place > 0) this.states.set(keyOf(state.ways), state)
      if (state.closed !== undefined) state.closed = this.resolve(state.closed)
      for (const branching of [...state.elements.values(), ...state.attributes.values()]) {
        if (branching === undefined) continue
        branching.inside = this.resolve(branching.inside)
        for (const [remaining, ref] of branching.behind) branching.behind.set(remaining, this.resolve(ref))
      }
    }
    this.saved = undefined
  }

  /** What may come next, all ways taken together. */
  pattern({ ways }: State): Pattern {
    return this.b.choice(ways)
  }

  /** What an element is in a state; undefined where it is not allowed. */
  element(state: State, uri: string, local: string): Branching | undefined {
    return this.branching(state, 'element', state.elements, this.names.name(uri, local))
  }

  /** What an attribute is in a state; undefined where it is not allowed. */
  attribute(state: State, uri: string, local: string): Branching | undefined {
    return this.branching(state, 'attribute', state.attributes, this.names.name(uri, local))
  }

  private branching(
    state: State,
    kind: 'element' | 'attribute',
    transitions: Transitions,
    name: NumberedName,
  ): Branching | undefined {
    const found = transitions.get(name.number)
    if (found !== undefined || transitions.has(name.number)) return found
    const branches = state.ways.map((way) => this.derivatives.branches(way, kind, name))
    const contents = [...new Set(branches.flatMap((way) => way.map(({ content }) => content)))]
    const made = contents.length === 0 ? undefined : new Branching(this.state(contents), () => branches)
    transitions.set(name.number, made)
    return made
  }

  /** The state inside an element or an attribute. */
  inside(branching: Branching): State {
    branching.inside = this.resolve(branching.inside)
    branching.inside.era = this.era
    return branching.inside
  }

  /**
   * The state of the parent behind an element or attribute.
   *
   * @param remaining the ways in which it was right; none, where it is taken as right after a fault
   */
  behind(branching: Branching, remaining: Remaining): State {
    const inside = this.inside(branching)
    const key = remaining.length === inside.count ? '' : remaining.join()
    const found = branching.behind.get(key)
    if (typeof found === 'object') return found
    const made = found === undefined ? this.makeBehind(branching, inside, remaining) : this.resolve(found)
    branching.behind.set(key, made)
    return made
  }

  private makeBehind(branching: Branching, { ways }: State, remaining: Remaining): State {
    const contents = new Set(remaining.length === 0 ? ways : remaining.map((place) => ways[place]))
    return this.state(
      branching
        .branches()
        .map((way) => this.b.choice(way.filter(({ content }) => contents.has(content)).map(({ rest }) => rest))),
    )
  }

  /** Behind the last attribute; undefined where one is missing. */
  closed(state: State): State | undefined {
    const { closed } = state
    if (typeof closed === 'object') return possible(closed)
    const made =
      closed === undefined
        ? this.changed(state, (way) => this.derivatives.withoutAttributes(way, this.b.notAllowed))
        : this.resolve(closed)
    state.closed = made
    return possible(made)
  }

  /** The same, as if none were missing. */
  closedAnyway(state: State): State {
    return this.changed(state, (way) => this.derivatives.withoutAttributes(way, this.b.empty))
  }

  /** Behind text that is not blank and stands beside elements; undefined where it is not allowed. */
  mixed(state: State): State | undefined {
    const made =
      state.mixed === undefined ? this.changed(state, (way) => this.derivatives.text(way)) : this.resolve(state.mixed)
    state.mixed = made
    return possible(made)
  }

  private changed(state: State, change: (way: Pattern) => Pattern): State {
    return this.state(state.ways.map(change))
  }

  /** The ways in which all that is needed was there; none where something is missing. */
  complete(state: State): Remaining {
    state.complete ??= placesOf(state.ways, ({ nullable }) => nullable)
    return state.complete
  }

  /** The ways in which a text is right as all there is inside. */
  matching(state: State, text: string, context: DatatypeContext): Remaining {
    const { texts } = state
    state.judge ??= judgeOf(state.ways)
    const key = state.judge === 'shape' && !isBlank(text) ? 'text' : text
    const found = texts.get(key)
    if (found !== undefined) return found
    const made = placesOf(state.ways, (way) => matches(way, text, context))
    if (key.length <= LONGEST_KEPT && state.judge !== 'namespaces') {
      if (texts.size >= MOST_TEXTS) texts.clear()
      texts.set(key, made)
    }
    return made
  }

  /** The state of these ways: where it was met before, the same one. */
  private state(ways: readonly Pattern[]): State {
    this.takeAll()
    const key = keyOf(ways)
    const found = this.states.get(key)
    if (found !== undefined) {
      found.era = this.era
      return found
    }
    if (this.states.size >= this.mostStates) this.forget()
    const made = new State(ways.length, () => ways)
    made.era = this.era
    this.learned++
    this.states.set(key, made)
    return made
  }

  /** Drop the states that were not met since this was last called, or all, if that would not help. */
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

/** Make a state forget what is beyond these; there is no place left in it. */
function forgetBeyond(state: State, known: ReadonlySet<StateRef>): void {
  for (const transitions of [state.elements, state.attributes]) {
    for (const [number, branching] of transitions) {
      if (branching === undefined || !known.has(branching.inside)) transitions.delete(number)
      else for (const [key, behind] of branching.behind) if (!known.has(behind)) branching.behind.delete(key)
    }
  }
  if (state.closed !== undefined && !known.has(state.closed)) state.closed = undefined
  if (state.mixed !== undefined && !known.has(state.mixed)) state.mixed = undefined
  state.texts.clear()
}

function keyOf(ways: readonly Pattern[]): string {
  return ways.map(({ id }) => id).join()
}

/** Whether a state is one: there is a way that has not come to nothing. */
function possible(state: State): State | undefined {
  state.isPossible ??= state.ways.some(({ kind }) => kind !== 'notAllowed')
  return state.isPossible ? state : undefined
}

function placesOf(ways: readonly Pattern[], wanted: (way: Pattern) => boolean): Remaining {
  return ways.flatMap((way, place) => (wanted(way) ? [place] : []))
}
