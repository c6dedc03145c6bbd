import { PLACEMENTS } from '../../src/domain/placement.js'
import type { FormatId } from '../../src/index.js'
import { ENCODINGS, type Encoding, encode } from '../../src/xml/encoding.js'
import type { Answer, FormOffer, Question } from '../protocol.js'
import { copyToClipboard } from './clipboard.js'
import { Editor, READ_ONLY } from './editor.js'
import { byId, make } from './elements.js'
import { explainMachine } from './explanation.js'
import { listFindings } from './findings.js'
import { FORMS } from './forms.js'
import { drawMatrix, lightPair } from './matrix.js'

/** What a text that was opened as a file had, and what is written back to it has again. */
export interface Origin {
  readonly file: string
  readonly encoding?: string
  /** A byte order mark, or nothing. */
  readonly mark: string
  /** The line end of its first line. */
  readonly lineEnd: string
}

/** The machines of the document, one of them in words and in the matrix, and the form that is written. */
export class Result {
  private readonly editor: Editor
  private readonly forms = byId('forms', HTMLFieldSetElement)
  private readonly machine = byId('machine', HTMLSelectElement)
  private readonly placement = byId('placement', HTMLSelectElement)
  private readonly matrix = byId('matrix', HTMLTableElement)
  private readonly copy = byId('copy', HTMLButtonElement)
  private readonly download = byId('download', HTMLButtonElement)
  private readonly said = byId('result-said', HTMLParagraphElement)
  private readonly descriptions = new Map<FormatId, string>()
  /** The form that the user chose, if any. */
  private chosen: FormatId | undefined
  private answer: Answer | undefined
  private origin: Origin | undefined

  /** @param onChange called when the user wants something else of the same document */
  constructor(private readonly onChange: () => void) {
    this.editor = new Editor(byId('result', HTMLDivElement), 'The written form', READ_ONLY)
    this.placement.append(
      make('option', { value: '' }, 'default'),
      ...PLACEMENTS.map((value) => make('option', { value }, value)),
    )
    this.machine.addEventListener('change', onChange)
    this.placement.addEventListener('change', onChange)
    this.copy.addEventListener('click', () => void this.copyText())
    this.download.addEventListener('click', () => this.downloadFile())
    drawMatrix(this.matrix)
  }

  /** Offer the forms that can be written. */
  offer(forms: readonly FormOffer[]): void {
    for (const { id, writes, description } of forms) {
      this.descriptions.set(id, description)
      if (!writes) continue
      const radio = make('input', { type: 'radio', name: 'form', value: id })
      radio.addEventListener('change', () => {
        this.chosen = id
        this.onChange()
      })
      this.forms.append(make('label', {}, radio, FORMS[id].label))
    }
  }

  /** What is wanted of the document. */
  get wanted(): Omit<Question, 'input'> {
    const placement = PLACEMENTS.find((value) => value === this.placement.value)
    return {
      ...(this.chosen === undefined ? {} : { to: this.chosen }),
      ...(placement === undefined ? {} : { placement }),
      machine: Math.max(0, this.machine.selectedIndex),
    }
  }

  /** Look at the first machine, and at the usual form: for another document. */
  startOver(): void {
    this.machine.selectedIndex = 0
    this.chosen = undefined
  }

  /** Show an answer. */
  show(answer: Answer, origin: Origin): void {
    const { written, shown, machines } = answer
    this.answer = answer
    this.origin = origin
    this.listMachines(machines)
    const to = written?.to ?? this.chosen
    for (const radio of this.forms.querySelectorAll('input')) radio.checked = radio.value === to
    byId('description', HTMLParagraphElement).textContent = this.describe(answer)
    byId('machine-label', HTMLLabelElement).hidden = machines.length < 2
    byId('placement-label', HTMLLabelElement).hidden = to !== 'domain'
    const text = written?.text ?? ''
    if (text !== this.editor.text) {
      this.editor.replace(text)
      this.said.textContent = ''
    }
    this.copy.disabled = text === ''
    this.download.disabled = text === ''
    listFindings(byId('notes', HTMLOListElement), written?.notes ?? [], answer.help, {})
    byId('meaning-title', HTMLHeadingElement).textContent =
      shown === undefined ? 'What happens to the machine' : `What happens to ${shown.label}`
    const explanation = byId('explanation', HTMLDListElement)
    if (shown === undefined) explanation.replaceChildren()
    else explainMachine(explanation, shown.explanation)
    lightPair(this.matrix, shown)
  }

  /** What the form is, and which of several documents this is. */
  private describe({ written, shown, machines, diagnostics }: Answer): string {
    if (written === undefined)
      return diagnostics.length === 0 ? '' : 'Nothing can be written until what is wrong is corrected.'
    const description = `${this.descriptions.get(written.to)}.`
    if (!written.isOneOfSeveral || machines.length < 2) return description
    return `${description} There are ${machines.length} documents, one for each machine; this is that of ${shown?.label}.`
  }

  private listMachines(names: readonly string[]): void {
    const options = [...this.machine.options].map(({ text }) => text)
    if (options.length === names.length && options.every((text, i) => text === names[i])) return
    const index = Math.max(0, this.machine.selectedIndex)
    this.machine.replaceChildren(...names.map((name) => make('option', {}, name)))
    this.machine.selectedIndex = names.length === 0 ? -1 : Math.min(index, names.length - 1)
  }

  private get text(): string {
    const text = this.answer?.written?.text ?? ''
    const { lineEnd, mark } = this.origin ?? { lineEnd: '\n', mark: '' }
    return this.answer?.written?.isEdited === true ? mark + text.replaceAll('\n', lineEnd) : text
  }

  private async copyText(): Promise<void> {
    const text = this.answer?.written?.text ?? ''
    const isCopied = await copyToClipboard(text)
    this.said.textContent = isCopied
      ? 'Copied.'
      : 'The browser does not let the page copy: select the text and copy it.'
  }

  private downloadFile(): void {
    const { written, shown } = this.answer ?? {}
    if (written === undefined) return
    const encoding = written.isEdited ? encodingOf(this.origin?.encoding) : 'UTF-8'
    const name = (written.isOneOfSeveral ? shown?.label : undefined) ?? 'machines'
    try {
      const url = URL.createObjectURL(new Blob([new Uint8Array(encode(this.text, encoding))]))
      make('a', { href: url, download: `${fileName(name)}.${FORMS[written.to].extension}` }).click()
      URL.revokeObjectURL(url)
    } catch (error) {
      // A character that was typed into a document that declares an encoding without it.
      if (!(error instanceof RangeError)) throw error
      this.said.textContent = `Not saved: ${error.message}. Declare UTF-8 in the first line, and open the file again.`
    }
  }
}

function encodingOf(name: string | undefined): Encoding {
  return ENCODINGS.find((encoding) => encoding === name) ?? 'UTF-8'
}

/** A machine's name as the name of a file. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^\./, '_')
}
