/** What inputs are made from: every form that the library reads, from the examples, the tests, and the installed libvirt. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FORMATS, readMachines, writeMachines } from '../../../dist/index.js'
import { findLibvirtSchemas } from '../../../dist/node/index.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

function textsBelow(directory, ending) {
  if (directory === undefined || !existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((file) => readFileSync(file, 'utf8'))
}

const examples = textsBelow(join(ROOT, 'examples'), /\.(xml|json|ndjson|csv|txt|clixml|diff|ps1|sh)$/)
const machines = readMachines(readFileSync(join(ROOT, 'examples/hyperv-synthetic/get-vm.json'), 'utf8')).machines
const written = FORMATS.filter(({ write }) => write !== undefined).flatMap(({ id }) =>
  writeMachines(machines, id).documents.map(({ text }) => text),
)

/** Documents. */
export const DOCUMENTS = [...examples, ...written, ...textsBelow('/usr/share/libvirt/examples', /\.xml$/)]

const libvirt = findLibvirtSchemas()

/** Schemas; `loadSchema` gives those of libvirt. */
export const SCHEMAS = [...textsBelow(join(ROOT, 'schema'), /\.rng$/), ...textsBelow(libvirt, /\.rng$/)].filter(
  ({ length }) => length < 60_000,
)

/** A schema of libvirt that another one includes, by the name of its file. */
export function loadSchema(href) {
  if (libvirt === undefined || !/^[a-z]+\.rng$/.test(href)) return undefined
  const file = join(libvirt, href)
  return existsSync(file) ? { text: readFileSync(file, 'utf8'), uri: href } : undefined
}

/** Settings of the program. */
export const SETTINGS = {
  config: [
    '{"schema": "embedded", "rules": {"VL203": "warning", "VL209": "off"}, "exclude": ["a*.xml"], "maxSize": "1M"}',
    '{"strict": true, "format": ["text"], "baseline": "accepted.json"}',
  ],
  baseline: [
    '{"version": 1, "findings": [{"file": "a.xml", "code": "VL203", "message": "m", "fingerprint": "0123456789abcdef0123456789abcdef"}]}',
    '{"version": 1, "findings": []}',
  ],
}
