import { quote } from '../../diagnostics/index.js'
import type { XmlElement } from '../../xml/index.js'
import { attributeOf, childrenNamed, repeated } from './kept.js'
import { attributeRange, type DomainRule, type ElementRule, lineOf, replacing, tagRange } from './rule.js'

/** VL224: two disks are the same device to the guest. */
export const diskTarget: DomainRule = {
  code: 'VL224',
  paths: ['devices/disk/target'],
  check: (domain, document) =>
    repeated(domain.at('devices/disk/target'), (target) => target.attributes['dev']).map(({ first, again, key }) => ({
      message: `the target ${quote(key)} is that of the disk on ${lineOf(first, document)} already`,
      hint: 'libvirt refuses it: give each disk a target of its own',
      range: tagRange(again),
    })),
}

/** VL227: a bridge is to be used, but none is named. */
export const bridge: ElementRule = {
  code: 'VL227',
  elements: ['devices/interface'],
  others: ['devices/interface/source'],
  refuses: (each) => {
    if (each.attributes['type']?.trim() !== 'bridge' || childrenNamed(each, 'source').length > 0) return undefined
    const message = "<interface type='bridge'> has no <source>, which libvirt refuses"
    return [{ message, hint: "add <source bridge='br0'/>, with the name of the bridge", range: tagRange(each) }]
  },
}

/** VL232: an identifier in hexadecimal digits that libvirt reads as decimal, or not at all. */
export const usbIds: ElementRule = {
  code: 'VL232',
  elements: ['devices/hostdev/source/vendor', 'devices/hostdev/source/product'],
  refuses: (element) => {
    const id = attributeOf(element, 'id')
    const digits = id?.value.trim() ?? ''
    if (id === undefined || !/^[0-9a-fA-F]+$/.test(digits) || !/[a-fA-F]/.test(digits)) return undefined
    const meant = `0x${digits}`
    return [
      {
        message: `the id ${quote(id.value)} of <${element.local}> has no "0x" before it, so libvirt refuses it`,
        hint: `write ${quote(meant)}`,
        fix: [replacing([id.valueStart, id.valueEnd], meant)],
        range: attributeRange(id),
      },
    ]
  },
}

/** VL233: two devices have the same name of the user's choice. libvirt replaces names that do not begin with "ua-". */
export const alias: DomainRule = {
  code: 'VL233',
  paths: ['devices/*/alias'],
  check: (domain, document) => {
    const chosen = (name: string | undefined) => (name?.startsWith('ua-') === true ? name : undefined)
    return repeated(domain.at('devices/*/alias'), (element) => chosen(element.attributes['name'])).map(
      ({ first, again, key }) => ({
        message: `the alias ${quote(key)} is that of the device on ${lineOf(first, document)} already`,
        hint: 'libvirt refuses it: give each device a name of its own',
        range: tagRange(again),
      }),
    )
  },
}

/** VL238: a second device of a kind of which there is only one. */
export const onlyOne: DomainRule = {
  code: 'VL238',
  paths: ['devices/video/model', 'devices/panic'],
  check: (domain, document) => {
    // libvirt ignores the word if there is white space around it.
    const isPrimary = (model: XmlElement) => model.attributes['primary'] === 'yes'
    const second = [
      ...repeated(domain.at('devices/video/model'), (model) => (isPrimary(model) ? 'primary video device' : undefined)),
      ...repeated(domain.at('devices/panic'), (panic) => {
        const model = panic.attributes['model']?.trim()
        return model === undefined ? 'panic device without a model' : `panic device with the model ${quote(model)}`
      }),
    ]
    return second.map(({ first, again, key }) => ({
      message: `a second ${key}; the first one is on ${lineOf(first, document)}`,
      hint: 'libvirt refuses it: keep one of them',
      range: tagRange(again),
    }))
  },
}
