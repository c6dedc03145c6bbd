/** A thread that tries inputs, one after the other. It says which one it is at, for whoever waits for it. */
import { parentPort, workerData } from 'node:worker_threads'
import { Random } from '../random.mjs'
import { DOCUMENTS, SCHEMAS, SETTINGS } from './corpus.mjs'
import { LAWS, SCHEMA_LAWS } from './laws.mjs'
import { damaged } from './mutate.mjs'
import { SETTINGS_LAWS } from './settings.mjs'

const { seed, count } = workerData
const random = new Random(seed)

/** An input, and the law that it is for. */
function next() {
  const kind = random.below(10)
  if (kind === 0) return choose(SCHEMAS, SCHEMA_LAWS)
  if (kind === 1) {
    const name = random.pick(Object.keys(SETTINGS))
    return choose(SETTINGS[name], { [name]: SETTINGS_LAWS[name] })
  }
  return choose(DOCUMENTS, LAWS)
}

function choose(texts, laws) {
  const law = random.pick(Object.keys(laws))
  return { law, check: laws[law], text: damaged(random.pick(texts), random, random.pick(texts)) }
}

let failed
for (let i = 0; i < count && failed === undefined; i++) {
  const { law, check, text } = next()
  parentPort.postMessage({ law, text })
  try {
    await check(text, random)
  } catch (error) {
    failed = { law, text, why: error.stack }
  }
}
parentPort.postMessage({ done: true, failed })
