import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { type Machine, writeMachines } from '../../../src/translate/index.js'

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
const script = (lifecycle: Lifecycle) => {
  const machine: Machine = { name: "it's", uuid: UUID, lifecycle, source }
  const { documents, diagnostics } = writeMachines([machine], 'scvmm')
  return { text: documents[0]?.text ?? '', codes: diagnostics.map(({ code }) => code) }
}

describe('a script for Virtual Machine Manager', () => {
  // Written out from its documentation, not from the table.
  test.each<[Lifecycle, string]>([
    [
      { hostStart: 'ignore', hostStop: 'save' },
      "-Start @{ StartAction = 'NeverAutoTurnOnVM' } -Stop @{ StopAction = 'SaveVM' }",
    ],
    [
      { hostStart: 'restart-if-active', hostStop: 'destroy' },
      "-Start @{ StartAction = 'TurnOnVMIfRunningWhenVSStopped' } -Stop @{ StopAction = 'TurnOffVM' }",
    ],
    [
      { hostStart: 'start', delay: 30, hostStop: 'shutdown' },
      "-Start @{ StartAction = 'AlwaysAutoTurnOnVM'; DelayStartSeconds = 30 } -Stop @{ StopAction = 'ShutdownGuestOS' }",
    ],
    [{ delay: 0 }, '-Start @{ DelayStartSeconds = 0 }'],
  ])('%j', (lifecycle, settings) => {
    const { text, codes } = script(lifecycle)
    expect(text).toContain(`\nSet-Lifecycle -Id '${UUID}' -Name 'it''s' -ByName any ${settings}\n`)
    expect(codes).toEqual([])
  })

  test('calls no cmdlet of Hyper-V, and sets nothing with -WhatIf', () => {
    const { text } = script({ hostStart: 'start' })
    expect(text).toMatch(/^#Requires -Modules VirtualMachineManager\n/)
    expect(text).toContain('$all = @(Get-SCVirtualMachine)')
    expect(text).not.toMatch(/\b(Get|Set)-VM\b|\$_\.Id\b/)
    const [before = ''] = text.split('Set-SCVirtualMachine -VM $vm @settings')
    expect(before.trimEnd()).toMatch(/if \(\$WhatIfPreference\) \{ Write-Host .* \}\s+else \{$/)
  })

  test('tells machines of several hosts with one Id from machines in the script with one Id', () => {
    const { text } = script({ hostStart: 'start' })
    const reasons = text.match(/if \(\$found\.Count -gt \d\) \{ \$reason = .*/g)
    expect(reasons).toEqual([
      'if ($found.Count -gt 1) { $reason = "$($found.Count) machines have its Id" }',
      "if ($found.Count -gt 0) { $reason = 'several machines in this script have its Id' }",
    ])
  })

  test('cannot carry the order', () => {
    expect(script({ hostStart: 'start', order: 1 }).codes).toEqual(['VL303'])
  })
})
