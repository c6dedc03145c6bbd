import { Option } from 'commander'
import { CIM_VERSIONS, FORMATS } from '../../translate/index.js'

/** The formats that can be read, by their names. */
const READ = FORMATS.filter(({ read }) => read !== undefined).map(({ id }) => id)

/** The format that is read; `others` are further places to read from. */
export function from(...others: readonly string[]): Option {
  const choices = [...READ, ...others]
  return new Option('--from <format>', 'the format to read; detected from the content by default').choices(choices)
}

/** What becomes of reserved values. */
export function onReserved(): Option {
  return new Option(
    '--on-reserved <what>',
    'what a reserved Hyper-V value leaves out: the machine ("error") or only the property ("skip")',
  )
    .choices(['error', 'skip'])
    .default('error')
}

/** The class of CIM instances; `what` says what it is for. */
export function hyperv(what: string): Option {
  return new Option('--hyperv <version>', `the class of CIM instances ${what}; v1 numbers its actions from 0`)
    .choices([...CIM_VERSIONS])
    .default('v2')
}
