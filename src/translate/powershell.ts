import type { Diagnostic } from '../diagnostics/index.js'
import { hostStartAction, hostStopAction } from '../lifecycle/index.js'
import { type Format, type Machine, machineDiagnostic, type WriteResult, writtenTogether } from './machine.js'
import { scriptNameFault } from './script-names.js'
import { lost } from './write-settings.js'

/** A script of `Set-VM` calls. */
export const powershellFormat: Format = {
  id: 'powershell',
  description: 'a script of Set-VM calls that is safe to run; takes -WhatIf',
  write: writePowershell,
}

/**
 * One block a machine: found by its Id, else by its exact name, which must be that of one machine only. A machine that
 * fails does not stop the others; the script ends with 1 then. No name can run anything: names stand in single quotes.
 */
function writePowershell(machines: readonly Machine[]): WriteResult {
  const diagnostics: Diagnostic[] = []
  const blocks = machines.flatMap((machine) => {
    if (machine.lifecycle.order !== undefined) diagnostics.push(lost(machine, 'powershell', 'order'))
    const fault = scriptNameFault(machine)
    if (fault === undefined) return blockOf(machine)
    diagnostics.push(machineDiagnostic(machine, fault))
    return []
  })
  const text = `${HEAD}${blocks.join('')}${FOOT}`
  // Windows PowerShell 5 takes a script without a byte order mark for ANSI.
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

function blockOf({ name, uuid, lifecycle }: Machine): readonly string[] {
  const { hostStart, delay, hostStop } = lifecycle
  const settings = [
    ...(hostStart === undefined ? [] : [`-AutomaticStartAction ${hostStartAction(hostStart).powershell}`]),
    ...(delay === undefined ? [] : [`-AutomaticStartDelay ${delay}`]),
    ...(hostStop === undefined ? [] : [`-AutomaticStopAction ${hostStopAction(hostStop).powershell}`]),
  ]
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
    Set-VM -VM $vm[0] ${settings.join(' ')} -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}
`,
  ]
}

/**
 * A PowerShell string that stands for exactly this text: in single quotes nothing is special but the quote itself, which
 * is doubled. PowerShell takes U+2018, U+2019, U+201A and U+201B for the same quote.
 */
export function singleQuoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}
