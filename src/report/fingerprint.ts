import type { Diagnostic } from '../diagnostics/index.js'

/**
 * Fingerprints of the findings of one document, in order. They do not change when lines are added or removed elsewhere,
 * because they are made of the code, the message without line numbers, the text of the line without white space around it,
 * the marked part of it, and the path. Findings that are equal in all of these are numbered.
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
