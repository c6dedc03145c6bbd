import { autocompletion } from '@codemirror/autocomplete'
import { xml } from '@codemirror/lang-xml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state'
import { EditorView, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import type { Diagnostic, Edit } from '../../src/index.js'
import { type AskCompletions, completeAt } from './completion.js'
import { overtypeEndTags } from './overtype.js'
import { inWordsOfThePage } from './words.js'

/** Colours are those of the page (style.css), in light and dark. */
const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.tagName, tags.angleBracket], color: 'var(--code-tag)' },
    { tag: tags.attributeName, color: 'var(--code-name)' },
    { tag: [tags.attributeValue, tags.string], color: 'var(--code-value)' },
    { tag: [tags.comment, tags.processingInstruction, tags.documentMeta], color: 'var(--quiet)' },
    { tag: tags.invalid, color: 'var(--error)' },
  ]),
)

/** What of CodeMirror's own looks is not that of the page. */
const LOOKS = EditorView.theme({
  '&.cm-focused': { outline: '2px solid var(--lit)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '0.8125rem', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--box)', color: 'var(--quiet)', borderRightColor: 'var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: 'var(--active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-placeholder': { color: 'var(--quiet)', whiteSpace: 'pre-wrap' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--box)',
    color: 'var(--text)',
    borderColor: 'var(--line)',
    maxWidth: 'min(34rem, 92vw)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--lit-ground)', color: 'var(--text)' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--lit-ground)', color: 'var(--text)' },
  '.cm-matchingBracket, .cm-nonmatchingBracket': { backgroundColor: 'var(--lit-ground) !important' },
  '.cm-searchMatch': { backgroundColor: 'var(--lit-ground)' },
  // Of a bracket that is selected, every other one would be lit.
  '.cm-selectionMatch': { backgroundColor: 'transparent' },
  '.cm-textfield, .cm-button': { backgroundImage: 'none', backgroundColor: 'var(--ground)', color: 'var(--text)' },
})

/** How severities are marked in the text. */
const SEVERITIES = { error: 'error', warning: 'warning', note: 'info' } as const

/** A field for texts: the one that the user writes in, or one that shows a form. */
export class Editor {
  readonly view: EditorView
  private readonly language = new Compartment()
  private readonly extensions: Extension
  private isXml: boolean | undefined

  /** @param label what a screen reader calls it */
  constructor(parent: HTMLElement, label: string, extensions: Extension) {
    this.extensions = [
      basicSetup,
      EditorView.lineWrapping,
      COLOURS,
      LOOKS,
      this.language.of([]),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      extensions,
    ]
    this.view = new EditorView({ parent, state: this.stateOf('') })
  }

  get text(): string {
    return this.view.state.doc.toString()
  }

  /** Put another text in place of the whole; it can be undone. */
  replace(text: string): void {
    const { view } = this
    const changes = { from: 0, to: view.state.doc.length, insert: text }
    // An event of its own, so that it is not undone together with what was done just before.
    view.dispatch({ changes, selection: { anchor: 0 }, userEvent: 'input.replace' })
    view.scrollDOM.scrollTop = 0
    this.chooseLanguage()
  }

  /** What the editor has of a text before it is shown for the first time. */
  stateOf(doc: string): EditorState {
    return EditorState.create({ doc, extensions: this.extensions })
  }

  /** Show another text with its own undo; what was shown can be shown again. */
  swap(state: EditorState): EditorState {
    const { state: before } = this.view
    this.view.setState(state)
    this.isXml = undefined
    this.chooseLanguage()
    return before
  }

  /** Highlight what is XML, by its first character. It completes nothing by itself: who types an end tag would have two. */
  chooseLanguage(): void {
    const isXml = /^[\ufeff\s]*</.test(this.view.state.doc.sliceString(0, 1000))
    if (isXml === this.isXml) return
    this.isXml = isXml
    this.view.dispatch({ effects: this.language.reconfigure(isXml ? xml({ autoCloseTags: false }) : []) })
  }

  /** Change the text as edits of the library say: their offsets are those of the text as it is. */
  apply(edits: readonly Edit[]): void {
    const changes = edits.map(({ offset, length, content }) => ({ from: offset, to: offset + length, insert: content }))
    this.view.dispatch({ changes, userEvent: 'input' })
  }

  /** Underline what is wrong; `fix` carries out the fix of one. */
  mark(diagnostics: readonly Diagnostic[], fix: (diagnostic: Diagnostic) => void): void {
    const { state } = this.view
    const marks = diagnostics.map((diagnostic): Mark => {
      const { severity, message, hint, code } = diagnostic
      return {
        ...rangeOf(state.doc, diagnostic),
        severity: SEVERITIES[severity],
        message: `${code}: ${message}${hint === undefined ? '' : `\n${inWordsOfThePage(hint)}`}`,
        ...(diagnostic.fix === undefined ? {} : { actions: [{ name: 'Fix', apply: () => fix(diagnostic) }] }),
      }
    })
    this.view.dispatch(setDiagnostics(state, marks))
  }

  /** Put the cursor where something was found. */
  goTo(diagnostic: Diagnostic): void {
    const { from, to } = rangeOf(this.view.state.doc, diagnostic)
    this.view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    })
    this.view.focus()
  }
}

/** The range of a finding as offsets; one that is beyond the text, which has changed since, is at its end. */
function rangeOf(doc: Text, { line, column, endLine, endColumn }: Diagnostic): { from: number; to: number } {
  const offsetOf = (line: number, column: number): number => {
    if (line > doc.lines) return doc.length
    const { from, to } = doc.line(line)
    return Math.min(to, from + column - 1)
  }
  const from = offsetOf(line, column)
  return { from, to: Math.max(from, offsetOf(endLine ?? line, endColumn ?? column)) }
}

/** What the field that the user writes in has beyond any. */
export function writable(hint: string, onChange: () => void, ask: AskCompletions): Extension {
  return [
    placeholder(hint),
    overtypeEndTags,
    autocompletion({ override: [(context) => completeAt(context, ask)], icons: false }),
    EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) onChange()
    }),
  ]
}

/** A field that can be read, selected and searched, and not changed; `onType` is called when somebody tries to. */
export function readOnly(onType: () => void): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
    EditorView.domEventHandlers({
      keydown: ({ key, ctrlKey, altKey, metaKey }) => {
        const isText = key.length === 1 && !ctrlKey && !altKey && !metaKey
        if (isText || key === 'Enter' || key === 'Backspace' || key === 'Delete') onType()
        return false
      },
      paste: onType,
    }),
  ]
}
