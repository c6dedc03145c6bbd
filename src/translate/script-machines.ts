import type { Diagnostic, Finding } from '../diagnostics/index.js'
import { type Machine, machineDiagnostic, machineLabel } from './machine.js'

/**
 * How far a script may go to find a machine that is not there under its UUID: by its name in any letter case, by its
 * exact name, or not by its name at all.
 */
export type ByName = 'any' | 'exact' | 'no'

/** A machine that a script can look for where it runs. */
export interface ScriptMachine {
  readonly machine: Machine
  /** Whether no other machine of the input can be meant by its name. */
  readonly byName: ByName
}

/** The machines that a script can look for, and why it cannot look for the others. */
export interface ScriptMachines {
  readonly machines: readonly ScriptMachine[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * What a script can look for: a machine whose UUID or whose name no other machine has. The rule is that of
 * `matchMachines`, applied where the script runs: a UUID that is there decides, and a name is good enough only if exactly
 * one machine and exactly one domain has it. The letter case is ignored only if no two machines differ in nothing else.
 *
 * @param everything all machines of the input; those without settings count, because a name may be theirs
 */
export function scriptMachines(everything: readonly Machine[], chosen: readonly Machine[]): ScriptMachines {
  const uuids = countOf(everything, ({ uuid }) => uuid)
  const names = countOf(everything, ({ name }) => name)
  const folded = countOf(everything, ({ name }) => name?.toLowerCase())
  const machines: ScriptMachine[] = []
  const diagnostics: Diagnostic[] = []
  for (const machine of chosen) {
    const { uuid, name } = machine
    const fault =
      scriptNameFault(machine) ?? (identifies(uuids, uuid) || identifies(names, name) ? undefined : alike(machine))
    if (fault === undefined) {
      const byName =
        name === undefined || !identifies(names, name) ? 'no' : identifies(folded, name.toLowerCase()) ? 'any' : 'exact'
      machines.push({ machine, byName })
    } else diagnostics.push(machineDiagnostic(machine, fault))
  }
  return { machines, diagnostics }
}

function countOf(
  machines: readonly Machine[],
  keyOf: (machine: Machine) => string | undefined,
): ReadonlyMap<string | undefined, number> {
  const counts = new Map<string | undefined, number>()
  for (const machine of machines) counts.set(keyOf(machine), (counts.get(keyOf(machine)) ?? 0) + 1)
  return counts
}

/** Whether only one machine has this UUID or name. */
function identifies(counts: ReadonlyMap<string | undefined, number>, key: string | undefined): boolean {
  return key !== undefined && counts.get(key) === 1
}

/** That other machines have the same UUID and name, or the one of them that the machine has (VL336). */
function alike(machine: Machine): Finding {
  const { name, uuid } = machine
  const what = [uuid === undefined ? [] : ['UUID'], name === undefined ? [] : ['name']].flat().join(' and ')
  return {
    code: 'VL336',
    message: `${machineLabel(machine)}: its ${what} is not its own, so a script cannot tell which machine is meant`,
    hint: uuid === undefined ? 'include the UUID when you export the machines' : 'convert one export of each machine',
  }
}

/** Why a script cannot name a machine, if it cannot: it has neither name nor UUID (VL307), or a name with NUL or a lone surrogate (VL309). */
function scriptNameFault(machine: Machine): Finding | undefined {
  const { name, uuid } = machine
  if (name === undefined && uuid === undefined) {
    return {
      code: 'VL307',
      message: 'a machine has neither a name nor a UUID, so a script cannot find it',
      hint: 'include the name when you export the machine',
    }
  }
  if (!/\0|\p{Cs}/u.test(name ?? '')) return undefined
  return {
    code: 'VL309',
    message: `${machineLabel(machine)}: its name cannot be written in a script`,
    hint: 'rename the machine',
  }
}
