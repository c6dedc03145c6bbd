import type { Diagnostic } from '../../diagnostics/index.js'
import { type ScriptFormat, type WriteResult, writtenTogether } from '../format.js'
import { type Machine, machineDiagnostic } from '../machine.js'
import { scriptNameFault } from '../script-names.js'
import { POWERSHELL_SETTINGS } from './properties.js'
import { START_ACTIONS, STOP_ACTIONS } from './vocabulary.js'
import { type WrittenSetting, writtenSettings } from './write-settings.js'

/** A script of `Set-VM` calls. */
export const powershellFormat = {
  id: 'powershell',
  description: 'a script of Set-VM calls that is safe to run; takes -WhatIf',
  syntax: 'script',
  write: writePowershell,
} as const satisfies ScriptFormat

/**
 * A script with one block per machine. A machine is found by its Id, else by its exact name, which must be unique. If a
 * machine fails, the others are still set and the script ends with status 1. Names are in single quotes, so that they cannot
 * run anything.
 */
function writePowershell(machines: readonly Machine[]): WriteResult {
  const diagnostics: Diagnostic[] = []
  const blocks = machines.flatMap((machine) => {
    const { settings, diagnostics: lost } = writtenSettings(machine, 'powershell', POWERSHELL_SETTINGS)
    diagnostics.push(...lost)
    const fault = scriptNameFault(machine)
    if (fault === undefined) return blockOf(machine, settings)
    diagnostics.push(machineDiagnostic(machine, fault))
    return []
  })
  const text = `${HEAD}${blocks.join('')}${FOOT}`
  // Windows PowerShell 5 reads a script without a byte order mark as ANSI.
  const mark = /^\p{ASCII}*$/u.test(text) ? '' : '\ufeff'
  return writtenTogether('powershell', `${mark}${text}`, machines, diagnostics)
}

const HEAD = `#Requires -Modules Hyper-V
# Sets what happens to virtual machines when their host starts and stops.
# Written by virt-lifecycle. Try it with -WhatIf first.
# A setting that Hyper-V refuses while the machine runs is reported; run the script again when it is off.
[CmdletBinding(SupportsShouldProcess)]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$failed = 0
`

const FOOT = `
if ($failed -gt 0) {
    Write-Error -ErrorAction Continue -Message "$failed of the machines could not be set; see above."
    exit 1
}
`

/** The names that `Set-VM` takes. */
const NAMES: ReadonlyMap<unknown, string> = new Map(
  [START_ACTIONS, STOP_ACTIONS].flatMap((actions) =>
    Object.entries(actions).map(([value, { powershell }]) => [value, powershell] as const),
  ),
)

function argument({ setting, value }: WrittenSetting): string {
  return `-${setting.name} ${NAMES.get(value) ?? setting.write(value)}`
}

function blockOf({ name, uuid }: Machine, settings: readonly WrittenSetting[]): readonly string[] {
  if (settings.length === 0) return []
  const shown = singleQuoted(name ?? uuid ?? '')
  const find =
    uuid === undefined
      ? `@(Get-VM | Where-Object { $_.Name -ceq $name })\n    if ($vm.Count -ne 1) { throw "$($vm.Count) machines have this name" }`
      : `@(Get-VM -Id ${singleQuoted(uuid)})`
  return [
    `
$name = ${shown}
try {
    $vm = ${find}
    Set-VM -VM $vm[0] ${settings.map(argument).join(' ')} -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}
`,
  ]
}

/**
 * A text as a PowerShell string in single quotes, in which only the quote itself is special and is doubled. To PowerShell,
 * U+2018, U+2019, U+201A and U+201B are quotes too.
 */
export function singleQuoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}
