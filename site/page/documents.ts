import type { EditorState } from '@codemirror/state'
import type { Input } from '../protocol.js'
import type { Editor } from './editor.js'
import { byId, make } from './elements.js'

/** What a text that was opened as a file had, and what is written back to it has again. */
export interface Origin {
  readonly file: string
  readonly encoding?: string
  /** A byte order mark, or nothing. */
  readonly mark: string
  /** The line end of its first line. */
  readonly lineEnd: string
}

/** A document to open. */
export interface Given {
  readonly text: string
  readonly origin: Origin
}

/** A text that was typed or pasted. */
export const PASTED: Origin = { file: 'document', mark: '', lineEnd: '\n' }

interface Open {
  origin: Origin
  /** What the editor had of it last; absent for the one that it has now. */
  state?: EditorState
}

/** The documents that are open. One of them is in the editor; each has its own undo. */
export class Documents {
  private readonly label = byId('document-label', HTMLLabelElement)
  private readonly choice = byId('document', HTMLSelectElement)
  private all: Open[] = [{ origin: PASTED }]
  private index = 0

  /** @param onShow called when another document is in the editor, or the documents have other texts */
  constructor(
    private readonly editor: Editor,
    private readonly onShow: () => void,
  ) {
    this.choice.addEventListener('change', () => this.show(this.choice.selectedIndex))
  }

  /** The index of the document in the editor. */
  get current(): number {
    return this.index
  }

  get origins(): readonly Origin[] {
    return this.all.map(({ origin }) => origin)
  }

  /** All of them, as they are now. */
  get inputs(): readonly Input[] {
    return this.all.map(({ origin: { file, encoding }, state }) => ({
      text: state?.doc.toString() ?? this.editor.text,
      file,
      ...(encoding === undefined ? {} : { encoding }),
    }))
  }

  /** Open documents in place of those that are open; the first is shown, and undo brings back what was shown before. */
  open([first, ...more]: readonly Given[]): void {
    if (first === undefined) return
    this.index = 0
    this.all = [
      { origin: first.origin },
      ...more.map(({ text, origin }) => ({ origin, state: this.editor.stateOf(text) })),
    ]
    this.editor.replace(first.text)
    this.choice.replaceChildren(...this.origins.map(({ file }) => make('option', {}, file)))
    this.label.hidden = more.length === 0
  }

  /** Put another text in place of each, in the same order; each has its undo. */
  rewrite(texts: readonly string[]): void {
    for (const [i, open] of this.all.entries()) {
      const text = texts[i]
      if (text === undefined) continue
      if (open.state !== undefined) open.state = withText(open.state, text)
      else if (text !== this.editor.text) this.editor.replace(text)
    }
    this.onShow()
  }

  /** Show a document in the editor. */
  show(index: number): void {
    const [before, next] = [this.all[this.index], this.all[index]]
    if (before === undefined || next?.state === undefined) return
    before.state = this.editor.swap(next.state)
    delete next.state
    this.index = index
    this.choice.selectedIndex = index
    this.onShow()
  }

  /** What is typed into an empty editor is no longer what was opened. */
  forgetFileIfEmpty(): void {
    if (this.all.length === 1 && this.editor.view.state.doc.length === 0) this.all = [{ origin: PASTED }]
  }
}

/** A document that is not in the editor, with another text. */
function withText(state: EditorState, text: string): EditorState {
  const { doc } = state
  if (doc.toString() === text) return state
  return state.update({ changes: { from: 0, to: doc.length, insert: text } }).state
}
