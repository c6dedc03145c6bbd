import { inDomainXml, isEmptyLifecycle, LIFECYCLE_NAMESPACE, type Lifecycle } from '../lifecycle/index.js'
import { buildXml, type NewElement } from '../xml/index.js'
import { elementsOf } from './lifecycle-text.js'
import { type Placement, partsOf } from './placement.js'

/** A machine for which a new domain is written. */
export interface NewDomain {
  /** Must be a name that libvirt accepts (no line end, no "/"); it is not checked. */
  readonly name: string
  /** In the form of RFC 4122; it is not checked. */
  readonly uuid?: string
  readonly lifecycle: Lifecycle
}

/**
 * A new minimal domain as text: name, UUID, lifecycle, and the `<os>` that libvirt's hyperv driver gives every machine.
 * libvirt's schema (9.0) requires no more; its parser also requires a memory size, which is not known here. Attributes that
 * are not written in domain XML are left out: 0, and any attribute without a `hostStart` that starts the machine.
 */
export function createDomain({ name, uuid, lifecycle }: NewDomain, placement: Placement): string {
  const wanted = inDomainXml(lifecycle)
  const parts = isEmptyLifecycle(wanted) ? [] : partsOf(placement)
  const elements: readonly NewElement[] = elementsOf(wanted)
  const metadata: NewElement = {
    name: 'metadata',
    children: [
      {
        name: 'lifecycle',
        namespace: LIFECYCLE_NAMESPACE,
        children: elements.map((element) => ({ ...element, namespace: LIFECYCLE_NAMESPACE })),
      },
    ],
  }
  const children: readonly NewElement[] = [
    { name: 'name', text: name },
    ...(uuid === undefined ? [] : [{ name: 'uuid', text: uuid }]),
    ...(parts.includes('metadata') ? [metadata] : []),
    { name: 'os', children: [{ name: 'type', text: 'hvm' }] },
    ...(parts.includes('element') ? elements : []),
  ]
  return `${buildXml({ name: 'domain', attributes: { type: 'hyperv' }, children })}\n`
}
