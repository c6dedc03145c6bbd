import { Option } from 'commander'
import { CIM_VERSIONS, FORMATS } from '../translate/index.js'

/** The formats that can be read, by their names. */
export const READ = FORMATS.filter(({ read }) => read !== undefined).map(({ id }) => id)

/** The formats that can be written, by their names. */
export const WRITTEN = FORMATS.filter(({ write }) => write !== undefined).map(({ id }) => id)

/** What becomes of reserved values. */
export function onReserved(): Option {
  return new Option(
    '--on-reserved <what>',
    'a reserved Hyper-V value leaves out the machine ("error") or the property ("skip")',
  )
    .choices(['error', 'skip'])
    .default('error')
}

/** The class of CIM instances; `what` says what it is for. */
export function hyperv(what: string): Option {
  return new Option('--hyperv <version>', `the class of CIM instances that is ${what}: v1 counts its actions from 0`)
    .choices([...CIM_VERSIONS])
    .default('v2')
}
