#!/usr/bin/env node
/**
 * Change an unpacked libvirt source so that its domain XML has on_hoststart and on_hoststop, or write the change as a series
 * of patches. README.md says what it does; `proposal/apply --help` how to use it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CONCERNS, FILES, VERSION_FILE } from './concerns.mjs'
import { applyConcerns } from './insert.mjs'

const USAGE = `usage: proposal/apply DIR                                  change the libvirt source in DIR
       proposal/apply DIR --series OUT [--from AUTHOR]     write the change as patches to the new directory OUT;
                                                           DIR is not changed; AUTHOR is "Name <address>"
       proposal/apply --files                              list the files of libvirt that it needs

Exit status: 0 done, or already there; 1 the change does not fit this source, which is left as it was; 2 could not run.`

const AUTHOR = 'virt-lifecycle <virt-lifecycle@localhost>'

process.exitCode = await main(process.argv.slice(2))

async function main(argv) {
  const options = optionsOf(argv)
  if (options === undefined) return 2
  const { print, directory, series, from } = options
  if (print !== undefined) {
    process.stdout.write(`${print}\n`)
    return 0
  }
  try {
    return await run(directory, series, from)
  } catch (error) {
    if (error?.code === undefined) throw error
    return fail(error.message)
  }
}

async function run(directory, series, from) {
  const versionText = textOf(directory, VERSION_FILE)
  const version = /^ {2}version: '(\d+\.\d+\.\d+)',$/m.exec(versionText ?? '')?.[1]
  if (version === undefined || !versionText.includes("'libvirt'")) {
    return fail(`${directory} is not a libvirt source: name the directory that has libvirt's ${VERSION_FILE}`)
  }
  if (series !== undefined && existsSync(series)) return fail(`${series} already exists; name a new directory`)

  const names = new Set(CONCERNS.flatMap(({ edits }) => edits.map(({ file }) => file)))
  const files = new Map(
    [...names].map((file) => [file, textOf(directory, file)]).filter(([, text]) => text !== undefined),
  )
  const { changes, problems, state } = applyConcerns(CONCERNS, files, version)
  if (state === 'all') {
    process.stdout.write(`libvirt ${version} in ${directory} already has the change\n`)
    return 0
  }
  if (state === 'some') problems.push(`a part of the change is there already; start from an unchanged source`)
  if (problems.length > 0) {
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    process.stderr.write(
      `proposal/apply: the change does not fit libvirt ${version} in ${directory}; nothing was changed\n`,
    )
    return 1
  }

  if (series === undefined) {
    const after = new Map(changes.flatMap(({ files: changed }) => changed.map((change) => [change.file, change.after])))
    writeAll(directory, after, files)
    process.stdout.write(`libvirt ${version} in ${directory}: ${after.size} files changed\n`)
  } else {
    // Loaded here: it needs a package, and --files is used where none is installed yet.
    const { seriesOf } = await import('./series.mjs')
    const patches = seriesOf(changes, from)
    mkdirSync(series, { recursive: true })
    for (const [name, text] of patches) writeFileSync(join(series, name), text)
    process.stdout.write([...patches.keys()].map((name) => `${join(series, name)}\n`).join(''))
  }
  return 0
}

/** What the arguments ask for: a directory to change, or a text to print; undefined if they are wrong. */
function optionsOf(argv) {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        series: { type: 'string' },
        from: { type: 'string', default: AUTHOR },
        files: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { print: USAGE }
    if (values.files) return { print: FILES.join('\n') }
    if (positionals.length !== 1) throw new TypeError('expected one directory')
    if (!/^[^<>\n]+ <[^<>\s]+@[^<>\s]+>$/.test(values.from)) throw new TypeError('--from is not "Name <address>"')
    return { directory: positionals[0], series: values.series, from: values.from }
  } catch (error) {
    fail(`${error.message}\n${USAGE}`)
    return undefined
  }
}

/** The text of a file of the source; undefined if there is none. */
function textOf(directory, file) {
  const path = join(directory, file)
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined
}

/** Write all files, or none: the new texts are all on disk before the first one takes its place. */
function writeAll(directory, texts, before) {
  const temporary = (file) => join(directory, `${file}.virt-lifecycle`)
  const done = []
  try {
    for (const [file, text] of texts) writeFileSync(temporary(file), text)
    for (const file of texts.keys()) {
      renameSync(temporary(file), join(directory, file))
      done.push(file)
    }
  } catch (error) {
    for (const file of done) {
      if (before.has(file)) writeFileSync(join(directory, file), before.get(file))
      else rmSync(join(directory, file))
    }
    for (const file of texts.keys()) rmSync(temporary(file), { force: true })
    throw error
  }
}

function fail(message) {
  process.stderr.write(`proposal/apply: ${message}\n`)
  return 2
}
