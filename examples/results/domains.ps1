#Requires -Modules Hyper-V
# Sets what happens to virtual machines when their host starts and stops.
# Written by virt-lifecycle. Try it with -WhatIf first.
# A setting that Hyper-V refuses while the machine runs is reported; run the script again when it is off.
[CmdletBinding(SupportsShouldProcess)]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$failed = 0

$name = 'build01'
try {
    $vm = @(Get-VM -Id '9e3c55d8-51b7-4a3a-a2c6-4a1f6d7b2c04')
    Set-VM -VM $vm[0] -AutomaticStartAction Nothing -AutomaticStopAction TurnOff -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}

$name = 'db01'
try {
    $vm = @(Get-VM -Id '0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02')
    Set-VM -VM $vm[0] -AutomaticStartAction StartIfRunning -AutomaticStopAction Save -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}

$name = 'dc01'
try {
    $vm = @(Get-VM -Id 'b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03')
    Set-VM -VM $vm[0] -AutomaticStartAction Start -AutomaticStartDelay 10 -AutomaticStopAction ShutDown -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}

$name = 'files01'
try {
    $vm = @(Get-VM -Id '2b7e7a10-0f0d-4d5b-93a7-5d2d5c1f6e06')
    Set-VM -VM $vm[0] -AutomaticStartAction StartIfRunning -AutomaticStopAction ShutDown -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}

$name = 'web01'
try {
    $vm = @(Get-VM -Id '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01')
    Set-VM -VM $vm[0] -AutomaticStartAction Start -AutomaticStartDelay 30 -AutomaticStopAction ShutDown -WhatIf:$WhatIfPreference
} catch {
    $failed++
    Write-Error -ErrorAction Continue -Message "$($name): $($_.Exception.Message)"
}

if ($failed -gt 0) {
    Write-Error -ErrorAction Continue -Message "$failed of the machines could not be set; see above."
    exit 1
}
