/** A process of `validate --jobs`: checks the files it is sent, and sends back what it found. */
import { SourceText } from '../../diagnostics/index.js'
import { loadSchemaFile } from '../../node/libvirt-schema.js'
import { createEngine } from '../../validate/index.js'
import type { Place } from '../io.js'
import { SchemaBoundary } from '../libvirt-schema/schema-boundary.js'
import { type CheckedFile, type CheckOptions, checkFile, howToCheck } from './check-file.js'
import type { CheckedPortion, Portion, Start, ToWorker } from './check-in-processes.js'
import { type OpenEngines, openEngines } from './open-engines.js'

/** What it works with, once it was told. */
let work: { readonly opened: Promise<OpenEngines>; readonly options: CheckOptions } | undefined

const place: Place = { cwd: process.cwd(), stdin: process.stdin }

// Ctrl-C on a terminal reaches all processes: the one that started this one decides what becomes of it.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())

process.on('message', async (message: ToWorker) => {
  if ('start' in message) work = { opened: open(message.start), options: message.start.options }
  else process.send?.(await check(message.portion))
})

async function open({ name, schema, others, bounds, saved }: Start): Promise<OpenEngines> {
  const { file, text, ...rest } = schema
  const created = await createEngine(name, { source: new SourceText(file, text), ...rest }, loadSchemaFile, saved)
  // The process that started this one has made an engine of the same schema.
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return openEngines(created.engine, others, new SchemaBoundary(bounds))
}

async function check({ index, entries }: Portion): Promise<CheckedPortion> {
  if (work === undefined) throw new Error('files came before what to check them with')
  const { options } = work
  const { engines, keep } = await work.opened
  const howTo = howToCheck(options, engines)
  const checked: CheckedFile[] = []
  for (const entry of entries) checked.push(await checkFile(entry, options, howTo, place))
  // What it learns of a schema that the first process has not met is lost when it ends.
  keep()
  return { index, checked }
}
