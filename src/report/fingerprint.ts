import type { Diagnostic } from '../diagnostics/index.js'

/**
 * Fingerprints of the findings of one document, in their order. They stay the same when lines are added or removed
 * elsewhere: what counts is the code, what is said without the numbers of lines, the text of the line without the white
 * space around it, and the part of it that is meant. Of findings that are alike in all of that the first, the second and so on are told apart.
 */
export class Fingerprints {
  private readonly counts = new Map<string, number>()

  constructor(private readonly digest: (text: string) => string) {}

  /** The fingerprint of the next finding. */
  next({ code, message, excerpt, path }: Diagnostic): string {
    const marked = excerpt?.text.slice(excerpt.start, excerpt.end)
    const key = JSON.stringify([code, message.replace(/\bline \d+/g, 'line'), excerpt?.text.trim(), marked, path])
    const count = this.counts.get(key) ?? 0
    this.counts.set(key, count + 1)
    return this.digest(`${key}${count}`).slice(0, 40)
  }
}
