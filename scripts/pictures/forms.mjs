import { FORMATS } from '../../dist/index.js'
import { arrow, picture, rectangle, words } from './svg.mjs'

const ROW = 46
const BOX = 340
const TOP = 64
const GAP = 96

/** The forms that are read and written, and the model between them. */
export function forms() {
  const read = FORMATS.filter((format) => format.read !== undefined)
  const written = FORMATS.filter((format) => format.write !== undefined)
  const height = TOP + Math.max(read.length, written.length) * ROW + 16
  const middle = (TOP + height - 16) / 2
  const model = { x: 16 + BOX + GAP, width: 190 }
  const right = model.x + model.width + GAP
  const width = right + BOX + 16
  const shapes = [words(16, 34, 'What is read', 'large'), words(right, 34, 'What is written', 'large')]
  const column = (formats, x, join) => {
    const top = middle - (formats.length * ROW) / 2
    formats.forEach(({ id, description }, row) => {
      const y = top + row * ROW
      shapes.push(rectangle(x, y + 3, BOX, ROW - 6, 'box'))
      shapes.push(words(x + 10, y + 20, id, 'head code'), words(x + 10, y + 36, cut(description), 'small quiet'))
      shapes.push(...join(y + ROW / 2))
    })
  }
  const share = (y) => middle + (y - middle) * 0.18
  column(read, 16, (y) => arrow(16 + BOX, y, model.x, share(y)))
  column(written, right, (y) => arrow(model.x + model.width, share(y), right, y))
  shapes.push(rectangle(model.x, middle - 62, model.width, 124, 'on'))
  const lines = [
    ['machines', 'head'],
    ['<on_hoststart>', 'code'],
    ['delay, order', 'code'],
    ['<on_hoststop>', 'code'],
  ]
  shapes.push(
    ...lines.map(([text, style], i) => words(model.x + model.width / 2, middle - 30 + i * 24, text, style, 'middle')),
  )
  const names = (formats) => formats.map(({ id }) => id).join(', ')
  const description = `Read: ${names(read)}. Written: ${names(written)}. Every form that is read can become every form that is written.`
  return picture({ width, height, title: 'The forms that virt-lifecycle translates', description }, shapes)
}

/** As much of a description as fits into a box, up to a comma or another stop if there is one. */
function cut(text) {
  const [first = text] = text.split(/; |, (?=as |with |one )|: |\. | \(/)
  return first.length <= 45 ? first : `${first.slice(0, 44)}…`
}
