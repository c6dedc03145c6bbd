import type { TextDocument } from 'vscode-languageserver-textdocument'
import { SourceText } from '../../diagnostics/index.js'
import type { Checked, Checker } from './checker.js'
import { pathOf } from './folders.js'

/** What was found in a text, and how it was checked. */
interface Known {
  readonly text: string
  readonly checker: Promise<unknown>
  readonly result: Promise<Checked | undefined>
}

/** What was found in the documents that are open. A text is checked once, however often and by whom it is asked about. */
export class Results {
  private readonly known = new Map<string, Known>()

  /** @param checkerFor gives what checks the document with a URI; the same promise until that changes */
  constructor(private readonly checkerFor: (uri: string) => Promise<Pick<Checker, 'check'> | undefined>) {}

  /** What is found in a document as it is now; undefined if there can be no checks. */
  of(document: TextDocument): Promise<Checked | undefined> {
    const { uri } = document
    const source = sourceOf(document)
    const checker = this.checkerFor(uri)
    const known = this.known.get(uri)
    if (known !== undefined && known.text === source.text && known.checker === checker) return known.result
    const result = checker.then((ready) => ready?.check(source))
    this.known.set(uri, { text: source.text, checker, result })
    return result
  }

  /** Forget a document that was closed. */
  forget(uri: string): void {
    this.known.delete(uri)
  }
}

/** A document of the editor, with its path as its name. */
export function sourceOf(document: TextDocument): SourceText {
  return new SourceText(pathOf(document.uri) ?? document.uri, document.getText())
}
