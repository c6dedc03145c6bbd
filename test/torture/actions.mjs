/** What is done with an input of a class: each returns what was said, for the law that messages are short. */

import {
  applyFixes,
  createEngine,
  FORMATS,
  fixDomain,
  mergeMachines,
  readMachines,
  readMapFile,
  SourceText,
  unifiedDiff,
  validateDomain,
  writeMachines,
} from '../../dist/index.js'
import { openEngine } from '../../dist/node/index.js'
import { compileSchema, completionsAt } from '../../dist/relaxng/index.js'
import { SMALL } from './classes.mjs'

const engineOf = async (text) => {
  const result = await createEngine('builtin', { source: new SourceText('schema.rng', text) }, () => undefined)
  return 'engine' in result ? result.engine : undefined
}
const small = await engineOf(SMALL)
const libvirt = (await openEngine()).engine

function merge({ machines, domains, nameOf = (i) => `vm${i}`, uuidOf, action = 3, map }) {
  const json = Array.from({ length: machines }, (_, i) => ({
    Name: nameOf(i),
    ...(uuidOf === undefined ? {} : { Id: `00000000-0000-4000-8000-${String(uuidOf(i)).padStart(12, '0')}` }),
    AutomaticStartAction: action,
    AutomaticStopAction: 3,
  }))
  const read = domains.map((text, i) => readMachines(text, { file: `d${i}.xml` }))
  const targets = {
    machines: read.flatMap((each) => each.machines),
    diagnostics: read.flatMap((each) => each.diagnostics),
  }
  const rows = map === undefined ? {} : { map: readMapFile(new SourceText('map.csv', map)).rows }
  return mergeMachines(readMachines(JSON.stringify(json)), targets, rows).diagnostics
}

export const ACTIONS = {
  validate: (text, options) => validateDomain(text, options),
  check: (text, options) => validateDomain(text, { ...options, engine: small }),
  checkLibvirt: (text, options) => validateDomain(text, { ...options, engine: libvirt }),
  fix: (text) => fixDomain(text).before.diagnostics,
  applyFixes: (text) => {
    const document = new SourceText('a', text)
    const finding = (i) => ({ code: 'VL203', message: 'a', fix: [{ offset: i, length: 1, content: 'b' }] })
    const diagnostics = Array.from({ length: text.length / 2 }, (_, i) =>
      document.diagnostic(finding(2 * i), 2 * i, 2 * i + 1),
    )
    return applyFixes(text, diagnostics).fixed
  },
  read: (text, options) => readMachines(text, options).diagnostics,
  complete: (text) => {
    completionsAt(libvirt.validator, text, text.length)
    return []
  },
  compile: (text) => {
    const compiled = compileSchema(text, 'schema.rng', () => undefined)
    if ('error' in compiled) return [compiled.error]
    return compiled.validator.validate('<domain/>')
  },
  match: ({ pattern, text }) => {
    const schema = `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><data type="string"><param name="pattern">${pattern}</param></data></element>`
    const compiled = compileSchema(schema, 'schema.rng', () => undefined)
    return compiled.validator.validate(`<domain>${text}</domain>`)
  },
  merge,
  write: (size) => {
    const { machines } = readMachines(
      JSON.stringify(Array.from({ length: size }, (_, i) => ({ Name: `vm${i}`, AutomaticStartAction: 3 }))),
    )
    return FORMATS.filter(({ write }) => write !== undefined).flatMap(
      ({ id }) => writeMachines(machines, id).diagnostics,
    )
  },
  patch: ([before, after]) => [{ message: unifiedDiff('a', before, after).slice(0, 1) }],
}
