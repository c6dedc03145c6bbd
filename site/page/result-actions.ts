import type { Answer, Input } from '../protocol.js'
import { copyToClipboard } from './clipboard.js'
import type { Desk } from './desk.js'
import { type Given, type Origin, PASTED } from './documents.js'
import { byId, count } from './elements.js'
import { FORMS } from './forms.js'
import { archiveOf, bytesOf, fileNames, save } from './saving.js'
import type { Seen } from './share.js'

/** What the result needs of the page. */
export interface Surroundings {
  /** Look at the documents again: the user wants something else of them. */
  readonly look: () => void
  /** Put documents in place of those that are open, and look at a machine of them. */
  readonly open: (given: readonly Given[], machine: number) => void
  readonly inputs: () => readonly Input[]
}

/** What can be done with what was written: copy it, edit it, save it. */
export class ResultActions {
  private readonly said = byId('result-said', HTMLParagraphElement)
  private readonly buttons: readonly HTMLButtonElement[]
  /** Those for all documents of a form that has several. */
  private readonly copyAll: HTMLButtonElement
  private readonly downloadAll: HTMLButtonElement
  private answer: Answer | undefined
  private origins: readonly Origin[] = []

  /** @param wanted gives what is wanted of the documents */
  constructor(
    private readonly desk: Desk,
    private readonly page: Surroundings,
    private readonly wanted: () => Seen,
  ) {
    this.copyAll = this.does('copy-all', () => this.copyTogether())
    this.downloadAll = this.does('download-all', () => this.downloadArchive())
    this.buttons = [
      this.does('copy', () => this.copy()),
      this.copyAll,
      this.does('edit', () => this.edit()),
      this.does('download', async () => this.download()),
      this.downloadAll,
    ]
  }

  /** Act on an answer from now on; nothing can be done if it has no text. */
  use(answer: Answer, origins: readonly Origin[]): void {
    if (this.answer?.written?.text !== answer.written?.text) this.say('')
    this.answer = answer
    this.origins = origins
    for (const button of this.buttons) button.disabled = this.text === ''
    this.copyAll.hidden = this.downloadAll.hidden = !this.isOneOfSeveral
    const { length } = answer.machines
    this.copyAll.textContent = `Copy all ${length}`
    this.copyAll.ariaLabel = `Copy all ${length} documents`
    this.downloadAll.textContent = `Download all ${length} (ZIP)`
  }

  /** Do nothing until there is an answer again. */
  rest(): void {
    for (const button of this.buttons) button.disabled = true
  }

  /** Say something beside the buttons. */
  say(text: string): void {
    this.said.textContent = text
  }

  private does(id: string, what: () => Promise<string>): HTMLButtonElement {
    const button = byId(id, HTMLButtonElement)
    button.addEventListener('click', () => {
      what().then(
        (text) => this.say(text),
        (error: unknown) => {
          // A character that was typed into a document that declares an encoding without it.
          if (!(error instanceof RangeError)) throw error
          this.say(`Not saved: ${error.message}. Declare UTF-8 in the first line, and open the file again.`)
        },
      )
    })
    return button
  }

  private get text(): string {
    return this.answer?.written?.text ?? ''
  }

  /** Whether the text is that of one machine among several. */
  private get isOneOfSeveral(): boolean {
    const { written, machines = [] } = this.answer ?? {}
    return written?.isOneOfSeveral === true && machines.length > 1
  }

  /** The file that the text is an edit of, if it is one. */
  private get edited(): Origin | undefined {
    const { written, shown } = this.answer ?? {}
    return written?.isEdited === true && shown !== undefined ? this.origins[shown.document] : undefined
  }

  /** The name of the text as a file. */
  private get name(): string {
    const { written, shown } = this.answer ?? {}
    if (written === undefined) return ''
    const label = (written.isOneOfSeveral ? shown?.label : undefined) ?? 'machines'
    return fileNames([label], FORMS[written.to].extension).join()
  }

  /** Every document of the form, each with its name as a file. */
  private async all(): Promise<readonly (Given & { readonly name: string; readonly edited?: Origin })[]> {
    const to = this.answer?.written?.to
    if (to === undefined) return []
    const written = await this.desk.ask('writeAll', { inputs: this.page.inputs(), ...this.wanted(), to })
    const names = fileNames(
      written.map(({ label }) => label),
      FORMS[to].extension,
    )
    return written.map(({ text, edited }, i) => {
      const name = names[i] ?? ''
      const origin = edited === undefined ? undefined : this.origins[edited]
      return origin === undefined
        ? { text, name, origin: { ...PASTED, file: name } }
        : { text, name, origin, edited: origin }
    })
  }

  private async copy(): Promise<string> {
    const isCopied = await copyToClipboard(this.text)
    return isCopied ? 'Copied.' : 'The browser does not let the page copy: select the text and copy it.'
  }

  /** Copy every document, one after the other, with a blank line between them. */
  private async copyTogether(): Promise<string> {
    const all = await this.all()
    const isCopied = await copyToClipboard(all.map(({ text }) => text).join('\n'))
    return isCopied
      ? `Copied ${count(all.length, 'document')}, one after the other.`
      : 'The browser does not let the page copy: download all of them.'
  }

  private async edit(): Promise<string> {
    const one = { text: this.text, origin: this.edited ?? { ...PASTED, file: this.name } }
    this.page.open(this.isOneOfSeveral ? await this.all() : [one], this.wanted().machine)
    return ''
  }

  private download(): string {
    save(this.name, bytesOf(this.text, this.edited))
    return `Saved as ${this.name}.`
  }

  private async downloadArchive(): Promise<string> {
    const all = await this.all()
    save('machines.zip', archiveOf(all.map(({ name, text, edited }) => [name, bytesOf(text, edited)])))
    return `Saved ${count(all.length, 'file')} in machines.zip.`
  }
}
