import type { Finding } from '../diagnostics/index.js'
import { type Machine, machineLabel } from './machine.js'

/** Why a script cannot name a machine, if it cannot: it has neither name nor UUID (VL307), or a name with NUL or a lone surrogate (VL309). */
export function scriptNameFault(machine: Machine): Finding | undefined {
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
