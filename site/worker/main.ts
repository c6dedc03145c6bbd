/** The worker of the page: does its tasks one after the other. */
import { FORMATS } from '../../src/index.js'
import type { Request, Response, Tasks } from '../protocol.js'
import { Analyst } from './analyse.js'
import { checksOf, embeddedChecks } from './schemas.js'

let analyst = new Analyst(embeddedChecks())

const tasks: Tasks = {
  forms: async () =>
    FORMATS.map(({ id, description, read, write }) => ({
      id,
      description,
      reads: read !== undefined,
      writes: write !== undefined,
    })),
  analyse: (question) => analyst.analyse(question),
  writeAll: (question) => analyst.writeAll(question),
  fixAll: (inputs) => analyst.fixAll(inputs),
  complete: (position) => analyst.complete(position),
  useSchemas: async (files) => {
    if (files.length === 0) {
      analyst = new Analyst(embeddedChecks())
      return { kind: 'embedded' }
    }
    const { checks, state } = checksOf(files)
    if (checks !== undefined) analyst = new Analyst(checks)
    return state
  },
}

async function answer({ id, task, argument }: Request): Promise<Response> {
  try {
    // The argument is that of the task: `Request` says so, but TypeScript does not follow the pair.
    const run = tasks[task] as (argument: Request['argument']) => Promise<unknown>
    return { id, answer: await run(argument) }
  } catch (error) {
    return { id, failure: String(error) }
  }
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  void answer(event.data).then((response) => self.postMessage(response))
})
