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
const MOST_STATES = 20_000

/** The ways that remain, by their places in a state. */
type Remaining = readonly number[]

/**
 * What may still come inside the element that is open, or as the value of an attribute. Where the schema lets the element
 * be several things, each is a way of its own; a way that has come to nothing stays, as `notAllowed`, so that their
 * places tell what the element was in the end.
 */
export class State {
  readonly elements = new Map<number, Branching | undefined>()
  readonly attributes = new Map<number, Branching | undefined>()
  readonly texts = new Map<string, Remaining>()
  closed: State | undefined
  mixed: State | undefined
  complete: Remaining | undefined
  judge: Judge | undefined
  /** When it was last met. */
  era = 0

  constructor(readonly ways: readonly Pattern[]) {}

  /** Forget what is beyond these states. */
  forget(known: ReadonlySet<State>): void {
    for (const transitions of [this.elements, this.attributes]) {
      for (const [number, branching] of transitions) {
        if (branching === undefined || !known.has(branching.inside)) transitions.delete(number)
        else for (const [key, state] of branching.behind) if (!known.has(state)) branching.behind.delete(key)
      }
    }
    if (this.closed !== undefined && !known.has(this.closed)) this.closed = undefined
    if (this.mixed !== undefined && !known.has(this.mixed)) this.mixed = undefined
    this.texts.clear()
  }
}

/** What an element or an attribute can be, and what each would lead to. */
export class Branching {
  /** States of the parent, by the ways that remain of the child. */
  readonly behind = new Map<string, State>()

  constructor(
    /** The state inside, a way for each content. */
    readonly inside: State,
    /** Of each of the parent's ways: what can be the child, by its place inside, and what follows. */
    readonly branches: readonly (readonly Branch[])[],
  ) {}
}

/** The states that documents lead through, each computed when it is first met. */
export class Automaton {
  readonly start: State
  private readonly derivatives: Derivatives
  private readonly names: NameTable
  private readonly b: PatternBuilder
  private states = new Map<string, State>()
  private era = 0

  constructor(
    schema: CompiledSchema,
    private readonly mostStates = MOST_STATES,
  ) {
    this.b = schema.builder
    this.names = new NameTable(schema.patterns.flatMap((pattern) => ('name' in pattern ? [pattern.name] : [])))
    this.derivatives = new Derivatives(this.b, this.names.size)
    this.start = new State([schema.start])
  }

  name(uri: string, local: string): NumberedName {
    return this.names.name(uri, local)
  }

  /** What may come next, all ways taken together. */
  pattern({ ways }: State): Pattern {
    return this.b.choice(ways)
  }

  /** What an element is in a state; undefined where it is not allowed. */
  element(state: State, name: NumberedName): Branching | undefined {
    const { number } = name
    if (!state.elements.has(number)) state.elements.set(number, this.branching(state, 'element', name))
    return this.met(state.elements.get(number))
  }

  /** What an attribute is in a state; undefined where it is not allowed. */
  attribute(state: State, name: NumberedName): Branching | undefined {
    const { number } = name
    if (!state.attributes.has(number)) state.attributes.set(number, this.branching(state, 'attribute', name))
    return this.met(state.attributes.get(number))
  }

  private met(branching: Branching | undefined): Branching | undefined {
    if (branching !== undefined) branching.inside.era = this.era
    return branching
  }

  private branching(state: State, kind: 'element' | 'attribute', name: NumberedName): Branching | undefined {
    const branches = state.ways.map((way) => this.derivatives.branches(way, kind, name))
    const contents = [...new Set(branches.flatMap((found) => found.map(({ content }) => content)))]
    return contents.length === 0 ? undefined : new Branching(this.state(contents), branches)
  }

  /**
   * The state of the parent behind an element or attribute.
   *
   * @param remaining the ways in which it was right; none, where it is taken as right after a fault
   */
  behind(branching: Branching, remaining: Remaining): State {
    const { inside, branches, behind } = branching
    const key = remaining.length === inside.ways.length ? '' : remaining.join()
    const found = behind.get(key)
    if (found !== undefined) return found
    const contents = new Set(remaining.length === 0 ? inside.ways : remaining.map((i) => inside.ways[i]))
    const ways = branches.map((of) =>
      this.b.choice(of.filter(({ content }) => contents.has(content)).map(({ rest }) => rest)),
    )
    const made = this.state(ways)
    behind.set(key, made)
    return made
  }

  /** Behind the last attribute; undefined where one is missing. */
  closed(state: State): State | undefined {
    state.closed ??= this.changed(state, (way) => this.derivatives.withoutAttributes(way, this.b.notAllowed))
    return possible(state.closed)
  }

  /** The same, as if none were missing. */
  closedAnyway(state: State): State {
    return this.changed(state, (way) => this.derivatives.withoutAttributes(way, this.b.empty))
  }

  /** Behind text that is not blank and stands beside elements; undefined where it is not allowed. */
  mixed(state: State): State | undefined {
    state.mixed ??= this.changed(state, (way) => this.derivatives.text(way))
    return possible(state.mixed)
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
    const { texts, ways } = state
    state.judge ??= judgeOf(this.b.choice(ways))
    const key = state.judge === 'shape' && !isBlank(text) ? 'text' : text
    const found = texts.get(key)
    if (found !== undefined) return found
    const made = placesOf(ways, (way) => matches(way, text, context))
    if (key.length <= LONGEST_KEPT && state.judge !== 'namespaces') {
      if (texts.size >= MOST_TEXTS) texts.clear()
      texts.set(key, made)
    }
    return made
  }

  /** The state of these ways: where it was met before, the same one. */
  private state(ways: readonly Pattern[]): State {
    const key = ways.map(({ id }) => id).join()
    const found = this.states.get(key)
    if (found !== undefined) {
      found.era = this.era
      return found
    }
    if (this.states.size >= this.mostStates) this.forget()
    const made = new State(ways)
    made.era = this.era
    this.states.set(key, made)
    return made
  }

  /** Drop the states that were not met since this was last called, or all, if that would not help. */
  private forget(): void {
    const kept = [...this.states].filter(([, { era }]) => era === this.era)
    this.states = new Map(kept.length > this.mostStates / 2 ? [] : kept)
    const known = new Set(this.states.values())
    for (const state of [this.start, ...known]) state.forget(known)
    this.derivatives.forget()
    this.b.retain([this.start, ...known].flatMap(({ ways }) => ways))
    this.era++
  }
}

function possible(state: State): State | undefined {
  return state.ways.every(({ kind }) => kind === 'notAllowed') ? undefined : state
}

function placesOf(ways: readonly Pattern[], wanted: (way: Pattern) => boolean): Remaining {
  return ways.flatMap((way, i) => (wanted(way) ? [i] : []))
}
