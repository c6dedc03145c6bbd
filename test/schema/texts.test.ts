import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { JSON_SCHEMAS, RELAXNG, SCHEMAS, VERSION } from '../../src/schemas/index.js'
import { copyOfSources } from './generate.js'

describe('the schemas the program has', () => {
  test('are those of schema/', () => {
    const files = readdirSync('schema').sort()
    expect(
      [
        ...Object.keys(RELAXNG).map((n) => `${n}.rng`),
        ...Object.keys(JSON_SCHEMAS).map((n) => `${n}.schema.json`),
      ].sort(),
    ).toEqual(files)
    expect(SCHEMAS.map(({ name }) => name)).toEqual([...Object.keys(RELAXNG), ...Object.keys(JSON_SCHEMAS)])
  })

  test.each(Object.entries(JSON_SCHEMAS))('%s is what its file says', (name, schema) => {
    expect(schema).toEqual(JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8')))
  })

  test.each(Object.entries(RELAXNG))("%s includes libvirt's grammar or nothing", (name, text) => {
    const included = [...text.matchAll(/<(?:include|externalRef)\b[^>]*href="([^"]*)"/g)].map(([, href]) => href)
    expect(included).toEqual(name === 'libvirt-extension' ? ['domain.rng'] : [])
  })

  test('each have one line that says what they are', () => {
    for (const { description } of SCHEMAS) expect(description).toMatch(/^(RELAX NG|JSON Schema): [^\n]{10,90}$/)
    expect(SCHEMAS.map(({ text }) => text.slice(-1))).toEqual(SCHEMAS.map(() => '\n'))
  })

  test('carry the version of the package', () => {
    expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
  })
})

/** What has a meaning in a template literal. */
const UNUSUAL = ['`', '$', '{x}', '\\n', '\\', "'"].join('')

test('a schema that is changed is generated anew, and only that', async () => {
  const sources = copyOfSources()
  sources.generate()
  const [texts, shapes] = [sources.writtenAt('texts'), sources.writtenAt('shapes')]
  sources.append('schema/lifecycle.rng', `<!-- ${UNUSUAL} -->\n`)
  sources.generate()
  expect([sources.writtenAt('texts') > texts, sources.writtenAt('shapes')]).toEqual([true, shapes])
  const anew = await sources.load<{ RELAXNG: typeof RELAXNG }>('texts')
  expect(anew.RELAXNG.lifecycle).toContain(UNUSUAL)
})
