import type { CimVersion } from '../../src/index.js'
import { CIM_CLASSES, CIM_VERSIONS } from '../../src/translate/hyperv/vocabulary.js'
import type { Answer } from '../protocol.js'
import { byId, make } from './elements.js'

/** Which class of Hyper-V's the numbers are of, while that is in question. */
export class ClassChoice {
  private readonly label = byId('hyperv-label', HTMLLabelElement)
  private readonly choice = byId('hyperv', HTMLSelectElement)

  constructor(onChange: () => void) {
    this.choice.append(
      make('option', { value: '' }, 'as the document says'),
      ...CIM_VERSIONS.map((version) => make('option', { value: version }, `${version}: ${CIM_CLASSES[version]}`)),
    )
    this.choice.addEventListener('change', onChange)
  }

  /** Undefined if it is what the document says. */
  get version(): CimVersion | undefined {
    return CIM_VERSIONS.find((version) => version === this.choice.value)
  }

  /** Choose a version; none if it is empty. */
  choose(version: string): void {
    this.choice.value = version
  }

  /** Offer the choice while the numbers may be those of another class, or one was chosen for what is read. */
  offerFor({ documents }: Answer): void {
    const isAsked = documents.some(({ diagnostics }) =>
      diagnostics.some(({ code, hint }) => code === 'VL330' || hint?.includes('--hyperv') === true),
    )
    const isUsed = this.version !== undefined && documents.some(({ format }) => format !== 'domain')
    this.label.hidden = !isAsked && !isUsed
  }
}
