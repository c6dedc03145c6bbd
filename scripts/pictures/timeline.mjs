import { planStart, planStop } from '../../dist/guests/index.js'
import { guest, STOP_OPTIONS } from './guests.mjs'
import { picture, rectangle, words } from './svg.mjs'

/** Machines that depend on each other, and how long each takes to stop and to start, in seconds, for the drawing. */
const MACHINES = [
  { name: 'database', settings: { hostStart: 'start', order: 1, hostStop: 'shutdown' }, stops: 40, starts: 25 },
  {
    name: 'application',
    settings: { hostStart: 'restart-if-active', order: 2, delay: 60, hostStop: 'shutdown' },
    stops: 30,
    starts: 25,
  },
  { name: 'desktop', settings: { hostStart: 'restart-if-active', hostStop: 'save' }, stops: 26, starts: 24 },
  { name: 'build machine', settings: { hostStart: 'ignore', hostStop: 'destroy' }, stops: 2, starts: 0 },
]

const SCALE = 2.6
const LEFT = 372
const ROW = 58
const TOP = 96
const BEFORE = 20
/** Seconds that the host is off, for the drawing. */
const OFF = 30
const AFTER = 45

/**
 * When each machine begins and ends to stop or start, in seconds, if each takes as long as the table says.
 *
 * @param waits how long the next stage waits for a machine: for all of its stop, but not until it has booted
 */
function schedule({ stages }, duration, waits = duration) {
  const times = new Map()
  let next = 0
  for (const { steps } of stages) {
    const begins = steps.map(({ guest: { name }, at }) => [name, Math.max(at, next)])
    for (const [name, begin] of begins) times.set(name, { begin, end: begin + duration(name) })
    next = Math.max(...begins.map(([name, begin]) => begin + waits(name)))
  }
  return times
}

/** A stop and a start of a host with order and delay. */
export function timeline() {
  const of = (name) => MACHINES.find((machine) => machine.name === name)
  const guests = MACHINES.map(({ name, settings }) => guest(name, settings))
  const stops = schedule(planStop(guests, STOP_OPTIONS), (name) => of(name).stops)
  const off = guests.map((each) => ({ ...each, state: 'shut off' }))
  const starts = schedule(
    planStart(off, { active: new Set(off.map(({ uuid }) => uuid)) }),
    (name) => of(name).starts,
    (name) => (of(name).settings.hostStop === 'save' ? of(name).starts : 0),
  )

  const stopped = BEFORE + Math.max(...[...stops.values()].map(({ end }) => end))
  const booted = stopped + OFF
  const last = booted + Math.max(...[...starts.values()].map(({ end }) => end)) + AFTER
  const x = (seconds) => LEFT + seconds * SCALE
  const [width, height] = [x(last) + 20, TOP + MACHINES.length * ROW + 62]

  const shapes = [words(16, 34, 'A host stops, and starts again', 'large')]
  const event = (seconds, text, anchor) => {
    shapes.push(['path', { d: `M${x(seconds)} ${TOP - 14}V${height - 46}`, class: 'event' }])
    shapes.push(words(x(seconds), TOP - 22, text, 'small head', anchor))
  }
  event(BEFORE, 'the host stops', 'start')
  event(stopped, 'off', 'middle')
  event(booted, 'the host has started', 'start')
  MACHINES.forEach(({ name, settings }, row) => {
    const y = TOP + row * ROW
    shapes.push(words(16, y + 18, name, 'head'))
    const { hostStart, hostStop, ...attributes } = settings
    const written = Object.entries(attributes).map(([key, value]) => ` ${key} ${value}`)
    shapes.push(
      words(
        16,
        y + 36,
        `stop: ${hostStop}, start: ${hostStart}${written.length > 0 ? `,${written.join(',')}` : ''}`,
        'small quiet',
      ),
    )
    const bar = (from, to, style, text) => {
      shapes.push(rectangle(x(from), y + 4, (to - from) * SCALE, 32, style))
      if (text !== '') shapes.push(words(x(from) + 6, y + 25, text, 'small'))
    }
    const stop = stops.get(name)
    bar(0, BEFORE + stop.begin, 'on', 'runs')
    bar(
      BEFORE + stop.begin,
      BEFORE + stop.end,
      'saved',
      stop.end - stop.begin < 10 ? '' : ({ save: 'is saved' }[hostStop] ?? 'shuts down'),
    )
    const start = starts.get(name)
    if (start === undefined) {
      shapes.push(words(x(booted) + 6, y + 25, 'stays off', 'small quiet'))
      return
    }
    bar(booted + start.begin, booted + start.end, 'saved', hostStop === 'save' ? 'resumes' : 'boots')
    bar(booted + start.end, last, 'on', 'runs')
  })
  const axis = height - 40
  for (let seconds = 0; booted + seconds <= last; seconds += 30) {
    shapes.push(['path', { d: `M${x(booted + seconds)} ${axis}v6`, class: 'line' }])
    shapes.push(words(x(booted + seconds), axis + 20, `${seconds} s`, 'small quiet', 'middle'))
  }
  shapes.push(['path', { d: `M${x(booted)} ${axis}H${x(last)}`, class: 'line' }])
  shapes.push(words(16, axis + 20, 'delay counts from the start of the host', 'small quiet'))
  const said = MACHINES.map(({ name }) => {
    const start = starts.get(name)
    const stop = `${name} stops after ${stops.get(name).begin} seconds`
    return start === undefined
      ? `${stop} and stays off`
      : `${stop} and is started ${start.begin} seconds after the host`
  })
  const title = 'Order and delay when a host stops and starts'
  return picture({ width, height, title, description: `${said.join('; ')}.` }, shapes)
}
