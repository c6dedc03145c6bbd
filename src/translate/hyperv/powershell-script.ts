/** The cmdlets of a module, and what differs between them. */
export interface Cmdlets {
  /** The name of the module. */
  readonly module: string
  /** Lists all machines. */
  readonly list: string
  /** The property of a machine that is its GUID. */
  readonly id: string
  /** Sets what is in `$settings`, whose names are in `$names`, for `$vm`, unless `$WhatIfPreference` is set. */
  readonly set: string
}

/** The cmdlets of Hyper-V's own module. */
export const HYPERV_CMDLETS: Cmdlets = {
  module: 'Hyper-V',
  list: 'Get-VM',
  id: 'Id',
  set: 'Set-VM -VM $vm @settings -WhatIf:$WhatIfPreference',
}

/**
 * What comes before the machines: the functions that find a machine and set it. Names are compared as ordinal texts,
 * because PowerShell's own operators ignore characters that the culture does not sort by.
 *
 * @param ids the Ids of all machines, each as a line with a PowerShell string
 * @param fence whether the machines are kept from starting, rather than given their settings
 */
export function scriptHead({ module, list, id, set }: Cmdlets, ids: readonly string[], fence: boolean): string {
  return `#Requires -Modules ${module}
${fence ? FENCE_PURPOSE : PURPOSE}[CmdletBinding(SupportsShouldProcess)]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$counts = @{ Done = 0; Failed = 0; NotFound = 0 }

# The Ids of all machines in this script. A machine with one of them is not taken for another because of its name.
$ids = @(${ids.join('')}
)

try {
    $all = @(${list})
} catch {
    Write-Error -ErrorAction Continue -Message "The machines could not be listed, nothing was set: $($_.Exception.Message)"
    exit 2
}

# A machine in messages, without characters that could control the terminal.
function Get-Label([string] $Id, [string] $Name) {
    if ($Name -eq '') { return $Id }
    return [regex]::Replace($Name, '\\p{C}', '?')
}

# The machine with this Id, else the only one with this name. -ByName says whether the letter case may differ ("any"), or
# not ("exact"), or that another machine in this script has the name too ("no").
function Find-Machine([string] $Id, [string] $Name, [string] $ByName) {
    $reason = 'no machine has its Id or its name'
    $found = @()
    if ($Id -ne '') {
        $found = @($all | Where-Object { "$($_.${id})" -eq $Id })
        $twins = @($ids | Where-Object { $_ -eq $Id })
        if ($found.Count -eq 1 -and $twins.Count -eq 1) { return $found[0] }
    }
    $comparisons = @()
    if ($found.Count -gt 1) { $reason = "$($found.Count) machines have its Id" }
    elseif ($found.Count -gt 0) { $reason = 'several machines in this script have its Id' }
    elseif ($Name -eq '') { $reason = 'no machine has its Id' }
    elseif ($ByName -eq 'no') { $reason = 'no machine has its Id, and several machines in this script have its name' }
    elseif ($ByName -eq 'exact') { $comparisons = @('Ordinal') }
    else { $comparisons = @('Ordinal', 'OrdinalIgnoreCase') }
    foreach ($comparison in $comparisons) {
        $named = @($all | Where-Object { [string]::Equals($_.Name, $Name, [StringComparison] $comparison) })
        $found = @($named | Where-Object { $ids -notcontains "$($_.${id})" })
        if ($comparison -eq 'Ordinal' -and $named.Count -gt $found.Count) {
            $reason = 'the machine with its name has the Id of another machine in this script'
            break
        }
        if ($found.Count -eq 1) { return $found[0] }
        if ($found.Count -gt 1) {
            $reason = "$($found.Count) machines have its name"
            break
        }
    }
    $counts.NotFound++
    Write-Error -ErrorAction Continue -Message "$(Get-Label $Id $Name): not found: $reason"
}

${fence ? DISABLE_START : setLifecycle(set)}`
}

const PURPOSE = `# Sets what happens to virtual machines when their host starts and stops.
# Written by virt-lifecycle. Try it with -WhatIf first.
# The settings of the start and of the stop are set apart. A setting that Hyper-V refuses while the machine runs is
# reported; run the script again when the machine is off.
`

const FENCE_PURPOSE = `# Keeps virtual machines that were moved to another host from starting on this one: it prints what is set for each machine
# now, and sets AutomaticStartAction to Nothing. Keep what it prints to be able to go back: .\\fence.ps1 | Export-Csv before.csv
# Of a machine in a failover cluster, the cluster decides about the start: remove its role there.
# Written by virt-lifecycle. Try it with -WhatIf first.
`

const setLifecycle = (
  set: string,
): string => `function Set-Lifecycle([string] $Id, [string] $Name, [string] $ByName, [hashtable] $Start = @{}, [hashtable] $Stop = @{}) {
    $vm = Find-Machine -Id $Id -Name $Name -ByName $ByName
    if ($null -eq $vm) { return }
    $refused = 0
    foreach ($settings in @($Start, $Stop)) {
        if ($settings.Count -eq 0) { continue }
        $names = @($settings.Keys | Sort-Object) -join ', '
        try {
            ${set}
        } catch {
            $refused++
            Write-Error -ErrorAction Continue -Message "$(Get-Label $Id $Name): could not set \${names}: $($_.Exception.Message)"
        }
    }
    if ($refused -eq 0) { $counts.Done++ } else { $counts.Failed++ }
}
`

const DISABLE_START = `function Disable-Start([string] $Id, [string] $Name, [string] $ByName) {
    $vm = Find-Machine -Id $Id -Name $Name -ByName $ByName
    if ($null -eq $vm) { return }
    $vm | Select-Object -Property Name, Id, State, AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction
    try {
        Set-VM -VM $vm -AutomaticStartAction 'Nothing' -WhatIf:$WhatIfPreference
        $counts.Done++
    } catch {
        $counts.Failed++
        Write-Error -ErrorAction Continue -Message "$(Get-Label $Id $Name): could not set AutomaticStartAction: $($_.Exception.Message)"
    }
}
`

/** What comes after the machines: how many were set, and the exit status. */
export const SCRIPT_FOOT = `
$verb = if ($WhatIfPreference) { 'would set' } else { 'set' }
Write-Host "$verb $($counts.Done), failed $($counts.Failed), not found $($counts.NotFound)"
if (($counts.Failed + $counts.NotFound) -gt 0) { exit 1 }
`
