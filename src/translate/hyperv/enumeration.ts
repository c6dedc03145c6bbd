import { integerText, trimmed } from './numbers.js'

/** A member of an enumeration. */
export interface EnumerationMember {
  /** Its number; undefined if the number is not known. */
  readonly number?: number
  readonly name: string
}

/** The member that a value names, or `contradiction` if a number and a name in it are different members. */
type Found<Member> = Member | 'contradiction' | undefined

/**
 * Find the member of an enumeration that a value means: its number; its name in any letter case; either as text (`"3"`),
 * as `Import-Csv` and other tools give them; or `{"value": 3, "Value": "Start"}`, as ConvertTo-Json writes an enumeration
 * from a remote session.
 */
export function memberOf<Member extends EnumerationMember>(value: unknown, members: readonly Member[]): Found<Member> {
  const remote = remoteEnumeration(value)
  if (remote !== undefined) {
    const named = memberOf(remote.name, members)
    // Without a known number, the name decides.
    const isSame = typeof named !== 'object' || named.number === undefined || named.number === remote.number
    return isSame ? named : 'contradiction'
  }
  const number = typeof value === 'string' ? integerText(value) : value
  if (number !== undefined) return members.find((member) => member.number !== undefined && member.number === number)
  return typeof value === 'string' ? memberNamed(value, members) : undefined
}

function memberNamed<Member extends EnumerationMember>(text: string, members: readonly Member[]): Member | undefined {
  const name = trimmed(text).toLowerCase()
  return members.find((member) => member.name.toLowerCase() === name)
}

/** The number and the name in a deserialised enumeration. The names of its two members differ in letter case only. */
function remoteEnumeration(value: unknown): { readonly number: number; readonly name: string } | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return undefined
  const { value: number, Value: name }: { value?: unknown; Value?: unknown } = value
  return typeof number === 'number' && typeof name === 'string' ? { number, name } : undefined
}
