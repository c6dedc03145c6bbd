import { quote } from '../../diagnostics/index.js'
import { textOf } from '../../xml/index.js'
import { attributeOf } from './kept.js'
import { attributeRange, type DomainRule, type ElementRule, integerOf, tagRange, textRange } from './rule.js'

/** VL223: no memory is given, neither in `<memory>` nor in the cells of `<numa>`. */
export const memory: DomainRule = {
  code: 'VL223',
  paths: ['memory', 'cpu/numa/cell'],
  needs: [],
  check: (domain) => {
    const [size] = domain.at('memory')
    const missing = size === undefined || integerOf(textOf(size)) === 0
    if (!missing || domain.at('cpu/numa/cell').length > 0) return []
    const message =
      size === undefined ? 'the domain has no <memory>, which libvirt refuses' : '<memory> is 0, which libvirt refuses'
    return [
      {
        message,
        hint: "give it in KiB, or with a unit: <memory unit='GiB'>4</memory>",
        range: tagRange(size ?? domain.root),
      },
    ]
  },
}

/** VL225: a name that would be a path: libvirt names files after it. */
export const name: ElementRule = {
  code: 'VL225',
  elements: ['name'],
  refuses: (element) => {
    const text = textOf(element)
    if (!text.includes('/')) return undefined
    const message = `the name ${quote(text)} contains "/", which libvirt refuses`
    return [{ message, hint: 'choose another character', range: textRange(element) }]
  },
}

/** VL226: the type of the guest is not given. */
export const osType: DomainRule = {
  code: 'VL226',
  paths: ['os/type', 'bootloader'],
  needs: [],
  check: (domain) =>
    domain.at('os/type').length > 0 || domain.at('bootloader').some((bootloader) => textOf(bootloader) !== '')
      ? []
      : [
          {
            message: 'the domain has no <type> in <os>, which libvirt refuses',
            hint: 'add <os><type>hvm</type></os>',
            range: tagRange(domain.root),
          },
        ],
}

/** VL234: more virtual CPUs are to be active than there are. */
export const vcpus: ElementRule = {
  code: 'VL234',
  elements: ['vcpu'],
  refuses: (vcpu) => {
    const current = attributeOf(vcpu, 'current')
    if (current === undefined) return undefined
    const [active, all] = [integerOf(current.value), integerOf(textOf(vcpu))]
    if (!(active > all)) return undefined
    const message = `current is ${active}, more than the ${all} virtual CPUs that the domain has; libvirt refuses that`
    return [{ message, hint: 'raise <vcpu>, or lower current', range: attributeRange(current) }]
  },
}

/** VL237: memory is to come from certain host nodes, but none is named. */
export const numatune: ElementRule = {
  code: 'VL237',
  elements: ['numatune/memory'],
  others: ['vcpu'],
  refuses: (element, domain) => {
    if (attributeOf(element, 'nodeset') !== undefined) return undefined
    const placement = element.attributes['placement']?.trim()
    const ofCpus = domain.at('vcpu').some((vcpu) => vcpu.attributes['placement']?.trim() === 'auto')
    if (placement === 'auto' || (placement === undefined && ofCpus)) return undefined
    const message = '<memory> in <numatune> has no nodeset, which libvirt refuses'
    return [{ message, hint: "add nodeset='…', or placement='auto'", range: tagRange(element) }]
  },
}
