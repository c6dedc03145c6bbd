import type { HostStart, HostStop } from '../../lifecycle/index.js'

/** The numbers and names of an action in Hyper-V. */
export interface HypervAction {
  /** The uint16 of the v2 class. */
  readonly v2: number
  /** The uint16 of the v1 class, which means something else in the v2 class. */
  readonly v1: number
  /** The name of the v2 value in the CIM schema. */
  readonly cimName: string
  /** The name in the PowerShell enumeration, where its number is `v2`. */
  readonly powershell: string
  /** The name in Virtual Machine Manager, whose numbers are in another order. */
  readonly scvmm: string
}

/**
 * Actions when the host starts, by their value in domain XML. Readers and writers use the same rows.
 *
 * Sources: Msvm_VirtualSystemSettingData (namespace root/virtualization/v2) and its DMTF parent
 * CIM_VirtualSystemSettingData 2.25 for `v2`; Msvm_VirtualSystemGlobalSettingData (root/virtualization, MSDN cc136939)
 * for `v1`; the StartAction and StopAction enumerations of the Hyper-V PowerShell module for `powershell`; exports of
 * Get-SCVirtualMachine for `scvmm`.
 */
export const START_ACTIONS: Readonly<Record<HostStart, HypervAction>> = {
  ignore: { v2: 2, v1: 0, cimName: 'None', powershell: 'Nothing', scvmm: 'NeverAutoTurnOnVM' },
  'restart-if-active': {
    v2: 3,
    v1: 1,
    cimName: 'Restart if previously active',
    powershell: 'StartIfRunning',
    scvmm: 'TurnOnVMIfRunningWhenVSStopped',
  },
  start: { v2: 4, v1: 2, cimName: 'Always startup', powershell: 'Start', scvmm: 'AlwaysAutoTurnOnVM' },
}

/** Actions when the host stops; from the same sources. */
export const STOP_ACTIONS: Readonly<Record<HostStop, HypervAction>> = {
  destroy: { v2: 2, v1: 0, cimName: 'Turn off', powershell: 'TurnOff', scvmm: 'TurnOffVM' },
  save: { v2: 3, v1: 1, cimName: 'Save state', powershell: 'Save', scvmm: 'SaveVM' },
  shutdown: { v2: 4, v1: 2, cimName: 'Shutdown', powershell: 'ShutDown', scvmm: 'ShutdownGuestOS' },
}

/** The names in both PowerShell enumerations, by the values in domain XML. */
export const POWERSHELL_NAMES: ReadonlyMap<unknown, string> = new Map(
  [START_ACTIONS, STOP_ACTIONS].flatMap((actions) =>
    Object.entries(actions).map(([value, { powershell }]) => [value, powershell] as const),
  ),
)

/** The classes with the settings; their numbers differ. */
export const CIM_CLASSES = {
  v2: 'Msvm_VirtualSystemSettingData',
  v1: 'Msvm_VirtualSystemGlobalSettingData',
} as const

/** One of the two classes; it decides what a number means. */
export type CimVersion = keyof typeof CIM_CLASSES

/** The two classes, as `--hyperv` takes them. */
export const CIM_VERSIONS = ['v2', 'v1'] as const satisfies readonly CimVersion[]
