import { planStart, planStop } from '../../dist/guests/index.js'
import { HOST_START_ACTIONS, HOST_STOP_ACTIONS } from '../../dist/lifecycle/index.js'
import { guest, STOP_OPTIONS } from './guests.mjs'
import { picture, rectangle, words } from './svg.mjs'

/** What becomes of a machine: how it looks, and the words. */
const OUTCOMES = {
  resumes: { style: 'saved', text: '↻ runs, its memory restored' },
  boots: { style: 'on', text: '▶ runs, booted anew' },
  kept: { style: 'off', text: '◼ off, its memory saved' },
  off: { style: 'off', text: '◼ off' },
}

/** What can happen around the stop of the host. */
const CASES = [
  { title: 'it was running', state: 'running', orderly: true },
  { title: 'it was off', state: 'shut off', orderly: true },
  { title: 'it was running, and the host lost power', state: 'running', orderly: false },
]

const CELL = { width: 282, height: 150 }
const LEFT = 172
const TOP = 92

/** The outcome of a pair of settings, as the plans of `guests stop` and `guests start` have it. */
export function outcomeOf(lifecycle, { state, orderly }) {
  const before = guest('vm', lifecycle, state)
  const [stop] = planStop([before], STOP_OPTIONS).stages
  const saved = orderly && stop?.steps[0]?.attempts[0].action === 'save'
  const after = { ...before, state: 'shut off', saved }
  const active = new Set(state === 'running' ? [after.uuid] : [])
  const starts = planStart([after], { active }).stages.length > 0
  if (starts) return saved ? 'resumes' : 'boots'
  return saved ? 'kept' : 'off'
}

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
      CASES.forEach((each, line) => {
        const outcome = OUTCOMES[outcomeOf({ hostStart: start.value, hostStop: value }, each)]
        const top = y + 12 + line * 44
        shapes.push(words(x + 14, top + 11, `${each.title}:`, 'small quiet'))
        shapes.push(rectangle(x + 12, top + 16, CELL.width - 24, 23, outcome.style))
        shapes.push(words(x + 20, top + 32, outcome.text))
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
      const outcomes = CASES.map((each) => `if ${each.title}, ${OUTCOMES[outcomeOf(lifecycle, each)].text.slice(2)}`)
      return `${stop.value} with ${start.value}: ${outcomes.join(', ')}`
    }),
  )
}
