import type { ScriptFormat, WriteResult } from '../format.js'
import type { Machine } from '../machine.js'
import { writeScript } from './powershell.js'
import type { Cmdlets } from './powershell-script.js'
import { SCVMM_SETTINGS } from './properties.js'

/** A script of `Set-SCVirtualMachine` calls, for Virtual Machine Manager. */
export const scvmmFormat = {
  id: 'scvmm',
  description: 'a script of Set-SCVirtualMachine calls (Virtual Machine Manager); takes -WhatIf',
  syntax: 'script',
  write: writeScvmm,
} as const satisfies ScriptFormat

/** Whether Set-SCVirtualMachine takes -WhatIf was not verified, so the script does not call it then. */
const SCVMM_CMDLETS: Cmdlets = {
  module: 'VirtualMachineManager',
  list: 'Get-SCVirtualMachine',
  id: 'VMId',
  set: `if ($WhatIfPreference) { Write-Host "What if: $(Get-Label $Id $Name): would set $names" }
            else { Set-SCVirtualMachine -VM $vm @settings | Out-Null }`,
}

function writeScvmm(machines: readonly Machine[]): WriteResult {
  return writeScript(
    machines,
    {
      format: 'scvmm',
      cmdlets: SCVMM_CMDLETS,
      settings: SCVMM_SETTINGS,
      valueFor: ({ setting, value }) => setting.write(value),
    },
    false,
  )
}
