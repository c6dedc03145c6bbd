import { quote } from '../../diagnostics/index.js'
import { textOf, type XmlAttribute } from '../../xml/index.js'
import { attributeOf } from './kept.js'
import { attributeRange, type ElementRule, integerOf, type Refusal, tagRange, textRange } from './rule.js'

/** VL228: an attribute for CPUs that are passed through. */
export const migratable: ElementRule = {
  code: 'VL228',
  elements: ['cpu'],
  refuses: (cpu) => {
    const attribute = attributeOf(cpu, 'migratable')
    const mode = cpu.attributes['mode']?.trim() ?? 'custom'
    if (attribute === undefined || mode === 'host-passthrough' || mode === 'maximum') return undefined
    const message = `libvirt refuses migratable with mode ${quote(mode)}; it goes with "host-passthrough" and "maximum" only`
    return [{ message, hint: 'remove it, or change the mode', range: attributeRange(attribute) }]
  },
}

/** The least that libvirt takes for the retries of spinlocks. */
const RETRIES = 4095

/** VL231: fewer retries of spinlocks than Hyper-V's interface has, or none. */
export const spinlocks: ElementRule = {
  code: 'VL231',
  elements: ['features/hyperv/spinlocks'],
  refuses: (element) => {
    if (element.attributes['state']?.trim() !== 'on') return undefined
    const retries = attributeOf(element, 'retries')
    if (retries !== undefined && !(integerOf(retries.value) < RETRIES)) return undefined
    const message =
      retries === undefined
        ? `<spinlocks state='on'> has no retries, which libvirt refuses`
        : `retries is ${integerOf(retries.value)}; libvirt takes ${RETRIES} or more`
    const range = retries === undefined ? tagRange(element) : attributeRange(retries)
    return [{ message, hint: "8191 is what libvirt's documentation has", range }]
  },
}

/** What libvirt takes for a share of the processor's time, and for the microseconds of a period. */
const SHARES = { least: 2, most: 262_144 } as const
const QUOTA = { least: 1000, most: 17_592_186_044_415 } as const
const RANGES: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  'cputune/shares': SHARES,
  'cputune/quota': QUOTA,
  'cputune/global_quota': QUOTA,
  'cputune/emulator_quota': QUOTA,
  'cputune/iothread_quota': QUOTA,
}

/** VL235: a share or quota of processor time out of the kernel's range. */
export const cputune: ElementRule = {
  code: 'VL235',
  elements: Object.keys(RANGES),
  refuses: (element, _, path) => {
    const { least, most } = RANGES[path] ?? QUOTA
    const value = integerOf(textOf(element))
    // Zero and less mean that there is no limit.
    if (!(value > 0) || (value >= least && value <= most)) return undefined
    const message = `<${element.local}> is ${value}; libvirt takes ${least} to ${most}`
    return [{ message, hint: 'change it, or remove the element for no limit', range: textRange(element) }]
  },
}

/** VL236: a list of CPUs with a range that ends before it begins. */
export const cpuset: ElementRule = {
  code: 'VL236',
  elements: ['vcpu', 'cputune/vcpupin', 'cputune/emulatorpin', 'cputune/iothreadpin'],
  refuses: (element) => {
    const cpus = attributeOf(element, 'cpuset')
    const refusal = cpus === undefined ? undefined : backwards(cpus)
    return refusal === undefined ? undefined : [refusal]
  },
}

/** The first range of a list of CPUs that ends before it begins. */
function backwards(cpus: XmlAttribute): Refusal | undefined {
  const ranges = [...cpus.value.matchAll(/(?<!\d)(\d+)-(\d+)/g)]
  const wrong = ranges.find(([, first, last]) => Number(last) < Number(first))
  if (wrong === undefined) return undefined
  const [range, first, last] = wrong
  const message = `cpuset has the range ${quote(range)}, which ends before it begins; libvirt refuses that`
  const at = cpus.valueStart + wrong.index
  // With references in it, the value is longer in the text than it is.
  const isPlain = cpus.valueEnd - cpus.valueStart === cpus.value.length
  const place = isPlain ? ([at, at + range.length] as const) : attributeRange(cpus)
  return { message, hint: `did you mean ${quote(`${last}-${first}`)}?`, range: place }
}

/** VL229: a time zone is to be used, but none is named. */
export const timezone: ElementRule = {
  code: 'VL229',
  elements: ['clock'],
  refuses: (clock) => {
    const offset = attributeOf(clock, 'offset')
    if (offset?.value.trim() !== 'timezone' || attributeOf(clock, 'timezone') !== undefined) return undefined
    const message = 'offset is "timezone", but no timezone is given; libvirt refuses that'
    return [{ message, hint: "add timezone='Europe/Paris', or another", range: attributeRange(offset) }]
  },
}
