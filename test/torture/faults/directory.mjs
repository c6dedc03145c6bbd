/** What is in a directory, and whether a run that went wrong has left it whole. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Make a directory with nothing but these files in it. */
export function fill(directory, files, links = {}) {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
  for (const [name, other] of Object.entries(links)) linkSync(join(directory, name), join(directory, other))
}

/**
 * The text of each file, by its name; locks are directories, and have none. What is in the cache may differ from run to run;
 * that it is there may not.
 */
export function contents(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const found = entries
    .filter((entry) => entry.isFile() || (entry.isDirectory() && isLeftOver(entry.name)))
    .map((entry) => ({
      name: join(entry.parentPath ?? entry.path, entry.name).slice(directory.length + 1),
      isFile: entry.isFile(),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  return new Map(
    found.map(({ name, isFile }) => [
      name,
      isFile && !name.startsWith('cache/') ? readFileSync(join(directory, name), 'utf8') : '',
    ]),
  )
}

/** What a run writes beside a file, and does not leave. */
export const isLeftOver = (name) => /(^|\/)\.virt-lifecycle[-.][^/]*$/.test(name)

/** As if the processes that left files had ended. */
export function endProcesses(directory) {
  for (const name of contents(directory).keys()) {
    const other = name.replace(/(\.virt-lifecycle-[0-9a-f]{8})-\d+-\d+-/, '$1-4194305-1-')
    if (other !== name) renameSync(join(directory, name), join(directory, other))
  }
}

/** How two states of a directory differ; empty if they do not. */
export function difference(expected, found) {
  const names = [...new Set([...expected.keys(), ...found.keys()])]
  return names
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => (found.has(name) ? (expected.has(name) ? `${name} differs` : `${name} is new`) : `${name} is gone`))
    .join(', ')
}
