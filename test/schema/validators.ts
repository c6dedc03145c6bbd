import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SourceText } from '../../src/diagnostics/index.js'
import { createEngine } from '../../src/validate/index.js'

/** The validators whose verdicts must agree: three versions of libxml2, which libvirtd uses, and jing. */
export const VALIDATORS = ['xmllint', 'libxml2', 'libxmljs2', 'jing'] as const

export type Validator = (typeof VALIDATORS)[number]

/** How a validator treats a schema. */
export interface ValidatorOptions {
  /** jing's -i: skip the checks of ID attributes, which libvirt's schema fails. */
  readonly withoutIds?: boolean
}

/** Which of the files are valid, in the same order. Throws if the validator complains about the schema. */
export async function validFiles(
  validator: Validator,
  schema: string,
  files: readonly string[],
  options: ValidatorOptions = {},
): Promise<readonly boolean[]> {
  switch (validator) {
    case 'xmllint': {
      const lines = run('xmllint', ['--noout', '--relaxng', schema, ...files])
      const valid = new Set(lines.filter((line) => line.endsWith(' validates')).map((line) => line.slice(0, -10)))
      const invalid = new Set(
        lines.filter((line) => line.endsWith(' fails to validate')).map((line) => line.slice(0, -18)),
      )
      if (valid.size + invalid.size !== files.length || lines.some(isAboutSchema)) throw new Error(lines.join('\n'))
      return files.map((file) => valid.has(file))
    }
    case 'jing': {
      const lines = run('jing', [...(options.withoutIds === true ? ['-i'] : []), schema, ...files])
      const faults = lines.filter((line) => !line.startsWith('[warning]'))
      const invalid = new Set(faults.map((line) => /^(.*?):\d+:\d+: error: /.exec(line)?.[1]))
      if ([...invalid].some((file) => file === undefined || !files.includes(file))) throw new Error(faults.join('\n'))
      return files.map((file) => !invalid.has(file))
    }
    case 'libxml2':
    case 'libxmljs2': {
      const source = new SourceText(schema, readFileSync(schema, 'utf8'))
      const load = (url: URL) => new SourceText(url.href, readFileSync(url, 'utf8'))
      const created = await createEngine(validator, { source, url: pathToFileURL(schema).href }, load)
      if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
      return files.map(
        (file) => created.engine.begin(new SourceText(file, readFileSync(file, 'utf8'))).violations().length === 0,
      )
    }
  }
}

/** Which of the documents are valid: the verdicts of `validFiles`, by document. */
export async function validDocuments(
  validator: Validator,
  schema: string,
  documents: readonly string[],
  options: ValidatorOptions = {},
): Promise<Readonly<Record<string, boolean>>> {
  const directory = mkdtempSync(join(tmpdir(), 'virt-lifecycle-schema-'))
  try {
    const files = documents.map((document, i) => {
      const file = join(directory, `${i}.xml`)
      writeFileSync(file, document)
      return file
    })
    const verdicts = await validFiles(validator, schema, files, options)
    return Object.fromEntries(documents.map((document, i) => [document, verdicts[i] ?? false]))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** libxml2 prints "Unimplemented block" for what it does not support, and continues. */
function isAboutSchema(line: string): boolean {
  return /Relax-NG parser (error|warning)|Unimplemented/.test(line)
}

function run(program: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (error !== undefined) throw error
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
}
