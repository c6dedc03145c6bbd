import { type Finding, quote } from '../diagnostics/index.js'
import { type Machine, machineLabel } from './machine.js'

/** Why a script cannot name a machine: it has neither name nor UUID (VL307), or no text file holds its name (VL309). */
export function scriptNameFault(machine: Machine): Finding | undefined {
  const { name, uuid } = machine
  if (name === undefined && uuid === undefined) {
    return {
      code: 'VL307',
      message: 'a machine has neither name nor UUID, so a script cannot find it',
      hint: 'include the name when you export the machine',
    }
  }
  if (!/\0|\p{Cs}/u.test(name ?? '')) return undefined
  return {
    code: 'VL309',
    message: `${machineLabel(machine, quote)}: a script cannot hold its name`,
    hint: 'rename the machine',
  }
}
