import { EditorView } from '@codemirror/view'

/** Longest text, in UTF-16 code units, that is looked at for the start tag before the cursor. */
const NEAR = 2000

/** An element that holds text only, up to a "<" that begins the end tag that it already has. */
const BEFORE = /<([^\s<>/]+)(?:\s[^<>]*)?>[^<>]*<$/

/**
 * A completion inserts the end tag of an element with its start tag. Who types it nevertheless types over it, as with brackets: of
 * `<on_hoststop>save|</on_hoststop>`, the "</" goes into the one that is there, and so does each character that is the
 * next of it.
 */
export const overtypeEndTags = EditorView.inputHandler.of((view, from, to, text) => {
  const { doc } = view.state
  if (from !== to) return false
  const before = doc.sliceString(Math.max(0, from - NEAR), from)
  const after = doc.sliceString(to, to + NEAR)
  const name = /^<\/([^\s<>]+)>/.exec(after)?.[1]
  if (text === '/' && name !== undefined && BEFORE.exec(before)?.[1] === name) {
    view.dispatch({
      changes: { from: from - 1, to: from },
      selection: { anchor: from + 1 },
      userEvent: 'input.type',
    })
    typedOver.set(view, from + 1)
    return true
  }
  const isNext = text.length === 1 && typedOver.get(view) === from && after.startsWith(text)
  typedOver.delete(view)
  if (!isNext) return false
  view.dispatch({ selection: { anchor: from + 1 }, scrollIntoView: true, userEvent: 'select' })
  if (text !== '>') typedOver.set(view, from + 1)
  return true
})

/** The offset in each editor where the next character of an end tag is typed over. */
const typedOver = new WeakMap<EditorView, number>()
