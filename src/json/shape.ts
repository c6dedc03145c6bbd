import { nearest } from '../diagnostics/index.js'
import { SHAPES, type ShapeCheckError } from '../generated/shapes.js'
import { type JsonMember, type JsonNode, type JsonObject, memberNamed, plainValue } from './node.js'

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
  return (check.errors ?? []).flatMap((error) => {
    const steps = error.instancePath
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (steps.some((step) => judged.includes(step)) || BRANCHES.includes(error.keyword)) return []
    const place = follow(root, steps)
    const member = unknownMember(error, place)
    return [{ place, message: describe(error, steps), ...(member === undefined ? {} : { member }) }]
  })
}

/** Keywords whose errors say no more than that those of their branches do. */
const BRANCHES = ['anyOf', 'oneOf', 'if', 'not']

function follow(root: JsonNode, steps: readonly string[]): JsonNode {
  let at = root
  for (const step of steps) {
    // Of duplicate members the plain value has the last.
    const next: JsonNode | undefined =
      at.type === 'object'
        ? at.members.findLast((member) => member.name === step)?.value
        : at.type === 'array'
          ? at.items[Number(step)]
          : undefined
    if (next === undefined) return at
    at = next
  }
  return at
}

function unknownMember(error: ShapeCheckError, place: JsonNode): JsonMember | undefined {
  return error.keyword === 'additionalProperties' && place.type === 'object'
    ? memberNamed(place, String(error.params['additionalProperty']))
    : undefined
}

/** An error of ajv's in plain words. */
function describe(error: ShapeCheckError, steps: readonly string[]): string {
  const [last = 'the document', owner] = [...steps].reverse()
  const what = owner !== undefined && /^[0-9]+$/.test(last) ? `${owner}[${last}]` : last
  switch (error.keyword) {
    case 'required':
      return `${JSON.stringify(error.params['missingProperty'])} is missing`
    case 'additionalProperties': {
      const name = String(error.params['additionalProperty'])
      const known = Object.keys(Object(error.parentSchema?.['properties']))
      const meant = nearest(name, known)
      const instead = meant === undefined ? `known are: ${known.join(', ')}` : `did you mean "${meant}"?`
      return `${JSON.stringify(name)} is unknown; ${instead}`
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
