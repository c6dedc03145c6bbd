import { type ScriptFormat, type WriteOptions, type WriteResult, writtenTogether } from '../format.js'
import type { Machine } from '../machine.js'
import { nothingToSet } from '../nothing-to-set.js'
import { scriptMachines } from '../script-machines.js'
import { type Cmdlets, HYPERV_CMDLETS, SCRIPT_FOOT, scriptHead } from './powershell-script.js'
import { POWERSHELL_SETTINGS, type SettingTable } from './properties.js'
import { POWERSHELL_NAMES } from './vocabulary.js'
import { type WrittenSetting, writtenSettings } from './write-settings.js'

/** A script of `Set-VM` calls. */
export const powershellFormat = {
  id: 'powershell',
  description: 'a script of Set-VM calls that is safe to run; takes -WhatIf',
  syntax: 'script',
  write: writePowershell,
} as const satisfies ScriptFormat

/** Options of the writer of PowerShell scripts. */
export interface PowershellWriteOptions extends WriteOptions {
  /**
   * Instead of the settings, a script for the host that the machines have left: it prints what each machine has, and sets
   * its start action to Nothing, so that the machine never starts in two places.
   */
  readonly fence?: boolean
}

function writePowershell(machines: readonly Machine[], { fence = false }: PowershellWriteOptions): WriteResult {
  return writeScript(
    machines,
    {
      format: 'powershell',
      cmdlets: HYPERV_CMDLETS,
      settings: POWERSHELL_SETTINGS,
      valueFor: ({ setting, value }) => POWERSHELL_NAMES.get(value) ?? setting.write(value),
    },
    fence,
  )
}

/** A module whose cmdlets a script calls. */
export interface ScriptTarget {
  /** The identifier of the format. */
  readonly format: string
  readonly cmdlets: Cmdlets
  readonly settings: SettingTable
  /** The value that the cmdlet takes: the name of an action, or a number. */
  readonly valueFor: (setting: WrittenSetting) => string | number
}

/**
 * A script with a call for each machine. A machine is found where the script runs: by its Id, else by its name if exactly
 * one has it. If a machine fails, the others are still set and the script ends with status 1. The settings of the start
 * and of the stop are set apart, because a running machine may accept only some. Names are in single quotes, so that they
 * cannot run anything.
 *
 * There was no PowerShell to run it: it keeps to what the documentation of PowerShell and of the modules says.
 */
export function writeScript(machines: readonly Machine[], target: ScriptTarget, fence: boolean): WriteResult {
  const settings = new Map(
    machines.map((machine) => [machine, writtenSettings(machine, target.format, target.settings)]),
  )
  const lost = fence ? [] : [...settings.values()].flatMap(({ diagnostics }) => diagnostics)
  const settable = fence ? machines : machines.filter((machine) => settings.get(machine)?.settings.length)
  const nothing = nothingToSet(machines, settable.length)
  const { machines: found, diagnostics } = scriptMachines(machines, settable)
  const calls = found.map(({ machine, byName }) => {
    const { name = '', uuid = '' } = machine
    const which = `-Id ${singleQuoted(uuid)} -Name ${singleQuoted(name)} -ByName ${byName}`
    return fence
      ? `Disable-Start ${which}\n`
      : `Set-Lifecycle ${which}${hashtables(settings.get(machine)?.settings ?? [], target)}\n`
  })
  const ids = machines.flatMap(({ uuid }) => (uuid === undefined ? [] : `\n    ${singleQuoted(uuid)}`))
  const text = `${scriptHead(target.cmdlets, ids, fence)}\n${calls.join('')}${SCRIPT_FOOT}`
  // Windows PowerShell 5 reads a script without a byte order mark as ANSI.
  const mark = /^\p{ASCII}*$/u.test(text) ? '' : '\ufeff'
  return writtenTogether(target.format, `${mark}${text}`, machines, [
    ...lost,
    ...diagnostics,
    ...(nothing === undefined ? [] : [nothing]),
  ])
}

/** The settings of the start and of the stop, as arguments that are hashtables. */
function hashtables(settings: readonly WrittenSetting[], target: ScriptTarget): string {
  const stop = settings.filter(({ property }) => property === 'hostStop')
  const start = settings.filter(({ property }) => property !== 'hostStop')
  return [...hashtable('Start', start, target), ...hashtable('Stop', stop, target)].join('')
}

function hashtable(
  parameter: string,
  settings: readonly WrittenSetting[],
  { valueFor }: ScriptTarget,
): readonly string[] {
  const entries = settings.map((written) => {
    const value = valueFor(written)
    return `${written.setting.name} = ${typeof value === 'string' ? singleQuoted(value) : value}`
  })
  return entries.length === 0 ? [] : [` -${parameter} @{ ${entries.join('; ')} }`]
}

/**
 * A text as a PowerShell string in single quotes, in which only the quote itself is special and is doubled. To PowerShell,
 * U+2018, U+2019, U+201A and U+201B are quotes too.
 */
export function singleQuoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}
