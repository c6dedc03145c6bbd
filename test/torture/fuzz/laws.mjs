/** What must hold for any input, however damaged. Each law takes a text and throws if it is broken; so it is if the library throws. */

import { strict as assert } from 'node:assert'
import { createHash } from 'node:crypto'
import pc from 'picocolors'
import {
  applyEdits,
  applyFixes,
  decode,
  explain,
  explanationAsText,
  FORMATS,
  fixDomain,
  HOST_START_ACTIONS,
  HOST_STOP_ACTIONS,
  hasErrors,
  lifecycleEdits,
  mergeMachines,
  PLACEMENTS,
  parseDomain,
  parserCheck,
  REPORTS,
  readDomain,
  readMachines,
  readMapFile,
  SourceText,
  unifiedDiff,
  validateDomain,
  writeMachines,
} from '../../../dist/index.js'
import { openEngine } from '../../../dist/node/index.js'
import { compileSchema, detailedMessages, libxml2Limits } from '../../../dist/relaxng/index.js'
import { DOCUMENTS, loadSchema } from './corpus.mjs'

const { engine: libvirt } = await openEngine()
const READABLE = FORMATS.filter(({ read }) => read !== undefined).map(({ id }) => id)
const WRITABLE = FORMATS.filter(({ write }) => write !== undefined).map(({ id }) => id)
const CONTEXT = {
  schema: 'schema',
  paint: pc.createColors(false),
  version: '0',
  pathOf: (file) => file,
  digest: (text) => createHash('sha256').update(text).digest('hex'),
}
const END = { interrupted: false, summary: 'all' }

/** That findings are where they say, on one line each, and their fixes can be applied. */
function sound(diagnostics, text) {
  const lines = text.split(/\r\n|\r|\n/)
  for (const {
    message,
    hint = '',
    line,
    column,
    endLine = line,
    endColumn = column,
    fix = [],
    excerpt,
  } of diagnostics) {
    assert.match(message + hint, /^[^\p{Cc}]*$/u, `a control character in ${JSON.stringify(message + hint)}`)
    if (text.isWellFormed())
      assert((message + hint).isWellFormed(), `half a character in ${JSON.stringify(message + hint)}`)
    assert(
      line >= 1 && column >= 1 && line <= lines.length && column <= lines[line - 1].length + 1,
      `${message}: ${line}:${column} is not in the text`,
    )
    assert(endLine > line || (endLine === line && endColumn >= column), `${message}: ends before it begins`)
    assert(
      endLine <= lines.length && endColumn <= lines[endLine - 1].length + 1,
      `${message}: ends at ${endLine}:${endColumn}, after the text`,
    )
    if (excerpt !== undefined)
      assert(
        0 <= excerpt.start && excerpt.start <= excerpt.end && excerpt.end <= excerpt.text.length,
        `${message}: excerpt`,
      )
    applyEdits(text, fix)
  }
  applyFixes(text, diagnostics)
}

/** Settings that domain XML can hold. */
function lifecycle(random) {
  const start = random.pick([undefined, ...HOST_START_ACTIONS])?.value
  const stop = random.pick([undefined, ...HOST_STOP_ACTIONS])?.value
  const delay = start === undefined || start === 'ignore' ? undefined : random.pick([undefined, 1, 30, 2147483647])
  return {
    ...(start === undefined ? {} : { hostStart: start }),
    ...(delay === undefined ? {} : { delay }),
    ...(stop === undefined ? {} : { hostStop: stop }),
  }
}

