import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { temporaryName } from '../../src/cli/files/left-overs.js'
import { virtLifecycle } from './program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-cache-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const CACHE = join(cwd, 'cache', 'virt-lifecycle')
const SECRET = 'correct-horse-battery-staple'
const document = `<domain type="kvm"><name>${SECRET}</name></domain>`

const grammar = (inside: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">${inside}</grammar>`
const schema = grammar(
  '<include href="name.rng"/><start><element name="domain"><attribute name="type"/><ref name="name"/></element></start>',
)
const nameOf = (element: string): string =>
  grammar(`<define name="name"><element name="${element}"><text/></element></define>`)

beforeEach(() => {
  rmSync(join(cwd, 'cache'), { recursive: true, force: true })
  writeFileSync(join(cwd, 'own.rng'), schema)
  writeFileSync(join(cwd, 'name.rng'), nameOf('name'))
})

const validate = (...more: readonly string[]) =>
  virtLifecycle(['validate', '--schema', 'own.rng', ...more], {
    input: document,
    cwd,
    env: { XDG_CACHE_HOME: join(cwd, 'cache') },
  })
const entries = (): readonly string[] => readdirSync(CACHE).map((name) => join(CACHE, name))
const only = (): string => entries()[0] ?? ''

describe('what is known of a schema, kept between runs', () => {
  test('is used by the next run, and not written again where nothing is new', async () => {
    expect((await validate()).status).toBe(0)
    expect(entries()).toHaveLength(1)
    const { mtimeMs } = statSync(only())
    expect(await validate()).toMatchObject({ status: 0, stdout: '' })
    expect(entries()).toHaveLength(1)
    expect(statSync(only()).mtimeMs).toBe(mtimeMs)
  })

  test('what a run left that was killed while it wrote is removed by the next one', async () => {
    await validate()
    // This process was started at another time than that one.
    const leftOver = temporaryName().replace(/-\d+-([0-9a-f]{16})\.tmp$/, '-1-$1.tmp')
    writeFileSync(join(CACHE, leftOver), 'half')
    await validate()
    expect(readdirSync(CACHE)).not.toContain(leftOver)
    expect(entries()).toHaveLength(1)
  })

  test('finds in a wrong document what was found without it', async () => {
    const wrong = (...more: readonly string[]) =>
      virtLifecycle(['validate', '--schema', 'own.rng', ...more], {
        input: '<domain><nam/><name/><name/>text</domain>',
        cwd,
        env: { XDG_CACHE_HOME: join(cwd, 'cache') },
      })
    const first = await wrong('--no-cache')
    await validate()
    expect(await wrong()).toEqual(first)
    expect(await wrong()).toEqual(first)
    expect(first.stdout.match(/VL403/g)?.length).toBeGreaterThan(2)
  })

  test('must not contain text of a document, and is for its owner only', async () => {
    await validate()
    expect(readFileSync(only(), 'utf8')).not.toContain(SECRET)
    expect(statSync(only()).mode & 0o077).toBe(0)
  })

  test('counts only for the schema as it is: a file that it includes may change', async () => {
    expect((await validate()).status).toBe(0)
    writeFileSync(join(cwd, 'name.rng'), nameOf('title'))
    const { status, stdout } = await validate()
    expect(status).toBe(1)
    expect(stdout).toContain('allowed: title')
    writeFileSync(join(cwd, 'name.rng'), '<grammar')
    expect(await validate()).toMatchObject({ status: 2, stdout: '' })
    rmSync(join(cwd, 'name.rng'))
    expect((await validate()).stderr).toContain('which cannot be read')
  })

  test.each([
    ['cut off', (text: string) => text.slice(0, -5)],
    ['changed', (text: string) => text.replace('"domain"', '"damain"')],
    ['of another version', (text: string) => text.replace('"engine":"', '"engine":"1')],
    ['something else', () => 'something else'],
    ['nothing', () => ''],
  ])('is ignored and replaced where it is %s', async (_, damage) => {
    await validate()
    const whole = readFileSync(only(), 'utf8')
    writeFileSync(only(), damage(whole))
    expect(await validate()).toMatchObject({ status: 0, stdout: '' })
    expect(readFileSync(only(), 'utf8')).toBe(whole)
  })

  test('is not touched with --no-cache', async () => {
    expect((await validate('--no-cache')).status).toBe(0)
    expect(() => entries()).toThrow('ENOENT')
    await validate()
    const { mtimeMs } = statSync(only())
    writeFileSync(only(), 'something else')
    expect((await validate('--no-cache')).status).toBe(0)
    expect(readFileSync(only(), 'utf8')).toBe('something else')
    expect(statSync(only()).mtimeMs).toBeGreaterThanOrEqual(mtimeMs)
  })

  test('is done without, silently, where the directory cannot be', async () => {
    writeFileSync(join(cwd, 'cache'), 'a file')
    expect(await validate()).toMatchObject({ status: 0, stdout: '' })
    expect((await validate()).stderr).not.toContain('cache')
  })

  test('does not grow without end', async () => {
    mkdirSync(CACHE, { recursive: true })
    for (let i = 0; i < 40; i++) writeFileSync(join(CACHE, `${i}.schema`), 'old')
    await validate()
    expect(entries()).toHaveLength(32)
  })
})
