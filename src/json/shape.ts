import { nearest, quote } from '../diagnostics/index.js'
import { SHAPES, type ShapeCheckError } from '../generated/shapes.js'
import { type JsonMember, type JsonNode, type JsonObject, plainValue } from './node.js'

/** What is wrong with the form of a JSON value, and where. */
export interface ShapeError {
  /** The innermost value concerned that is there. */
  readonly place: JsonNode
  /** The member concerned, where it is one that nobody knows. */
  readonly member?: JsonMember
  readonly message: string
}

/** The forms that are checked with a JSON Schema. */
type ShapeName = keyof typeof SHAPES

/**
 * Check a value against the JSON Schema of its form.
 *
 * @param judged names of members that somebody else checks, with better messages: nothing is said of their values
 */
export function describeShapeErrors(
  shape: ShapeName,
  root: JsonObject,
  judged: readonly string[] = [],
): readonly ShapeError[] {
  const check = SHAPES[shape]
  if (check(plainValue(root))) return []
  const members = new Members()
  const unknown = new Map<JsonNode, number>()
  const found = (check.errors ?? []).flatMap((error) => {
    const steps = error.instancePath
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (steps.some((step) => judged.includes(step)) || BRANCHES.includes(error.keyword)) return []
    const place = follow(root, steps, members)
    if (error.keyword !== 'additionalProperties' || place.type !== 'object')
      return [{ place, message: describe(error, steps) }]
    const count = (unknown.get(place) ?? 0) + 1
    unknown.set(place, count)
    if (count > MOST_UNKNOWN) return []
    const member = members.of(place).get(String(error.params['additionalProperty']))?.first
    return [{ place, message: describe(error, steps), ...(member === undefined ? {} : { member }) }]
  })
  const more = [...unknown].flatMap(([place, count]) =>
    count > MOST_UNKNOWN ? [{ place, message: `${count - MOST_UNKNOWN} more names are unknown` }] : [],
  )
  return [...found, ...more]
}

/** Most unknown members of an object that are described: looking for what each may have been meant to be takes long. */
const MOST_UNKNOWN = 20

/** The members of objects by their names: the first of a name, and the last, which is the one that the plain value has. */
class Members {
  private readonly known = new Map<
    JsonObject,
    ReadonlyMap<string, { readonly first: JsonMember; readonly last: JsonMember }>
  >()

  of(object: JsonObject): NonNullable<ReturnType<Members['known']['get']>> {
    const found = this.known.get(object)
    if (found !== undefined) return found
    const made = new Map<string, { readonly first: JsonMember; readonly last: JsonMember }>()
    for (const last of object.members) made.set(last.name, { first: made.get(last.name)?.first ?? last, last })
    this.known.set(object, made)
    return made
  }
}

/** Keywords whose errors say no more than that those of their branches do. */
const BRANCHES = ['anyOf', 'oneOf', 'if', 'not']

function follow(root: JsonNode, steps: readonly string[], members: Members): JsonNode {
  let at = root
  for (const step of steps) {
    const next: JsonNode | undefined =
      at.type === 'object'
        ? members.of(at).get(step)?.last.value
        : at.type === 'array'
          ? at.items[Number(step)]
          : undefined
    if (next === undefined) return at
    at = next
  }
  return at
}

/** An error of ajv's in plain words. */
function describe(error: ShapeCheckError, steps: readonly string[]): string {
  const [last = 'the document', owner] = [...steps].reverse()
  const what = owner !== undefined && /^[0-9]+$/.test(last) ? `${owner}[${last}]` : last
  switch (error.keyword) {
    case 'required':
      return `${quote(String(error.params['missingProperty']))} is missing`
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty'])
      const known = Object.keys(Object(error.parentSchema?.['properties']))
      const meant = nearest(name, known)
      const instead = meant === undefined ? `known are: ${known.join(', ')}` : `did you mean "${meant}"?`
      return `${quote(name)} is unknown; ${instead}`
    }
    case 'const':
      return `${what} must be ${JSON.stringify(error.params['allowedValue'])}`
    case 'enum':
      return `${what} must be one of: ${Object(error.params['allowedValues']).join(', ')}`
    case 'type':
      return `${what} must be ${[error.params['type']].flat().join(' or ')}`
    default:
      return `${what} ${error.message ?? 'is wrong'}`
  }
}