/** For documents, and for the texts of anything else. */
export const LAWS = {
  decode: (text, random) => {
    const bytes = Buffer.from(text, random.pick(['utf8', 'utf16le', 'latin1']))
    if (bytes.length % 2 === 0 && random.below(2) === 0) bytes.swap16()
    for (let i = random.below(4); i > 0 && bytes.length > 0; i--) bytes[random.below(bytes.length)] = random.below(256)
    const decoded = decode(bytes, 'a')
    if ('document' in decoded) sound(readMachines(decoded.document).diagnostics, decoded.document.text)
  },
  read: (text, random) => {
    sound(readMachines(text).diagnostics, text)
    sound(
      readMachines(text, { from: random.pick(READABLE), onReserved: random.pick(['error', 'skip']) }).diagnostics,
      text,
    )
    readMapFile(new SourceText('map.csv', text))
  },
  convert: (text) => {
    const { machines, diagnostics } = readMachines(text)
    sound(diagnostics, text)
    for (const id of WRITABLE) {
      const { documents } = writeMachines(machines, id)
      for (const document of documents) {
        if (!READABLE.includes(id)) continue
        const again = readMachines(document.text, { from: id })
        sound(again.diagnostics, document.text)
        // Of a machine of which nothing is known, nothing is left.
        const known = document.machines.filter(({ name, uuid, lifecycle }) => name ?? uuid ?? Object.keys(lifecycle)[0])
        assert(again.machines.length >= known.length, `${id}: ${again.diagnostics[0]?.message}`)
      }
    }
    for (const machine of machines.slice(0, 3)) explanationAsText(explain(machine), 'a')
  },
  merge: (text, random) => {
    const into = readMachines(random.pick(DOCUMENTS))
    const [machines, targets] = random.below(2) === 0 ? [readMachines(text), into] : [into, readMachines(text)]
    const domains = { ...targets, machines: targets.machines.filter(({ source }) => source.format === 'domain') }
    const merged = mergeMachines(machines, domains, { placement: random.pick(['element', 'metadata', 'both']) })
    for (const { domain, text: after } of merged.domains) unifiedDiff('a', domain.source.document.text, after)
  },
  edit: (text, random) => {
    const parsed = parseDomain(text)
    if ('diagnostic' in parsed) return sound([parsed.diagnostic], text)
    const wanted = lifecycle(random)
    const edited = applyEdits(text, lifecycleEdits(parsed.found, wanted, random.pick(PLACEMENTS)))
    const again = parseDomain(edited)
    assert('found' in again, `an edit makes it unreadable: ${again.diagnostic?.message}`)
    const { lifecycle: now, diagnostics } = readDomain(again.found)
    const before = readDomain(parsed.found).diagnostics
    // A 0 that was there before says the same as no attribute.
    const said = Object.entries(now ?? {}).filter(([, value]) => value !== 0)
    if (!hasErrors(diagnostics)) assert.deepEqual(Object.fromEntries(said), wanted, 'an edit gives something else')
    const useless = (found) => found.filter(({ code }) => code === 'VL208').length
    assert(useless(diagnostics) <= useless(before), 'an edit makes an attribute useless')
    assert(hasErrors(before) || !hasErrors(diagnostics), 'an edit makes errors')
    return undefined
  },
  validate: async (text, random) => {
    const engine = random.pick([undefined, libvirt, 'none'])
    const options = {
      ...(engine === undefined ? {} : { engine }),
      parserCheck,
      strict: random.below(2) === 0,
      maxFindings: random.pick([1, 5, 1000]),
    }
    const diagnostics = validateDomain(text, options)
    sound(diagnostics, text)
    for (const begin of Object.values(REPORTS)) {
      const report = begin(CONTEXT)
      await report.document({ file: 'a', outcome: 'invalid', diagnostics })
      report.end(END)
    }
  },
  fix: (text, random) => {
    const engine = random.pick([undefined, libvirt])
    const placement = random.pick([undefined, ...PLACEMENTS])
    const options = {
      ...(engine === undefined ? {} : { engine }),
      ...(placement === undefined ? {} : { placement }),
      expandShorthand: random.below(2) === 0,
    }
    const { text: fixed, after, before } = fixDomain(text, options)
    sound(after.diagnostics, fixed)
    assert.equal(fixDomain(fixed, options).text, fixed, 'fixes do not end')
    const errors = ({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').length
    assert(
      errors(after) <= errors(before),
      `fixes make errors: ${after.diagnostics.map(({ message }) => message).join('; ')}`,
    )
  },
}

/** For schemas. */
export const SCHEMA_LAWS = {
  compile: (text, random) => {
    const options = {
      ...(random.below(2) === 0 ? {} : { messages: detailedMessages() }),
      ...(random.below(2) === 0 ? {} : { limits: libxml2Limits() }),
    }
    const compiled = compileSchema(text, 'domain.rng', loadSchema, options)
    if ('error' in compiled) return assert.match(compiled.error.message, /\S/)
    const document = random.pick(DOCUMENTS)
    for (const { start, end, message, edits = [] } of compiled.validator.validate(document)) {
      assert(0 <= start && start <= end && end <= document.length, `${message}: from ${start} to ${end}`)
      applyEdits(document, edits)
    }
    compiled.validator.save()
    return undefined
  },
}
