import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { template } from './literals.mjs'
import { selfContained } from './texts.mjs'

/** The schema that is used where no libvirt is installed. */
const EMBEDDED = 'domain-lifecycle.rng'

/** The module of the embedded schema as the engine saves it, so that it need not be compiled at run time. */
export async function embeddedAutomatonModule(root) {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('src/relaxng/index.ts', root))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })
  const [{ text: code }] = bundle.outputFiles
  const { compileSchema } = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
  const compiled = compileSchema(selfContained(new URL('schema/', root), EMBEDDED), EMBEDDED, () => undefined)
  if ('error' in compiled) throw new Error(`${EMBEDDED}: ${compiled.error.message}`)
  return `
/** schema/${EMBEDDED}, compiled and saved by this version of src/relaxng. */
export const EMBEDDED_AUTOMATON = ${template(compiled.validator.save())}
`
}
