import { posix, resolve } from 'node:path'
import { belowDirectory, fromRoot, type Relative, repositoryRoot, withSlashes } from './paths.js'

/** A test of absolute paths: whether a file is left out. */
export async function exclusion(
  exclude: readonly Relative[],
  git: boolean,
  cwd: string,
): Promise<(path: string) => boolean> {
  const tests: ((path: string) => boolean)[] = []
  const given = exclude.filter(({ patterns }) => patterns.length > 0)
  if (given.length > 0) {
    const { default: ignore } = await import('ignore')
    for (const { base, patterns } of given) {
      const directory = resolve(cwd, base)
      const matchers = ignoredFrom(directory, patterns).map((list) => ignore({ ignorecase: false }).add([...list]))
      // Patterns see a path below their directory, or from the root if it is not below.
      tests.push((path) => {
        const below = belowDirectory(directory, path)
        return matchers[below === undefined ? 1 : 0]?.ignores(below ?? fromRoot(path)) === true
      })
    }
  }
  if (git) {
    const { isGitIgnored } = await import('globby')
    tests.push(await isGitIgnored({ cwd: repositoryRoot(cwd) ?? cwd }))
  }
  return (path) => tests.some((test) => test(path))
}

/**
 * Patterns as a .gitignore has them, for the files below a directory and for all others. There, neither `./` nor `..` matches
 * anything and `/` is the directory of the file; people write paths, as they do everywhere else on the command line.
 */
function ignoredFrom(
  directory: string,
  patterns: readonly string[],
): readonly [below: readonly string[], elsewhere: readonly string[]] {
  const lists: [string[], string[]] = [[], []]
  const base = withSlashes(directory)
  for (const pattern of patterns) {
    const [, not = '', path = ''] = /^(!?)(.*)$/s.exec(pattern) ?? []
    const isAbsolute = path === base || path.startsWith(`${base}/`)
    if (!isAbsolute && !path.split('/').some((part) => part === '.' || part === '..')) {
      for (const list of lists) list.push(pattern)
      continue
    }
    const meant = posix.resolve(base, path)
    const slash = path.endsWith('/') ? '/' : ''
    const below = belowDirectory(directory, meant)
    if (below !== undefined) {
      lists[0].push(`${not}/${below}${slash}`)
      continue
    }
    if (meant === base || belowDirectory(meant, directory) !== undefined) lists[0].push(`${not}*`)
    if (meant !== base) lists[1].push(`${not}/${fromRoot(meant) || '*'}${slash}`)
  }
  return lists
}
