import { escapeControls, quote } from '../../diagnostics/index.js'
import type { GuestEvent, Step } from '../../guests/index.js'
import type { Terminal } from '../console/terminal.js'
import { outcomeText } from './show.js'

/** How often the line about who is waited for is written again. */
const REFRESH_MS = 1000

/** Guests that the line names; more are counted. */
const NAMED = 3

/** Erases the line of a terminal and goes to its beginning. */
const ERASE = '\r\u001b[K'

/**
 * Says what happens while a plan is carried out: one line per event, and on a terminal also who is waited for and how long
 * still. To be ended with `end`.
 */
export class Follower {
  private readonly waiting = new Map<Step, number>()
  private readonly timer: NodeJS.Timeout | undefined

  constructor(private readonly terminal: Terminal) {
    if (terminal.io.stderr.isTTY === true) this.timer = setInterval(() => this.showWaiting(), REFRESH_MS)
  }

  /** Say what has happened. */
  readonly on = (event: GuestEvent): void => {
    const { now } = this.terminal.io
    if (event.kind === 'requested') {
      const { step, attempt } = event
      if (step.attempts[0] === attempt) this.say(step, `${attempt.action}, because ${step.why}`)
      else this.say(step, `${attempt.action} instead`)
      this.waiting.set(step, now() + attempt.within * 1000)
    } else if (event.kind === 'failed') {
      this.say(event.step, `${event.attempt.action} failed: ${event.reason}`)
    } else {
      this.waiting.delete(event.outcome.step)
      this.say(event.outcome.step, outcomeText(event.outcome))
    }
  }

  /** End the line about who is waited for. */
  end(): void {
    if (this.timer === undefined) return
    clearInterval(this.timer)
    this.terminal.io.stderr.write(ERASE)
  }

  private say({ guest }: Step, text: string): void {
    this.terminal.note(`${this.timer === undefined ? '' : ERASE}${escapeControls(guest.file)}: ${text}`)
  }

  private showWaiting(): void {
    const { now, stderr } = this.terminal.io
    if (this.waiting.size === 0) return
    const named = [...this.waiting]
      .slice(0, NAMED)
      .map(([{ guest }, until]) => `${quote(guest.name)} (${Math.max(0, Math.ceil((until - now()) / 1000))} s left)`)
    const more = this.waiting.size > NAMED ? ` and ${this.waiting.size - NAMED} more` : ''
    const text = `waiting for ${named.join(', ')}${more}`
    stderr.write(`${ERASE}${text.slice(0, (stderr.columns ?? 80) - 1)}`)
  }
}
