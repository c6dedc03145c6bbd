/**
 * Damaged documents, schemas and settings for all readers, writers, editors, rules, engines and reports of the library. The laws
 * that must hold for each are in test/torture/fuzz/laws.mjs. A thread does the work, so that one that never ends is noticed.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Broken } from '../faults/writing.mjs'

/** Milliseconds after which an input takes for ever; the slowest takes a tenth of it on a busy machine. */
const PATIENCE = 20_000
const FAILED = new URL('../../../.cache/torture/', import.meta.url)

export default {
  name: 'fuzz',
  promise:
    'No document, schema or file of settings, however damaged, makes the library throw or hang; findings are in the text, edits can be applied, fixes end and make no new errors',
  pass: 10,
  shortPass: 1,
  round: async ({ seed }, { isShort, say }) => {
    const count = isShort ? 500 : 1000
    const failed = await tryInputs(seed, count)
    if (failed !== undefined) throw new Broken(`${failed.law}: ${failed.why}\n${kept(seed, failed.text)}`)
    say(`${count} inputs`)
    return { 'damaged inputs': count }
  },
}

/** What failed in a thread; undefined if all was well. */
function tryInputs(seed, count) {
  return new Promise((resolve, reject) => {
    let last
    let timer
    const worker = new Worker(new URL('../fuzz/worker.mjs', import.meta.url), {
      workerData: { seed, count },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    })
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => end({ ...last, why: `not done within ${PATIENCE / 1000} seconds` }), PATIENCE)
    }
    const end = (failed) => {
      clearTimeout(timer)
      worker.terminate().then(() => resolve(failed), reject)
    }
    worker.on('message', ({ done, failed, ...input }) => {
      if (done) return end(failed)
      last = input
      return wait()
    })
    worker.on('error', (error) => (last === undefined ? reject(error) : end({ ...last, why: error.stack })))
    wait()
  })
}

/** Keep an input that failed; where. */
function kept(seed, text) {
  mkdirSync(FAILED, { recursive: true })
  const file = fileURLToPath(new URL(`fuzz-${seed}.txt`, FAILED))
  writeFileSync(file, text)
  return `the input: ${file} (${text.length} characters)`
}
