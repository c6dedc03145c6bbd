#Requires -Modules Hyper-V
# Keeps virtual machines that were moved to another host from starting on this one: it prints what is set for each machine
# now, and sets AutomaticStartAction to Nothing. Keep what it prints to be able to go back: .\fence.ps1 | Export-Csv before.csv
# Of a machine in a failover cluster, the cluster decides about the start: remove its role there.
# Written by virt-lifecycle. Try it with -WhatIf first.
[CmdletBinding(SupportsShouldProcess)]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$counts = @{ Done = 0; Failed = 0; NotFound = 0 }

# The Ids of all machines in this script. A machine with one of them is not taken for another because of its name.
$ids = @(
    '9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04'
    '0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02'
    'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03'
    '2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06'
    'c1c7d9c0-6f55-4c9e-9d2b-8b9d4e6a0f05'
    '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
)

try {
    $all = @(Get-VM)
} catch {
    Write-Error -ErrorAction Continue -Message "The machines could not be listed, nothing was set: $($_.Exception.Message)"
    exit 2
}

# A machine in messages, without characters that could control the terminal.
function Get-Label([string] $Id, [string] $Name) {
    if ($Name -eq '') { return $Id }
    return [regex]::Replace($Name, '\p{C}', '?')
}

# The machine with this Id, else the only one with this name. -ByName says whether the letter case may differ ("any"), or
# not ("exact"), or that another machine in this script has the name too ("no").
function Find-Machine([string] $Id, [string] $Name, [string] $ByName) {
    $reason = 'no machine has its Id or its name'
    $found = @()
    if ($Id -ne '') {
        $found = @($all | Where-Object { "$($_.Id)" -eq $Id })
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
        $found = @($named | Where-Object { $ids -notcontains "$($_.Id)" })
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

function Disable-Start([string] $Id, [string] $Name, [string] $ByName) {
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

Disable-Start -Id '9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04' -Name 'build01' -ByName any
Disable-Start -Id '0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02' -Name 'db01' -ByName any
Disable-Start -Id 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03' -Name 'dc01' -ByName any
Disable-Start -Id '2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06' -Name 'files01' -ByName any
Disable-Start -Id 'c1c7d9c0-6f55-4c9e-9d2b-8b9d4e6a0f05' -Name 'mail01' -ByName any
Disable-Start -Id '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01' -Name 'web01' -ByName any

$verb = if ($WhatIfPreference) { 'would set' } else { 'set' }
Write-Host "$verb $($counts.Done), failed $($counts.Failed), not found $($counts.NotFound)"
if (($counts.Failed + $counts.NotFound) -gt 0) { exit 1 }
