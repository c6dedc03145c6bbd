import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { PROGRAM, type Run } from '../cli/program.js'

/** A domain with two mistakes, in lines 7 and 8. */
export const WRONG_DOMAIN = 'examples/broken/web02.xml'

/** A domain that is right with any schema. */
export const RIGHT_DOMAIN = 'examples/domains/web01.xml'

/** Variables that say where a process runs: of a service, of git's hooks, and of the npm that runs these tests. */
const OF_ELSEWHERE =
  /^(CI$|CI_|GITHUB_|GITLAB_|RUNNER_|GIT_|VIRT_LIFECYCLE_|INIT_CWD$|NODE_OPTIONS$|npm_(?!config_(registry|cache|cafile|userconfig)$))/

/**
 * The environment of a process on another machine: ours without what says where we run, and with variables of its own.
 * npm takes from its cache what is there, and what would be compiled (libxmljs2, which is optional) is not, as on a machine
 * without a compiler.
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
    ...own,
  }
}

/** Run a program to its end. */
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

/** Run a program that must succeed; what it printed. */
export function must(program: string, args: readonly string[], where: Parameters<typeof run>[2]): string {
  const { status, stdout, stderr } = run(program, args, where)
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`)
  return stdout
}

/** Copy what git would commit of this project into a directory. */
export function copyProject(directory: string): void {
  const files = must('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: '.' })
  for (const file of files.split('\0')) {
    if (file !== '' && existsSync(file)) cpSync(file, join(directory, file))
  }
}

/** Commit all that is in a directory, as a repository. The commit. */
export function commitAll(directory: string): string {
  must('git', ['init', '--quiet', '--initial-branch=main'], { cwd: directory })
  must('git', ['add', '--all'], { cwd: directory })
  must('git', ['commit', '--quiet', '--message=all'], { cwd: directory })
  return must('git', ['rev-parse', 'HEAD'], { cwd: directory }).trim()
}

/** This project as it is now, in a repository of its own. Its commit. */
export function cloneProject(directory: string): string {
  copyProject(directory)
  return commitAll(directory)
}

/** Put files into a directory; each is the text, or the example that it is a copy of. */
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

/** A directory with `virt-lifecycle`, for the PATH, as after an installation; the PATH with it. */
export function pathWithProgram(directory: string): string {
  const file = join(directory, 'virt-lifecycle')
  mkdirSync(directory, { recursive: true })
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${resolve(PROGRAM)}" "$@"\n`)
  chmodSync(file, 0o755)
  return `${directory}${delimiter}${process.env['PATH'] ?? ''}`
}
