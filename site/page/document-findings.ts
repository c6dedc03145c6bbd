import { applyFixes } from '../../src/diagnostics/index.js'
import type { Diagnostic } from '../../src/index.js'
import type { Answer, Input } from '../protocol.js'
import type { Documents } from './documents.js'
import type { Editor } from './editor.js'
import { byId } from './elements.js'
import { listFindings } from './findings.js'

/** What was found in the documents that are open: marked in the editor, listed under it, and fixed. */
export class DocumentFindings {
  private readonly list = byId('findings', HTMLOListElement)
  private readonly fixAll = byId('fix-all', HTMLButtonElement)

  /** @param onFixAll called when every fix is to be made */
  constructor(
    private readonly editor: Editor,
    private readonly documents: Documents,
    onFixAll: () => void,
  ) {
    this.fixAll.addEventListener('click', onFixAll)
  }

  /** Show what was found in these documents. */
  show({ documents, help }: Answer, given: readonly Input[]): void {
    const { current } = this.documents
    this.editor.mark(documents[current]?.diagnostics ?? [], (finding) => this.fix(finding, current))
    const listed = documents.flatMap(({ diagnostics }, document) =>
      diagnostics.map((finding) => ({
        finding,
        where: given.length === 1 ? '' : `${given[document]?.file}, `,
        goTo: () => this.goTo(finding, document),
        fix: () => this.fix(finding, document),
      })),
    )
    listFindings(this.list, listed, help)
    this.fixAll.hidden = listed.filter(({ finding }) => finding.fix !== undefined).length < 2
  }

  private goTo(finding: Diagnostic, document: number): void {
    this.documents.show(document)
    this.editor.goTo(finding)
  }

  private fix(finding: Diagnostic, document: number): void {
    const { documents, editor } = this
    documents.show(document)
    const { fixed } = applyFixes(editor.text, [finding])
    editor.apply(fixed.flatMap((one) => one.fix ?? []))
    editor.view.focus()
  }
}
