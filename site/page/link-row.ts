import { copyToClipboard } from './clipboard.js'
import { byId, count } from './elements.js'
import { fragmentOf, type Shared } from './share.js'

/** Makes a link that holds the documents, and shows it until they change. */
export class LinkRow {
  private readonly row = byId('link-row', HTMLDivElement)
  private readonly link = byId('link', HTMLInputElement)
  private readonly said = byId('link-said', HTMLParagraphElement)

  /**
   * @param shared gives what the link is to hold
   * @param onShare called once there is a link
   */
  constructor(
    private readonly shared: () => Shared,
    private readonly onShare: () => void,
  ) {
    byId('share', HTMLButtonElement).addEventListener('click', () => void this.share())
  }

  /** Take the link away: it holds what the documents were. */
  hide(): void {
    this.row.hidden = true
    this.said.textContent = ''
  }

  private async share(): Promise<void> {
    const { link } = this
    link.value = location.href.replace(/#.*$/, '') + (await fragmentOf(this.shared()))
    this.row.hidden = false
    link.select()
    const isCopied = await copyToClipboard(link.value)
    const what = `${isCopied ? 'Copied a' : 'Copy this'} link of ${count(link.value.length, 'character')}.`
    const where =
      location.protocol === 'file:'
        ? 'It opens this page’s file on your disk, so it works only where the file is at the same path; to share it, put the page on a web server.'
        : 'Whoever opens it sees what you see now.'
    this.said.textContent = `${what} ${where}`
    this.onShare()
  }
}
