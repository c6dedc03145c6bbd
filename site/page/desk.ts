import type { Response, Tasks } from '../protocol.js'
import LibraryWorker from '../worker/main.ts?worker&inline'

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

/** The page's side of its worker. */
export class Desk {
  private readonly worker = new LibraryWorker()
  private readonly waiting = new Map<number, Waiting>()
  private last = 0

  constructor() {
    this.worker.addEventListener('message', (event: MessageEvent<Response>) => {
      const { id, ...response } = event.data
      const waiting = this.waiting.get(id)
      this.waiting.delete(id)
      if ('answer' in response) waiting?.resolve(response.answer)
      else waiting?.reject(new Error(response.failure))
    })
    this.worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.waiting.values()) reject(new Error(message || 'the worker did not start'))
      this.waiting.clear()
    })
  }

  /** Ask the worker for something; it does one thing after the other. */
  ask<Name extends keyof Tasks>(task: Name, argument: Parameters<Tasks[Name]>[0]): ReturnType<Tasks[Name]> {
    const id = ++this.last
    this.worker.postMessage({ id, task, argument })
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }))
    return answer as ReturnType<Tasks[Name]> // the worker's answer to this task
  }
}
