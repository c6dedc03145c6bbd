import { After, Automaton, State, type StateRef, type Transitions, type WayIndexes } from './automaton.js'
import type { CompiledSchema } from './compile.js'
import type { DatatypeLibraries, PlainPatterns } from './datatypes/libraries.js'
import type { OrderPlan } from './libxml2/order-plan.js'
import { NameTable } from './name-table.js'
import { type Pattern, PatternBuilder } from './pattern.js'
import { PatternStore, savePatterns, type TypeRow } from './saved-patterns.js'

/*
 * An automaton as a text: a line with the header, one with the order plans, a line for each pattern, a line for
 * each state. They are read one by
 * one as they are needed, so that a run that validates one domain does not pay for all that is known. No text of a
 * document is in it, for a value may be a secret.
 */

/** Changes with the lines; another version's text is not read. */
const FORMAT = 5

interface Header {
  readonly format: typeof FORMAT
  /** Of the lines after the header, so that a truncated text is not used. */
  readonly length: number
  readonly types: readonly TypeRow[]
  /** Namespace and local part, by number. */
  readonly names: readonly (readonly [uri: string, local: string])[]
  /** How many of the patterns are the schema's own. */
  readonly own: number
  readonly patterns: number
  readonly start: number
  /** The entries of what is known of regular expressions. */
  readonly plain: readonly (readonly [source: string, plain: string | null])[]
}

/** Patterns and states go by their numbers; the first state is the start. */
interface StateRow {
  readonly ways: readonly number[]
  readonly nullable: WayIndexes
  readonly closed?: number
  readonly elements?: readonly AfterRow[]
  readonly attributes?: readonly AfterRow[]
}

type AfterRow = readonly [
  name: number,
  inside: number,
  patterns: readonly (readonly (readonly [content: number, rest: number])[])[],
  next: readonly (readonly [matched: string, state: number])[],
]

/** A schema and all states that are known of it, as a text; with its order plans if limits are to be checked. */
export function saveAutomaton(automaton: Automaton, withOrders = false): string {
  const { schema, known, names } = automaton
  const ends = known
    .flatMap((state) => [...state.elements.values(), ...state.attributes.values()])
    .flatMap((after) => after?.patterns().flat() ?? [])
  const made = schema.builder.madeFor([...known.flatMap(({ ways }) => ways), ...ends.map(({ rest }) => rest)])
  const own = schema.patterns()
  const { types, lines, numbers } = savePatterns([...own, ...made])
  const of = (pattern: Pattern): number => numbers.get(pattern) ?? 0
  const indexes = new Map<StateRef, number>(known.map((state, index) => [state, index]))
  const rowsOf = (transitions: Transitions): readonly AfterRow[] =>
    [...transitions].flatMap(([name, after]) => {
      const inside = after === undefined ? undefined : indexes.get(after.inside)
      if (after === undefined || inside === undefined) return []
      const patterns = after.patterns().map((way) => way.map(({ content, rest }) => [of(content), of(rest)] as const))
      const next = [...after.next].flatMap(([matched, state]) => {
        const index = indexes.get(state)
        return index === undefined ? [] : [[matched, index] as const]
      })
      return [[name, inside, patterns, next] as const]
    })
  const rowOf = (state: State): StateRow => {
    const closed = state.closed === undefined ? undefined : indexes.get(state.closed)
    return {
      ways: state.ways.map(of),
      nullable: automaton.nullable(state),
      ...(closed === undefined ? {} : { closed }),
      ...(state.elements.size === 0 ? {} : { elements: rowsOf(state.elements) }),
      ...(state.attributes.size === 0 ? {} : { attributes: rowsOf(state.attributes) }),
    }
  }
  const body = [
    withOrders ? JSON.stringify([...(schema.orders?.() ?? [])]) : '',
    ...lines,
    ...known.map((state) => JSON.stringify(rowOf(state))),
  ].join('\n')
  const header: Header = {
    format: FORMAT,
    length: body.length,
    types,
    names: names.all.map(({ uri, local }) => [uri, local]),
    own: own.length,
    patterns: lines.length,
    start: of(schema.start),
    plain: [...schema.plain],
  }
  return `${JSON.stringify(header)}\n${body}`
}

/**
 * The automaton that was saved as a text.
 *
 * @param librariesOf gives the datatypes, by what is known of the schema's regular expressions
 * @returns undefined for a text that `saveAutomaton` of this version did not make
 */
export function restoreAutomaton(
  text: string,
  librariesOf: (plain: PlainPatterns) => DatatypeLibraries,
  mostStates?: number,
): Automaton | undefined {
  const end = text.indexOf('\n')
  const header = end < 0 ? undefined : headerOf(text.slice(0, end))
  if (header === undefined || header.length !== text.length - end - 1) return undefined
  const { types, names, own, patterns, start } = header
  const plain: PlainPatterns = new Map(header.plain)
  const [orderLine = '', ...lines] = text.slice(end + 1).split('\n')
  const builder = new PatternBuilder()
  const { at, ownPatterns } = new PatternStore(lines.slice(0, patterns), own, types, builder, librariesOf(plain))
  const states = lines.slice(patterns)
  const source = {
    names: new NameTable(names.map(([uri, local]) => ({ uri, local }))),
    count: states.length,
    make: (index: number) => stateOf(JSON.parse(states[index] ?? '') as StateRow, at),
  }
  const schema: CompiledSchema = {
    builder,
    start: at(start),
    patterns: ownPatterns,
    plain,
    // It was written as the entries of such a map.
    ...(orderLine === '' ? {} : { orders: () => new Map(JSON.parse(orderLine) as [number, OrderPlan[]][]) }),
  }
  return new Automaton(schema, mostStates, source)
}

function headerOf(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Partial<Header> | null
    // A text of this format was made by this code, which writes all of it.
    return header?.format === FORMAT ? (header as Header) : undefined
  } catch {
    return undefined
  }
}

function stateOf(row: StateRow, at: (pattern: number) => Pattern): State {
  const state = new State(row.ways, () => row.ways.map(at))
  state.nullable = row.nullable
  state.closed = row.closed
  restore(state.elements, row.elements, at)
  restore(state.attributes, row.attributes, at)
  return state
}

function restore(into: Transitions, rows: readonly AfterRow[] = [], at: (pattern: number) => Pattern): void {
  for (const [name, inside, patterns, next] of rows) {
    const after = new After(inside, () =>
      patterns.map((way) => way.map(([content, rest]) => ({ content: at(content), rest: at(rest) }))),
    )
    for (const [matched, index] of next) after.next.set(matched, index)
    into.set(name, after)
  }
}
