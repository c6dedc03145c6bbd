import { Automaton, Branching, type Remaining, State, type StateRef, type Transitions } from './automaton.js'
import type { DatatypeLibrary } from './datatypes/datatype.js'
import { NameTable } from './name-table.js'
import { type Pattern, PatternBuilder } from './pattern.js'
import { PatternStore, savePatterns, type TypeRow } from './saved-patterns.js'

/*
 * An automaton as a text: a line with the header, a line for each pattern, a line for each state. They are read one by
 * one as they are needed, so that a run that validates one domain does not pay for all that is known. No text of a
 * document is in it, for a value may be a secret.
 */

interface Header {
  readonly types: readonly TypeRow[]
  /** Namespace and local part, by number. */
  readonly names: readonly (readonly [uri: string, local: string])[]
  /** How many of the patterns are the schema's own. */
  readonly own: number
  readonly patterns: number
  readonly start: number
}

/** Patterns and states go by their numbers; the first state is the start. */
interface StateRow {
  readonly ways: readonly number[]
  readonly complete: Remaining
  readonly closed?: number
  readonly elements?: readonly BranchingRow[]
  readonly attributes?: readonly BranchingRow[]
}

type BranchingRow = readonly [
  name: number,
  inside: number,
  branches: readonly (readonly (readonly [content: number, rest: number])[])[],
  behind: readonly (readonly [remaining: string, state: number])[],
]

/** A schema and all states that are known of it, as a text. */
export function saveAutomaton(automaton: Automaton): string {
  const { schema, known, names } = automaton
  const ends = known
    .flatMap((state) => [...state.elements.values(), ...state.attributes.values()])
    .flatMap((branching) => branching?.branches().flat() ?? [])
  const made = schema.builder.madeFor([...known.flatMap(({ ways }) => ways), ...ends.map(({ rest }) => rest)])
  const own = schema.patterns()
  const { types, lines, numbers } = savePatterns([...own, ...made])
  const of = (pattern: Pattern): number => numbers.get(pattern) ?? 0
  const places = new Map<StateRef, number>(known.map((state, place) => [state, place]))
  const rowsOf = (transitions: Transitions): readonly BranchingRow[] =>
    [...transitions].flatMap(([name, branching]) => {
      const inside = branching === undefined ? undefined : places.get(branching.inside)
      if (branching === undefined || inside === undefined) return []
      const branches = branching
        .branches()
        .map((way) => way.map(({ content, rest }) => [of(content), of(rest)] as const))
      const behind = [...branching.behind].flatMap(([remaining, state]) => {
        const place = places.get(state)
        return place === undefined ? [] : [[remaining, place] as const]
      })
      return [[name, inside, branches, behind] as const]
    })
  const rowOf = (state: State): StateRow => {
    const closed = state.closed === undefined ? undefined : places.get(state.closed)
    return {
      ways: state.ways.map(of),
      complete: automaton.complete(state),
      ...(closed === undefined ? {} : { closed }),
      ...(state.elements.size === 0 ? {} : { elements: rowsOf(state.elements) }),
      ...(state.attributes.size === 0 ? {} : { attributes: rowsOf(state.attributes) }),
    }
  }
  const header: Header = {
    types,
    names: names.all.map(({ uri, local }) => [uri, local]),
    own: own.length,
    patterns: lines.length,
    start: of(schema.start),
  }
  return [JSON.stringify(header), ...lines, ...known.map((state) => JSON.stringify(rowOf(state)))].join('\n')
}

/**
 * The automaton that was saved as a text.
 *
 * @throws TypeError or SyntaxError for a text that `saveAutomaton` did not make, at once or while it is used
 */
export function restoreAutomaton(
  text: string,
  libraries: ReadonlyMap<string, DatatypeLibrary>,
  mostStates?: number,
): Automaton {
  const [first = '', ...lines] = text.split('\n')
  const { types, names, own, patterns, start } = JSON.parse(first) as Header
  const builder = new PatternBuilder()
  const { at, ownPatterns } = new PatternStore(lines.slice(0, patterns), own, types, builder, libraries)
  const states = lines.slice(patterns)
  const source = {
    names: new NameTable(names.map(([uri, local]) => ({ uri, local }))),
    count: states.length,
    make: (place: number) => stateOf(JSON.parse(states[place] ?? '') as StateRow, at),
  }
  return new Automaton({ builder, start: at(start), patterns: ownPatterns }, mostStates, source)
}

function stateOf(row: StateRow, at: (pattern: number) => Pattern): State {
  const state = new State(row.ways.length, () => row.ways.map(at))
  state.complete = row.complete
  state.closed = row.closed
  restore(state.elements, row.elements, at)
  restore(state.attributes, row.attributes, at)
  return state
}

function restore(into: Transitions, rows: readonly BranchingRow[] = [], at: (pattern: number) => Pattern): void {
  for (const [name, inside, branches, behind] of rows) {
    const branching = new Branching(inside, () =>
      branches.map((way) => way.map(([content, rest]) => ({ content: at(content), rest: at(rest) }))),
    )
    for (const [remaining, place] of behind) branching.behind.set(remaining, place)
    into.set(name, branching)
  }
}
