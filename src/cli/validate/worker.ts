/** A process of `validate --jobs`: checks the files it is sent, and sends back what it found. */
import { SourceText } from '../../diagnostics/index.js'
import { loadSchemaFile } from '../../node/libvirt-schema.js'
import { createEngine, type Engine } from '../../validate/index.js'
import type { Place } from '../io.js'
import { type CheckedFile, type CheckOptions, checkFile } from './check-file.js'
import type { CheckedPortion, Portion, Start, ToWorker } from './check-in-processes.js'

/** What it works with, once it was told. */
let work: { readonly engine: Promise<Engine>; readonly options: CheckOptions } | undefined

const place: Place = { cwd: process.cwd(), stdin: process.stdin }

// Ctrl-C on a terminal reaches all processes: the one that started this one decides what becomes of it.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())

process.on('message', async (message: ToWorker) => {
  if ('start' in message) work = { engine: engineOf(message.start), options: message.start.options }
  else process.send?.(await check(message.portion))
})

async function engineOf({ name, schema, saved }: Start): Promise<Engine> {
  const { file, text, ...url } = schema
  const created = await createEngine(name, { source: new SourceText(file, text), ...url }, loadSchemaFile, saved)
  // The process that started this one has made an engine of the same schema.
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created.engine
}

async function check({ index, entries }: Portion): Promise<CheckedPortion> {
  if (work === undefined) throw new Error('files came before what to check them with')
  const { options } = work
  const engine = await work.engine
  const checked: CheckedFile[] = []
  for (const entry of entries) checked.push(await checkFile(entry, options, engine, place))
  return { index, checked }
}
