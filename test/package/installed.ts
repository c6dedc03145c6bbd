import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Run a program that must succeed; what it printed. */
export function must(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: status ${status}\n${stderr}`)
  return stdout
}

/** A new directory with a project in which the package as it is published, and what it depends on, are installed. */
export function installedPackage(): string {
  const project = mkdtempSync(join(tmpdir(), 'virt-lifecycle-package-'))
  must('npm', ['pack', '--ignore-scripts', '--pack-destination', project], '.')
  const modules = join(project, 'node_modules')
  mkdirSync(modules)
  const [archive = ''] = readdirSync(project).filter((name) => name.endsWith('.tgz'))
  must('tar', ['-x', '-f', join(project, archive), '-C', modules], '.')
  cpSync(join(modules, 'package'), join(modules, 'virt-lifecycle'), { recursive: true })
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(resolve('node_modules', name), join(modules, name))
  }
  cpSync('test/package/app', project, { recursive: true })
  return project
}

/** Bundle a file of a project by esbuild, with nothing but the options given. */
export function bundle(project: string, entry: string, ...options: readonly string[]): string {
  const esbuild = resolve('node_modules/.bin/esbuild')
  return must(
    esbuild,
    [entry, '--bundle', '--log-level=warning', '--log-override:empty-glob=error', ...options],
    project,
  )
}
