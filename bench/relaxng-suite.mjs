/**
 * How xmllint and jing do on James Clark's RELAX NG test suite, all of which the built-in engine passes
 * (test/relaxng/spec.test.ts). Prints the sections of the specification whose cases a peer gets wrong: it accepts an
 * incorrect schema, rejects a correct one, or gives the wrong verdict on a document. Takes minutes: jing is started a
 * thousand times.
 *
 * Run: npm run build && RELAXNG_TEST_SUITE=<folder with spectest.xml> node bench/relaxng-suite.mjs
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SourceText } from '../dist/diagnostics/index.js'
import { childElements, parseXml, textOf } from '../dist/xml/index.js'

const folder = process.env.RELAXNG_TEST_SUITE
if (folder === undefined) throw new Error('RELAXNG_TEST_SUITE names the folder with spectest.xml')
const written = readFileSync(join(folder, 'spectest.xml'), 'utf8')
const doctype = /<!DOCTYPE[\s\S]*?\]>/.exec(written)?.[0] ?? ''
/** Our parser takes no DOCTYPE: what the suite declares is written out. */
const source = [...doctype.matchAll(/<!ENTITY (\w+) "([^"]*)">/g)].reduce(
  (text, [, name, value]) =>
    text.replaceAll(
      `&${name};`,
      value.replace(/&#x([0-9a-f]+);/gi, (_, digits) => String.fromCodePoint(Number.parseInt(digits, 16))),
    ),
  written.replace(doctype, ''),
)
const parsed = parseXml(new SourceText('spectest.xml', source), { keep: () => true })
if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)

const named = (element, name) => childElements(element).filter(({ local }) => local === name)
const casesOf = (suite) => [...named(suite, 'testCase'), ...named(suite, 'testSuite').flatMap(casesOf)]
/** The document in an element. */
const inside = (element) =>
  childElements(element)
    .map(({ start, end }) => source.slice(start, end))
    .join('')
const resourcesOf = (element, path) => [
  ...named(element, 'resource').map((resource) => [join(path, resource.attributes.name), inside(resource)]),
  ...named(element, 'dir').flatMap((dir) => resourcesOf(dir, join(path, dir.attributes.name))),
]

const run = (cwd, command, ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, lines: `${stdout}\n${stderr}`.split('\n') }
}

/** Whether a peer can use schema.rng, and whether a document is valid; a peer that takes no schema finds no document valid. */
const PEERS = {
  xmllint: {
    takes: (cwd) => run(cwd, 'xmllint', '--noout', '--nonet', '--relaxng', 'schema.rng', 'probe.xml').status !== 5,
    isValid: (cwd, file) => run(cwd, 'xmllint', '--noout', '--nonet', '--relaxng', 'schema.rng', file).status === 0,
  },
  jing: {
    takes: (cwd) =>
      run(cwd, 'jing', 'schema.rng', 'probe.xml').lines.every(
        (line) => !/(?:^|: )(?:error|fatal):/.test(line) || line.includes('probe.xml'),
      ),
    isValid: (cwd, file) => run(cwd, 'jing', 'schema.rng', file).status === 0,
  },
}

/** What a peer gets wrong in a case; undefined where it is right. */
function fault(peer, cwd, isCorrect, documents) {
  const takes = peer.takes(cwd)
  if (takes !== isCorrect) return takes ? 'accepts an incorrect schema' : 'rejects a correct schema'
  const wrong = isCorrect && documents.some(({ file, isValid }) => peer.isValid(cwd, file) !== isValid)
  return wrong ? 'gives the wrong verdict on a document' : undefined
}

const cases = casesOf(parsed.root)
const faults = Object.fromEntries(Object.keys(PEERS).map((name) => [name, []]))
for (const testCase of cases) {
  const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-suite-'))
  for (const [path, text] of resourcesOf(testCase, cwd)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const [correct] = named(testCase, 'correct')
  const [incorrect] = named(testCase, 'incorrect')
  writeFileSync(join(cwd, 'schema.rng'), inside(correct ?? incorrect))
  writeFileSync(join(cwd, 'probe.xml'), '<probe-that-no-schema-names/>')
  const documents = ['valid', 'invalid'].flatMap((name) =>
    named(testCase, name).map((element, i) => {
      const file = `${name}-${i}.xml`
      writeFileSync(join(cwd, file), inside(element))
      return { file, isValid: name === 'valid' }
    }),
  )
  for (const [name, peer] of Object.entries(PEERS)) {
    const what = fault(peer, cwd, correct !== undefined, documents)
    if (what !== undefined) faults[name].push(`${named(testCase, 'section').map(textOf).join()}: ${what}`)
  }
  rmSync(cwd, { recursive: true })
}
for (const [name, found] of Object.entries(faults)) {
  console.log([`${name}: ${cases.length - found.length} of ${cases.length} cases`, ...found].join('\n  '))
}
