#Requires -Modules VirtualMachineManager
# Sets what happens to virtual machines when their host starts and stops.
# Written by virt-lifecycle. Try it with -WhatIf first.
# The settings of the start and of the stop are set apart. A setting that Hyper-V refuses while the machine runs is
# reported; run the script again when the machine is off.
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
    $all = @(Get-SCVirtualMachine)
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
        $found = @($all | Where-Object { "$($_.VMId)" -eq $Id })
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
        $found = @($named | Where-Object { $ids -notcontains "$($_.VMId)" })
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

function Set-Lifecycle([string] $Id, [string] $Name, [string] $ByName, [hashtable] $Start = @{}, [hashtable] $Stop = @{}) {
    $vm = Find-Machine -Id $Id -Name $Name -ByName $ByName
    if ($null -eq $vm) { return }
    $refused = 0
    foreach ($settings in @($Start, $Stop)) {
        if ($settings.Count -eq 0) { continue }
        $names = @($settings.Keys | Sort-Object) -join ', '
        try {
            if ($WhatIfPreference) { Write-Host "What if: $(Get-Label $Id $Name): would set $names" }
            else { Set-SCVirtualMachine -VM $vm @settings | Out-Null }
        } catch {
            $refused++
            Write-Error -ErrorAction Continue -Message "$(Get-Label $Id $Name): could not set ${names}: $($_.Exception.Message)"
        }
    }
    if ($refused -eq 0) { $counts.Done++ } else { $counts.Failed++ }
}

Set-Lifecycle -Id '9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04' -Name 'build01' -ByName any -Start @{ StartAction = 'NeverAutoTurnOnVM' } -Stop @{ StopAction = 'TurnOffVM' }
Set-Lifecycle -Id '0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02' -Name 'db01' -ByName any -Start @{ StartAction = 'TurnOnVMIfRunningWhenVSStopped' } -Stop @{ StopAction = 'SaveVM' }
Set-Lifecycle -Id 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03' -Name 'dc01' -ByName any -Start @{ StartAction = 'AlwaysAutoTurnOnVM'; DelayStartSeconds = 10 } -Stop @{ StopAction = 'ShutdownGuestOS' }
Set-Lifecycle -Id '2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06' -Name 'files01' -ByName any -Start @{ StartAction = 'TurnOnVMIfRunningWhenVSStopped' } -Stop @{ StopAction = 'ShutdownGuestOS' }
Set-Lifecycle -Id '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01' -Name 'web01' -ByName any -Start @{ StartAction = 'AlwaysAutoTurnOnVM'; DelayStartSeconds = 30 } -Stop @{ StopAction = 'ShutdownGuestOS' }

$verb = if ($WhatIfPreference) { 'would set' } else { 'set' }
Write-Host "$verb $($counts.Done), failed $($counts.Failed), not found $($counts.NotFound)"
if (($counts.Failed + $counts.NotFound) -gt 0) { exit 1 }
