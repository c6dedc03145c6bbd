import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { JSON_SCHEMAS, RELAXNG, SCHEMAS, VERSION } from '../../src/schemas/index.js'

function embed(directory: string, ...args: readonly string[]) {
  const script = join(directory, 'scripts/embed-schemas.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the schemas the program has', () => {
  test('are those of schema/', () => {
    expect(embed('.', '--check')).toEqual({ status: 0, stdout: '', stderr: '' })
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
    for (const { description } of SCHEMAS) expect(description).toMatch(/^(RelaxNG|JSON Schema): [^\n]{10,90}$/)
    expect(SCHEMAS.map(({ text }) => text.slice(-1))).toEqual(SCHEMAS.map(() => '\n'))
  })

  test('carry the version of the package', () => {
    expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
  })
})

/** What means something in a template literal. */
const UNUSUAL = ['`', '$', '{x}', '\\n', '\\', "'"].join('')

describe('scripts/embed-schemas.mjs --check', () => {
  const copy = mkdtempSync(join(tmpdir(), 'virt-lifecycle-embed-'))
  afterAll(() => rmSync(copy, { recursive: true, force: true }))
  beforeAll(() => {
    for (const part of ['schema', 'scripts', 'src/schemas', 'package.json']) {
      cpSync(part, join(copy, part), { recursive: true })
    }
  })

  test('sees a schema that was changed, until the texts are written anew', async () => {
    appendFileSync(join(copy, 'schema/lifecycle.rng'), `<!-- ${UNUSUAL} -->\n`)
    expect(embed(copy, '--check')).toMatchObject({
      status: 1,
      stderr: 'src/schemas/texts.ts is not in step with schema/ and package.json: run "npm run schemas"\n',
    })
    expect(embed(copy).status).toBe(0)
    expect(embed(copy, '--check').status).toBe(0)
    const texts: { RELAXNG: typeof RELAXNG } = await import(join(copy, 'src/schemas/texts.ts'))
    expect(texts.RELAXNG.lifecycle).toContain(UNUSUAL)
  })
})
