import type { JsonNode, JsonObject } from '../../json/index.js'
import { OBJECT_KINDS } from './identify.js'
import type { ObjectKind } from './object-kind.js'
import { settingNames } from './properties.js'

/** How sure it is that an object is a machine: it has a setting, or something else that only machines have. */
type Mark = 'setting' | 'other'

/**
 * The values of a document that are machines, or should be: the objects in it or in its lists and, of an object that is no
 * machine itself, such as `{"hv01": […], "hv02": […]}`, the machines at any depth. There, objects with settings are
 * machines; only if there are none, objects with other marks: a network adapter names its machine too (VMName).
 *
 * The work is linear in the size of the document.
 */
export function machineNodes(root: JsonNode): readonly JsonNode[] {
  return listed(root).flatMap((node) => {
    if (node.type !== 'object' || markOf(node) !== undefined) return [node]
    const inside: Record<Mark, JsonNode[]> = { setting: [], other: [] }
    collect(node, inside)
    const found = inside.setting.length > 0 ? inside.setting : inside.other
    return found.length > 0 ? found : [node]
  })
}

/** The values in a document, including those in arrays and wrappers. */
function listed(root: JsonNode): readonly JsonNode[] {
  if (root.type === 'array') return root.items.flatMap(listed)
  const list = root.type === 'object' ? wrappedList(root) : undefined
  return list === undefined ? [root] : listed(list)
}

function wrappedList(object: JsonObject): JsonNode | undefined {
  const [value, count] = ['value', 'Count'].map((name) => object.members.find((member) => member.name === name)?.value)
  return object.members.length === 2 && value?.type === 'array' && count?.type === 'number' ? value : undefined
}

function collect(node: JsonNode, into: Readonly<Record<Mark, JsonNode[]>>): void {
  if (node.type === 'array') for (const item of node.items) collect(item, into)
  if (node.type !== 'object') return
  const mark = markOf(node)
  if (mark !== undefined) into[mark].push(node)
  else for (const { value } of node.members) collect(value, into)
}

function markOf(node: JsonObject): Mark | undefined {
  let mark: Mark | undefined
  for (const { name } of node.members) {
    const found = MARKS.get(name.toLowerCase())
    if (found === 'setting') return found
    mark ??= found
  }
  return mark
}

const MARKS: ReadonlyMap<string, Mark> = new Map(
  (['other', 'setting'] as const).flatMap((mark) =>
    OBJECT_KINDS.flatMap((kind) =>
      (mark === 'setting' ? settingNames(kind.settings) : kind.marks).map(
        (name) => [name.toLowerCase(), mark] as const,
      ),
    ),
  ),
)

/** The members by which objects of these kinds are recognised. */
export function marksOf(kinds: readonly ObjectKind[]): readonly string[] {
  return kinds.flatMap(({ settings, marks }) => [...settingNames(settings), ...marks])
}

/** Whether a document has a machine with one of these members; letter case is ignored. */
export function hasMachineWith(root: JsonNode, names: readonly string[]): boolean {
  const marks = new Set(names.map((name) => name.toLowerCase()))
  return machineNodes(root).some(
    (node) => node.type === 'object' && node.members.some(({ name }) => marks.has(name.toLowerCase())),
  )
}
