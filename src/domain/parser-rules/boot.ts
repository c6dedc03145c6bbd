import { textOf } from '../../xml/index.js'
import { type KeptDomain, repeated } from './kept.js'
import { type DomainRule, integerOf, lineOf, tagRange } from './rule.js'

const PATHS = ['os/type', 'os/boot', 'devices/*/boot']

/** VL221: the order of boot devices is given in both ways. Only of interest for guests that are fully virtualised. */
export const bootTwice: DomainRule = {
  code: 'VL221',
  paths: PATHS,
  needs: ['devices/*/boot'],
  check: (domain, document) => {
    const [dev] = domain.at('os/boot')
    const [order] = domain.at('devices/*/boot')
    if (dev === undefined || order === undefined || !isHvm(domain)) return []
    const message = `libvirt refuses <boot dev> in <os> together with <boot order> in a device (${lineOf(order, document)})`
    return [{ message, hint: 'keep one of the two ways', range: tagRange(dev) }]
  },
}

/** VL222: two devices have the same place in the order. */
export const bootOrder: DomainRule = {
  code: 'VL222',
  paths: PATHS,
  needs: ['devices/*/boot'],
  check: (domain, document) =>
    repeated(isHvm(domain) ? domain.at('devices/*/boot') : [], (boot) => integerOf(boot.attributes['order'])).map(
      ({ first, again, key }) => ({
        message: `boot order ${key} is that of <${first.parent?.local}> on ${lineOf(first, document)} already`,
        hint: 'libvirt refuses it: give each device a number of its own',
        range: tagRange(again),
      }),
    ),
}

const isHvm = (domain: KeptDomain): boolean => domain.at('os/type').some((type) => textOf(type).trim() === 'hvm')
