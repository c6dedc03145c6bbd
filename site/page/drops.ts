import { byId } from './elements.js'
import { filesOf, type GivenFile } from './files.js'

/** Take files that are dropped anywhere on the page, before the editor does; while they are dragged, the page says what it takes. */
export function takeDrops(onDrop: (files: Promise<readonly GivenFile[]>) => void): void {
  const hint = byId('drop-hint', HTMLDivElement)
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hint.hidden = false
  }
  addEventListener('dragenter', over, true)
  addEventListener('dragover', over, true)
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) hint.hidden = true
  })
  addEventListener(
    'drop',
    (event) => {
      hint.hidden = true
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      event.stopPropagation()
      onDrop(filesOf(event.dataTransfer))
    },
    true,
  )
}
