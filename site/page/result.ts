import { PLACEMENTS } from '../../src/domain/placement.js'
import type { FormatId } from '../../src/index.js'
import type { Answer, FormOffer } from '../protocol.js'
import type { Desk } from './desk.js'
import type { Origin } from './documents.js'
import { Editor, readOnly } from './editor.js'
import { sayEffect } from './effect.js'
import { byId, make } from './elements.js'
import { explainMachine } from './explanation.js'
import { listFindings } from './findings.js'
import { FORM_GROUPS, FORMS, PLACEMENT_LABELS } from './forms.js'
import { drawMatrix, lightPair } from './matrix.js'
import { listOutcomes } from './outcomes.js'
import { ResultActions, type Surroundings } from './result-actions.js'
import type { Seen } from './share.js'

const EXPORT = 'Get-VM | Select-Object VMName, VMId, State, Automatic* | Export-Csv get-vm.csv'

const READ_ONLY_HINT = 'This text is read only. “Edit this” puts it into the field under “What you have”.'

/** The machines of the documents, one of them in words and in the matrix, and the form that is written. */
export class Result {
  private readonly editor: Editor
  private readonly section = byId('written', HTMLElement)
  private readonly forms = byId('forms', HTMLFieldSetElement)
  private readonly machine = byId('machine', HTMLSelectElement)
  private readonly placement = byId('placement', HTMLSelectElement)
  private readonly matrix = byId('matrix', HTMLTableElement)
  private readonly actions: ResultActions
  private readonly descriptions = new Map<FormatId, string>()
  /** The form that the user chose, if any. */
  private chosen: FormatId | undefined
  /** The index of the machine that is looked at. */
  private index = 0
  /** The last answer with a result. */
  private good: Answer | undefined
  /** What is written; the editor has other line ends. */
  private text = ''

  constructor(
    desk: Desk,
    private readonly page: Surroundings,
  ) {
    this.actions = new ResultActions(desk, page, () => this.wanted)
    this.editor = new Editor(
      byId('result', HTMLDivElement),
      'The written form, read only',
      readOnly(() => this.actions.say(READ_ONLY_HINT)),
    )
    this.placement.append(...PLACEMENT_LABELS.map(([value, label]) => make('option', { value }, label)))
    this.machine.addEventListener('change', () => this.lookAt(this.machine.selectedIndex))
    this.placement.addEventListener('change', page.look)
    drawMatrix(this.matrix)
  }

  /** Offer the forms that can be written. */
  offer(forms: readonly FormOffer[]): void {
    // What else it reads is not about what it writes.
    for (const { id, description } of forms) this.descriptions.set(id, description.replace(/; also .*/, ''))
    const isWritten = (id: FormatId): boolean => forms.some((form) => form.id === id && form.writes)
    for (const [name, ids] of FORM_GROUPS) {
      const labels = ids.filter(isWritten).map((id) => {
        const radio = make('input', { type: 'radio', name: 'form', value: id })
        radio.addEventListener('change', () => this.write(id))
        return make('label', {}, radio, FORMS[id].label)
      })
      const group = make(
        'div',
        { role: 'group', ariaLabel: name },
        make('span', { className: 'quiet' }, name),
        ...labels,
      )
      this.forms.append(group)
    }
  }

  /** What is wanted of the documents. */
  get wanted(): Seen {
    const placement = PLACEMENTS.find((value) => value === this.placement.value)
    return {
      ...(this.chosen === undefined ? {} : { to: this.chosen }),
      ...(placement === undefined ? {} : { placement }),
      machine: this.index,
    }
  }

  /** What is seen of them: the same, and the form if the user did not choose it. */
  get seen(): Seen {
    const to = this.chosen ?? this.good?.written?.to
    return { ...this.wanted, ...(to === undefined ? {} : { to }) }
  }

  /** Look at the first machine, and at the usual form: for other documents. */
  startOver(): void {
    this.index = 0
    this.chosen = undefined
    this.good = undefined
  }

