/** Says how to write a text that a named pattern of libvirt's schemas refuses; undefined where that pattern is not meant. */
type Explain = (text: string) => string | undefined

const MAC_GROUPS = 6

/** Longest path that is repeated. */
const LONGEST_SHOWN = 60

/** The faults of a MAC address, by its groups. */
function macAddress(text: string): string | undefined {
  const groups = text.split(':')
  if (groups.length === 1) return undefined
  const strange = /[^\da-f:]/i.exec(text)?.[0]
  if (strange !== undefined) return `"${strange}" is not a hexadecimal digit (0 to 9, a to f)`
  const wrong = groups.find((group) => group.length !== 2)
  if (wrong !== undefined) return `write each group with two digits, not "${wrong}"`
  return groups.length === MAC_GROUPS ? undefined : `it has ${groups.length} groups; write ${MAC_GROUPS}`
}

function unicastAddress(text: string): string | undefined {
  const digit = /^[\da-f]([\da-f]):/i.exec(text)?.[1]
  const isOdd = digit !== undefined && Number.parseInt(digit, 16) % 2 === 1
  return (
    macAddress(text) ??
    (isOdd ? `its second digit, "${digit}", is odd, as in multicast addresses; make it even` : undefined)
  )
}

/** How many digits each group of a UUID has. */
const UUID_GROUPS = [8, 4, 4, 4, 12] as const

/** The faults of a UUID, by its groups. */
function uuid(text: string): string | undefined {
  const strange = /[^\da-f-]/i.exec(text)?.[0]
  if (strange !== undefined) return `"${strange}" is not a hexadecimal digit (0 to 9, a to f)`
  const groups = text.split('-')
  if (groups.length !== UUID_GROUPS.length) return undefined
  const wrong = groups.findIndex((group, i) => group.length !== UUID_GROUPS[i])
  const found = groups[wrong]
  return found === undefined ? undefined : `"${found}" has ${found.length} digits; write ${UUID_GROUPS[wrong]}`
}

function cpuSet(text: string): string | undefined {
  const [, start, open] = /(?:^|,)((\d+)-)(?=,|$)/.exec(text) ?? []
  if (start !== undefined) return `the range "${start}" has no end; write ${open}-N, or only ${open}`
  const [range] = /(?<=^|,)-\d+/.exec(text) ?? []
  if (range !== undefined) return `the range "${range}" has no start; write 0${range}`
  return /\^\d+-/.test(text) ? 'after "^" write one CPU, which is left out' : undefined
}

function absolutePath(text: string): string | undefined {
  if (!/^[\w.~]/.test(text) || /^\w+:/.test(text)) return undefined
  return `begin it with "/", as in /…/${text.replace(/^(?:\.{0,2}|~)\//, '').slice(0, LONGEST_SHOWN)}`
}

function datastorePath(text: string): string | undefined {
  if (!text.startsWith('[')) return undefined
  return 'write the name of the datastore in "[" and "]", a space, and the path in it'
}

/** The first character that is not one of these. */
function only(allowed: RegExp): Explain {
  return (text) => {
    const strange = [...text].find((character) => !allowed.test(character))
    return strange === undefined ? undefined : `"${strange}" is not allowed in it`
  }
}

const EXPLAIN: ReadonlyMap<string, Explain> = new Map([
  ['absFilePath', absolutePath],
  ['absDirPath', absolutePath],
  ['aliasName', only(/[\w.-]/)],
  ['cpuset', cpuSet],
  ['diskSerial', only(/[A-Za-z0-9_.+ -]/)],
  ['genericName', only(/[\w+-]/)],
  ['macAddr', macAddress],
  ['multiMacAddr', macAddress],
  ['uniMacAddr', unicastAddress],
  ['UUID', uuid],
  ['vmwarePath', datastorePath],
])

/** What to change in a text, by the name of the pattern in libvirt's schemas. */
export function explainText(definition: string, text: string): string | undefined {
  return EXPLAIN.get(definition)?.(text)
}
