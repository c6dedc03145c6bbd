import type { FormatId, Placement } from '../../src/index.js'
import { LIFECYCLE_NAMESPACE } from '../../src/lifecycle/index.js'
import type { Written } from '../protocol.js'
import { make, makeButton } from './elements.js'

/** What its buttons do. */
export interface EffectActions {
  readonly write: (form: FormatId) => void
  readonly place: (placement: Placement) => void
}

/** Say above domain XML that today's libvirt does not act on it, and offer what has an effect. */
export function sayEffect(box: HTMLElement, written: Written | undefined, { write, place }: EffectActions): void {
  const isDropped = written?.notes.some(({ code }) => code === 'VL332') === true
  const isMetadata = written?.to === 'domain' && written.text?.includes(LIFECYCLE_NAMESPACE) === true
  box.hidden = !isDropped && !isMetadata
  if (box.hidden) return
  box.replaceChildren(
    make(
      'p',
      {},
      make('b', {}, 'For the future: '),
      isDropped
        ? 'libvirt up to 12.8 silently drops these two elements when it defines the domain.'
        : 'libvirt keeps the metadata and does not act on it; of today’s programs, only “virt-lifecycle guests” does.',
    ),
    make(
      'p',
      {},
      'For an effect today, write a ',
      makeButton('virsh script', () => write('virsh')),
      ' (autostart of each machine) or a configuration of ',
      makeButton('libvirt-guests', () => write('libvirt-guests')),
      ' (all machines of the host alike).',
    ),
    ...(isDropped
      ? [
          make(
            'p',
            {},
            'To keep the settings in the domain, put them into its ',
            makeButton('metadata', () => place('metadata')),
            '.',
          ),
        ]
      : []),
  )
}