  /** Look at what somebody else saw. */
  choose({ to, placement = '', machine }: { to?: FormatId; placement?: string; machine: number }): void {
    this.chosen = to
    this.placement.value = placement
    this.lookAt(machine)
  }

  private lookAt(machine: number): void {
    this.index = machine
    this.page.look()
  }

  private write(to: FormatId): void {
    this.chosen = to
    this.page.look()
  }

  /** Show an answer. If nothing can be written for the moment, what was written last stays, in grey. */
  show(answer: Answer, origins: readonly Origin[]): void {
    const isNothing = answer.documents.every(
      ({ format, diagnostics }) => format === undefined && diagnostics.length === 0,
    )
    if (isNothing) this.good = undefined
    const isStale = answer.written === undefined && !answer.saysNothing && this.good !== undefined
    this.section.classList.toggle('stale', isStale)
    const shown = isStale ? this.good : answer
    if (shown !== undefined) this.showResult(shown)
    byId('description', HTMLParagraphElement).textContent = this.describe(answer)
    if (isStale) {
      this.actions.rest()
      return
    }
    this.actions.use(answer, origins)
    this.good = answer.written === undefined ? undefined : answer
  }

  private showResult({ written, shown, machines, help }: Answer): void {
    this.listMachines(machines.map(({ label }) => label))
    const to = written?.to ?? this.chosen
    for (const radio of this.forms.querySelectorAll('input')) radio.checked = radio.value === to
    byId('machine-label', HTMLLabelElement).hidden = machines.length < 2
    byId('placement-label', HTMLLabelElement).hidden = to !== 'domain'
    const text = written?.text ?? ''
    if (text !== this.text) {
      this.text = text
      this.editor.replace(text)
    }
    sayEffect(byId('effect', HTMLDivElement), written, {
      write: (form) => this.write(form),
      place: (placement) => {
        this.placement.value = placement
        this.page.look()
      },
    })
    // What is said above the result is not said again below it.
    const notes = (written?.notes ?? []).filter(({ code }) => code !== 'VL332')
    listFindings(
      byId('notes', HTMLOListElement),
      notes.map((finding) => ({ finding })),
      help,
    )
    byId('meaning-title', HTMLHeadingElement).textContent =
      shown === undefined ? 'What happens to the machine' : `What happens to ${shown.label}`
    const explanation = byId('explanation', HTMLDListElement)
    if (shown === undefined) explanation.replaceChildren()
    else explainMachine(explanation, shown.explanation)
    listOutcomes(byId('outcomes', HTMLUListElement), machines, this.index, (index) => this.lookAt(index))
    lightPair(this.matrix, shown)
  }

  /** What the form is, and which of several documents this is. */
  private describe({ written, shown, machines, documents, saysNothing }: Answer): string {
    if (saysNothing) {
      return `Nothing can be written: this does not say what happens when the host stops and starts. Export it from Hyper-V with: ${EXPORT}`
    }
    if (written === undefined) {
      if (documents.every(({ diagnostics }) => diagnostics.length === 0)) return ''
      const before = this.good === undefined ? '' : ' What you see was written before.'
      return `Nothing can be written until the errors are corrected.${before}`
    }
    const description = `${this.descriptions.get(written.to)}.`
    if (!written.isOneOfSeveral || machines.length < 2) return description
    return `${description} There are ${machines.length} documents, one for each machine; this is the one for ${shown?.label}.`
  }

  private listMachines(names: readonly string[]): void {
    const options = [...this.machine.options].map(({ text }) => text)
    if (options.length !== names.length || options.some((text, i) => text !== names[i])) {
      this.machine.replaceChildren(...names.map((name) => make('option', {}, name)))
    }
    if (names.length > 0) this.index = Math.min(this.index, names.length - 1)
    this.machine.selectedIndex = Math.min(this.index, names.length - 1)
  }
}
