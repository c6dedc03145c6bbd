/** Where a JSON value is: its range in the text, in UTF-16 code units, and its way from the root. */
interface JsonPosition {
  readonly start: number
  readonly end: number
  /** The object or array that holds it; undefined for the root. */
  readonly parent: JsonObject | JsonArray | undefined
  /** Its name or index there. */
  readonly step: string | number
}

/** A JSON value that holds no others. */
export interface JsonScalar extends JsonPosition {
  readonly type: 'string' | 'number' | 'boolean' | 'null'
  /** A number beyond 2^53 has lost digits; `raw` has them all. */
  readonly value: string | number | boolean | null
  /** As written. */
  readonly raw: string
}

/** A JSON object with its members in the order they are written, duplicates included. */
export interface JsonObject extends JsonPosition {
  readonly type: 'object'
  readonly members: readonly JsonMember[]
}

/** A member of an object. */
export interface JsonMember {
  readonly name: string
  /** The range of its name, the quotes included. */
  readonly nameStart: number
  readonly nameEnd: number
  readonly value: JsonNode
}

/** A JSON array. */
export interface JsonArray extends JsonPosition {
  readonly type: 'array'
  readonly items: readonly JsonNode[]
}

/** Any JSON value. */
export type JsonNode = JsonObject | JsonArray | JsonScalar

/** The path of a value from the root: `$[2].Name`. */
export function pathOf(node: JsonNode): string {
  const steps: string[] = []
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const isPlainName = /^[A-Za-z_$][\w$]*$/.test(String(at.step))
    steps.push(isPlainName ? `.${at.step}` : `[${JSON.stringify(at.step)}]`)
  }
  return `$${steps.reverse().join('')}`
}

/** The plain value of a node, as JSON.parse gives it: of members with the same name the last. */
export function plainValue(node: JsonNode): unknown {
  switch (node.type) {
    case 'object': {
      const plain = new Map<string, unknown>()
      for (const { name, value } of node.members) plain.set(name, plainValue(value))
      return Object.fromEntries(plain)
    }
    case 'array': {
      const plain: unknown[] = []
      for (const item of node.items) plain.push(plainValue(item))
      return plain
    }
    default:
      return node.value
  }
}

/** The first member of a name. */
export function memberNamed(object: JsonObject, name: string): JsonMember | undefined {
  return object.members.find((member) => member.name === name)
}

/** The duplicates among the members of an object: those whose name, in whatever case, an earlier member has. */
export function repeatedMembers(node: JsonObject): readonly JsonMember[] {
  const seen = new Set<string>()
  return node.members.filter(({ name }) => {
    const key = name.toLowerCase()
    if (seen.has(key)) return true
    seen.add(key)
    return false
  })
}
