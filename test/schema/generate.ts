import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from '@jest/globals'

/** What `npm run generate` reads. */
const SOURCES = ['docs/diagnostics.md', 'package.json', 'packaging', 'schema', 'scripts', 'src/relaxng']

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-generate-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A copy of what the generated modules are made of, to be changed. */
export function copyOfSources() {
  const root = mkdtempSync(join(scratch, 'copy-'))
  for (const part of SOURCES) cpSync(part, join(root, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  return {
    append: (file: string, text: string): void => appendFileSync(join(root, file), text),
    generate: (): void => {
      const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.mjs'], { cwd: root, encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
    },
    writtenAt: (name: string): number => statSync(join(root, 'src/generated', `${name}.ts`)).mtimeMs,
    load: async <Module>(name: string): Promise<Module> => await import(join(root, 'src/generated', `${name}.ts`)),
  }
}
