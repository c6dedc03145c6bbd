import { BUILTIN } from './datatypes/builtin.js'
import type { DatatypeParam, DatatypeUse } from './datatypes/datatype.js'
import type { DatatypeLibraries } from './datatypes/libraries.js'
import type { NameClass } from './name-class.js'
import type { Pattern, PatternBuilder } from './pattern.js'

/** A pattern with numbers where it has patterns and datatypes. */
type PatternRow =
  | readonly ['choice' | 'interleave', readonly number[]]
  | readonly ['group', number, number]
  | readonly ['oneOrMore' | 'list', number]
  | readonly ['element' | 'attribute', NameClass, number]
  | readonly ['data', number, number | null]
  | readonly ['value', number, string, string]

/** A datatype, as a schema names it. */
export type TypeRow = readonly [library: string, name: string, params: readonly DatatypeParam[], definition?: string]

/** The patterns that every builder has, and that come first. */
const BUILT_IN = 3

/** Patterns, a line for each. */
export interface SavedPatterns {
  readonly types: readonly TypeRow[]
  readonly lines: readonly string[]
  /** The number that each pattern has among them. */
  readonly numbers: ReadonlyMap<Pattern, number>
}

/** @param patterns in the order they were made, with all that they are made of */
export function savePatterns(patterns: readonly Pattern[]): SavedPatterns {
  const numbers = new Map(patterns.map((pattern, number) => [pattern, number]))
  const of = (pattern: Pattern): number => existing(numbers.get(pattern))
  const types = new Map<DatatypeUse, number>()
  const typeOf = (type: DatatypeUse): number => {
    const number = types.get(type) ?? types.size
    types.set(type, number)
    return number
  }
  const lines = patterns.map((p, number) => (number < BUILT_IN ? '' : JSON.stringify(rowOf(p, of, typeOf))))
  const rows = [...types.keys()].map(
    ({ library, name, params, definition }): TypeRow =>
      definition ? [library, name, params, definition] : [library, name, params],
  )
  return { types: rows, lines, numbers }
}

function rowOf(p: Pattern, of: (pattern: Pattern) => number, typeOf: (type: DatatypeUse) => number): PatternRow {
  switch (p.kind) {
    case 'choice':
    case 'interleave':
      return [p.kind, p.members.map(of)]
    case 'group':
      return [p.kind, of(p.first), of(p.rest)]
    case 'oneOrMore':
    case 'list':
      return [p.kind, of(p.content)]
    case 'element':
    case 'attribute':
      return [p.kind, p.name, of(p.content)]
    case 'data':
      return [p.kind, typeOf(p.type), p.except === undefined ? null : of(p.except)]
    case 'value':
      return [p.kind, typeOf(p.type), p.text, p.key]
    default:
      throw new TypeError(`every builder has its own "${p.kind}"`)
  }
}

/** Saved patterns, each made when it is first asked for. */
export class PatternStore {
  private readonly patterns: (Pattern | undefined)[]
  private readonly types: readonly DatatypeUse[]

  /** @param own how many of the patterns are the schema's own; they come first */
  constructor(
    private readonly lines: readonly string[],
    private readonly own: number,
    types: readonly TypeRow[],
    private readonly builder: PatternBuilder,
    libraries: DatatypeLibraries,
  ) {
    this.patterns = [builder.empty, builder.notAllowed, builder.text]
    this.types = types.map((row) => lazyType(row, libraries))
    builder.takeOn(own, lines.length, () => this.upTo(lines.length))
  }

  /** The pattern of a number. */
  readonly at = (number: number): Pattern => {
    const made = this.patterns[number] ?? this.make(number, JSON.parse(existing(this.lines[number])) as PatternRow)
    this.patterns[number] = made
    return made
  }

  /** The schema's own patterns. */
  readonly ownPatterns = (): readonly Pattern[] => this.upTo(this.own)

  private upTo(count: number): readonly Pattern[] {
    return Array.from({ length: count }, (_, number) => this.at(number))
  }

  private make(number: number, row: PatternRow): Pattern {
    const { at, builder, types } = this
    switch (row[0]) {
      case 'choice':
      case 'interleave':
        return builder.remake(number, { kind: row[0], members: row[1].map(at) })
      case 'group':
        return builder.remake(number, { kind: 'group', first: at(row[1]), rest: at(row[2]) })
      case 'oneOrMore':
      case 'list':
        return builder.remake(number, { kind: row[0], content: at(row[1]) })
      case 'attribute':
        return builder.remake(number, { kind: 'attribute', name: row[1], content: at(row[2]) })
      case 'element':
        return builder.remakeElement(number, row[1], () => at(row[2]))
      case 'data': {
        const except = row[2] === null ? undefined : at(row[2])
        return builder.remake(number, { kind: 'data', type: existing(types[row[1]]), except })
      }
      case 'value':
        return builder.remake(number, { kind: 'value', type: existing(types[row[1]]), text: row[2], key: row[3] })
    }
  }
}

/** A datatype that is made when it is first asked something: most of a schema's never are. */
function lazyType([library, name, params, definition = '']: TypeRow, libraries: DatatypeLibraries): DatatypeUse {
  let made: DatatypeUse['datatype'] | undefined
  return {
    library,
    name,
    params,
    definition,
    get datatype() {
      if (made === undefined) {
        const created = (library === '' ? BUILTIN : libraries.get(library))?.create(name, params)
        if (created === undefined || 'error' in created) throw new TypeError('a saved datatype was right once')
        made = created.datatype
      }
      return made
    },
  }
}

function existing<T>(item: T | undefined): T {
  if (item === undefined) throw new TypeError('what is saved is complete')
  return item
}
