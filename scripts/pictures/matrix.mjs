import { outcomeOfRestart, RESTART_CASES, RESTART_OUTCOMES } from '../../dist/guests/index.js'
import { HOST_START_ACTIONS, HOST_STOP_ACTIONS } from '../../dist/lifecycle/index.js'
import { picture, rectangle, words } from './svg.mjs'

/** How each outcome looks: colours, and a sign. */
const STYLES = {
  resumes: { style: 'saved', sign: '↻' },
  boots: { style: 'on', sign: '▶' },
  kept: { style: 'off', sign: '◼' },
  off: { style: 'off', sign: '◼' },
}

const CELL = { width: 282, height: 150 }
const LEFT = 172
const TOP = 92

/** Every pair of settings, and what becomes of a machine across a restart of its host. */
export function matrix() {
  const shapes = [words(16, 34, 'After the host has stopped and started again, the machine …', 'large')]
  HOST_START_ACTIONS.forEach(({ value }, column) => {
    const x = LEFT + column * CELL.width
    shapes.push(
      words(x + 8, TOP - 30, '<on_hoststart>', 'small quiet code'),
      words(x + 8, TOP - 12, value, 'head code'),
    )
  })
  HOST_STOP_ACTIONS.forEach(({ value }, row) => {
    const y = TOP + row * CELL.height
    shapes.push(words(16, y + 28, '<on_hoststop>', 'small quiet code'), words(16, y + 46, value, 'head code'))
    HOST_START_ACTIONS.forEach((start, column) => {
      const x = LEFT + column * CELL.width
      shapes.push(rectangle(x + 4, y + 4, CELL.width - 8, CELL.height - 8, 'box'))
      RESTART_CASES.forEach((each, line) => {
        const outcome = outcomeOfRestart({ hostStart: start.value, hostStop: value }, each)
        const { style, sign } = STYLES[outcome]
        const top = y + 12 + line * 44
        shapes.push(words(x + 14, top + 11, `${each.title}:`, 'small quiet'))
        shapes.push(rectangle(x + 12, top + 16, CELL.width - 24, 23, style))
        shapes.push(words(x + 20, top + 32, `${sign} ${RESTART_OUTCOMES[outcome]}`))
      })
    })
  })
  const [width, height] = [
    LEFT + HOST_START_ACTIONS.length * CELL.width + 12,
    TOP + HOST_STOP_ACTIONS.length * CELL.height + 12,
  ]
  const title = 'What happens to a machine when its host restarts'
  const description = `For each pair of values of on_hoststart and on_hoststop: ${pairs().join('; ')}.`
  return picture({ width, height, title, description }, shapes)
}

function pairs() {
  return HOST_STOP_ACTIONS.flatMap((stop) =>
    HOST_START_ACTIONS.map((start) => {
      const lifecycle = { hostStart: start.value, hostStop: stop.value }
      const outcomes = RESTART_CASES.map(
        (each) => `if ${each.title}, ${RESTART_OUTCOMES[outcomeOfRestart(lifecycle, each)]}`,
      )
      return `${stop.value} with ${start.value}: ${outcomes.join(', ')}`
    }),
  )
}
