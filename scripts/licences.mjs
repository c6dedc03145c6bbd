import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The names, versions and licences of the packages that files are from, for what contains them.
 *
 * @param {Iterable<string>} files paths; those outside node_modules are left out
 * @returns {string}
 */
export function licencesOf(files) {
  const directories = [...files].flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replace('\0', '')) ?? [],
  )
  const notices = [...new Set(directories)].sort().map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
    const names = readdirSync(directory).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    const texts = names.map((file) => readFileSync(join(directory, file), 'utf8').trim())
    return [`${name} ${version} (${license})`, ...texts].join('\n\n')
  })
  return `${notices.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`
}
