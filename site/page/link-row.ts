import { copyToClipboard } from './clipboard.js'
import { byId, count } from './elements.js'
import { fragmentOf } from './share.js'

/** Makes a link that holds the document, and shows it until the document changes. */
export class LinkRow {
  private readonly row = byId('link-row', HTMLDivElement)
  private readonly link = byId('link', HTMLInputElement)
  private readonly said = byId('link-said', HTMLParagraphElement)

  /** @param textOf gives the document */
  constructor(private readonly textOf: () => string) {
    byId('share', HTMLButtonElement).addEventListener('click', () => void this.share())
  }

  /** Take the link away: it holds what the document was. */
  hide(): void {
    this.row.hidden = true
    this.said.textContent = ''
  }

  private async share(): Promise<void> {
    const { link } = this
    link.value = location.href.replace(/#.*$/, '') + (await fragmentOf(this.textOf()))
    this.row.hidden = false
    link.select()
    const isCopied = await copyToClipboard(link.value)
    const what = `${isCopied ? 'Copied a' : 'Copy this'} link of ${count(link.value.length, 'character')}.`
    this.said.textContent = `${what} Whoever opens it sees the document.`
  }
}
