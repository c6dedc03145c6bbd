import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { PROGRAM, type Run } from '../cli/program.js'

/** A domain with two mistakes, on lines 7 and 8. */
export const WRONG_DOMAIN = 'examples/broken/web02.xml'

/** A domain that is valid with any schema. */
export const RIGHT_DOMAIN = 'examples/domains/web01.xml'

/** Variables that say where a process runs: set by a CI service, by git's hooks, or by the npm that runs these tests. */
const OF_ELSEWHERE =
  /^(CI$|CI_|GITHUB_|GITLAB_|RUNNER_|GIT_|VIRT_LIFECYCLE_|INIT_CWD$|NODE_OPTIONS$|npm_(?!config_(registry|cache|cafile|userconfig)$))/

/**
 * The environment of a process on another machine: ours without the variables that say where we run, plus the given ones.
 * npm prefers its cache and takes what is installed here where that is the same (installed-packages.cjs); libxmljs2, which
 * is optional and would be compiled, is not built, as on a machine without a compiler.
 */
export function environmentWith(own: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OF_ELSEWHERE.test(name))
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A Test',
    GIT_AUTHOR_EMAIL: 'test@example.org',
    GIT_COMMITTER_NAME: 'A Test',
    GIT_COMMITTER_EMAIL: 'test@example.org',
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    CC: 'false',
    CXX: 'false',
    NODE_OPTIONS: `--require="${resolve('test/ready-made/installed-packages.cjs')}"`,
    ...own,
  }
}

/** Run a program and wait for it. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = environmentWith() }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Run {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    input: '',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) throw error
  return { status, stdout, stderr }
}

/** Run a program that must succeed, and return its output. */
export function must(program: string, args: readonly string[], where: Parameters<typeof run>[2]): string {
  const { status, stdout, stderr } = run(program, args, where)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`)
  return stdout
}

/** Copy the files of this project that git would commit into a directory. */
export function copyProject(directory: string): void {
  const files = must('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: '.' })
  for (const file of files.split('\0')) {
    if (file !== '' && existsSync(file)) cpSync(file, join(directory, file))
  }
}

/** Turn a directory into a repository, commit everything in it, and return the commit. */
export function commitAll(directory: string): string {
  must('git', ['init', '--quiet', '--initial-branch=main'], { cwd: directory })
  must('git', ['add', '--all'], { cwd: directory })
  must('git', ['commit', '--quiet', '--message=all'], { cwd: directory })
  return must('git', ['rev-parse', 'HEAD'], { cwd: directory }).trim()
}

/** Put this project, as it is now, into a repository of its own, and return the commit. */
export function cloneProject(directory: string): string {
  copyProject(directory)
  return commitAll(directory)
}

/** Write files into a directory; each is given as its text or as the example to copy. */
export function putFiles(
  directory: string,
  files: Readonly<Record<string, string | { readonly example: string }>>,
): void {
  for (const [name, file] of Object.entries(files)) {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof file === 'string') writeFileSync(path, file)
    else cpSync(file.example, path)
  }
}

/** Create a directory with an installed `virt-lifecycle`, and return a PATH that contains it. */
export function pathWithProgram(directory: string): string {
  return pathWith(directory, 'virt-lifecycle', `exec "${process.execPath}" "${resolve(PROGRAM)}" "$@"`)
}

/** Put a shell script into a directory as a program, and return a PATH on which it is found first. */
function pathWith(directory: string, name: string, script: string): string {
  const file = join(directory, name)
  mkdirSync(directory, { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return `${directory}${delimiter}${process.env['PATH'] ?? ''}`
}
