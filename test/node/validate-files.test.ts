import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { findLibvirtSchemas, findSchema, loadSchemaFile, openEngine, validateFiles } from '../../src/node/index.js'
import { describeWithPeer, LIBVIRT_SCHEMAS } from '../peers/programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-node-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const { LIBVIRT_SCHEMAS: named } = process.env
afterEach(() => {
  if (named === undefined) delete process.env['LIBVIRT_SCHEMAS']
  else process.env['LIBVIRT_SCHEMAS'] = named
})

const GOOD = "<domain type='kvm'><name>a</name><on_hoststop>save</on_hoststop></domain>"
const WRONG = GOOD.replace('save', 'sav')
const UNKNOWN = GOOD.replace('<name>', '<nonsense/><name>')

function written(name: string, text: string): string {
  const file = join(scratch, name)
  writeFileSync(file, text)
  return file
}

/** The codes of each file, or of the schema. */
async function codes(files: readonly string[], options: Parameters<typeof validateFiles>[1]): Promise<unknown> {
  const validated = await validateFiles(files, options)
  if ('diagnostics' in validated) return validated.diagnostics.map(({ code }) => code)
  return validated.files.map(({ diagnostics }) => diagnostics.map(({ code }) => code))
}

describe('files', () => {
  test('are checked with the embedded schema', async () => {
    const files = [written('good.xml', GOOD), written('wrong.xml', WRONG), written('unknown.xml', UNKNOWN)]
    expect(await codes(files, { engine: { schema: 'embedded' } })).toEqual([[], ['VL203'], []])
  })

  test('that cannot be read say so, and the others are checked', async () => {
    symlinkSync('/dev/zero', join(scratch, 'device.xml'))
    const wrong = written('wrong.xml', WRONG)
    const files = [join(scratch, 'absent.xml'), scratch, join(scratch, 'device.xml'), wrong]
    const validated = await validateFiles(files, { engine: { schema: 'embedded' } })
    expect(validated).toMatchObject({
      files: [
        { diagnostics: [{ code: 'VL501', message: 'cannot read the file: no such file or directory' }] },
        { diagnostics: [{ code: 'VL501', message: 'cannot read the file: it is a directory' }] },
        { diagnostics: [{ code: 'VL501', message: 'cannot read the file: it is not a regular file' }] },
        { diagnostics: [{ code: 'VL203', file: wrong, line: 1 }] },
      ],
    })
    expect(await codes([wrong], { engine: { schema: 'embedded' }, maxSize: 10 })).toEqual([['VL501']])
  })

  test('are judged by a policy too', async () => {
    const options = { engine: { schema: 'embedded' }, require: ['hoststart'] } as const
    expect(await codes([written('good.xml', GOOD)], options)).toEqual([['VL214']])
  })
})

describe('a schema', () => {
  test('may be a RELAX NG file, with what it includes', async () => {
    const included =
      '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="domain"><text/></element></start></grammar>'
    written('included.rng', included)
    const schema = written('main.rng', included.replace(/<start>.*<\/start>/, '<include href="included.rng"/>'))
    const files = [written('good.xml', GOOD), written('empty.xml', '<domain/>')]
    const validated = await validateFiles(files, { engine: { schema } })
    expect('files' in validated && validated.files.map(({ diagnostics }) => diagnostics.length > 0)).toEqual([
      true,
      false,
    ])
  })

  test.each([
    ['that is absent', 'absent.rng', ['VL501']],
    ['directory without schemas', '', ['VL402']],
    ['that is not one', 'not.rng', ['VL402']],
  ])('%s', async (_, name, expected) => {
    written('not.rng', '<grammar/>')
    expect(await codes([], { engine: { schema: join(scratch, name) } })).toEqual(expected)
  })

  test('is the embedded one if no libvirt is installed, and says so', async () => {
    const search = { root: join(scratch, 'empty'), home: '', env: {} }
    expect(findLibvirtSchemas(search)).toBeUndefined()
    expect(findSchema('auto', search)).toEqual({ ...findSchema('embedded'), isMissing: true })
    const files = [written('good.xml', GOOD), join(scratch, 'absent.xml')]
    expect(await validateFiles(files, { engine: { search } })).toMatchObject({ unchecked: 1 })
    expect(await validateFiles(files, { engine: { schema: 'embedded' } })).toMatchObject({ unchecked: 0 })
  })

  test('that LIBVIRT_SCHEMAS names must be there', async () => {
    process.env['LIBVIRT_SCHEMAS'] = join(scratch, 'absent')
    expect(findLibvirtSchemas()).toBeUndefined()
    expect(await codes([], {})).toEqual(['VL402'])
  })

  test('is loaded from files only', () => {
    const file = written('any.txt', 'x')
    expect(loadSchemaFile(pathToFileURL(file))?.text).toBe('x')
    expect(loadSchemaFile(new URL('http://localhost/x.rng'))).toBeUndefined()
    expect(loadSchemaFile(pathToFileURL(join(scratch, 'absent')))).toBeUndefined()
  })
})

describe("a libvirt's schema that has the lifecycle elements itself", () => {
  const START =
    "<domain type='kvm'><name>a</name><memory>1</memory><os><type>hvm</type></os><on_hoststart>start</on_hoststart></domain>"
  const grammar = (inside: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">${inside}</grammar>`
  const element = (name: string): string => `<optional><element name="${name}"><text/></element></optional>`
  const common = (...names: readonly string[]): string =>
    grammar(`<define name="domain"><element name="domain"><attribute name="type"/><interleave><ref name="name"/>
      <ref name="events"/></interleave></element></define><define name="name"><interleave>${['name', 'memory'].map(element).join('')}
      <optional><element name="os"><element name="type"><text/></element></element></optional></interleave></define>
      <define name="events"><interleave>${names.map(element).join('')}</interleave></define>`)
  const directory = join(scratch, 'own')

  function schemas(...names: readonly string[]): void {
    mkdirSync(directory, { recursive: true })
    written('own/domain.rng', grammar('<start><ref name="domain"/></start><include href="common.rng"/>'))
    written('own/common.rng', common(...names))
  }

  test.each([
    ['both', ['on_reboot', 'on_hoststart', 'on_hoststop']],
    ['one of them', ['on_reboot', 'on_hoststart']],
  ])('is used as it is: %s', async (_, names) => {
    schemas(...names)
    const found = findSchema(directory)
    expect(found).toMatchObject({ directory, schema: { url: pathToFileURL(join(directory, 'domain.rng')).href } })
    const files = [written('start.xml', START), written('unknown.xml', UNKNOWN)]
    expect(await codes(files, { engine: { schema: directory } })).toEqual([[], expect.arrayContaining(['VL403'])])
  })

  test('and any other gets the extension', async () => {
    schemas('on_reboot', 'on_crash')
    expect(findSchema(directory)).not.toHaveProperty('schema.url')
    expect(await codes([written('start.xml', START)], { engine: { schema: directory } })).toEqual([[]])
  })

  test('is searched for in every file once, whatever they include', async () => {
    schemas('on_hoststop')
    written(
      'own/domain.rng',
      grammar('<include href="domain.rng"/><include href="http://["/><include href="common.rng"/>'),
    )
    expect(findSchema(directory)).toHaveProperty('schema.url')
    written('own/common.rng', grammar('<include href="domain.rng"/><include href="absent.rng"/>'))
    expect(findSchema(directory)).not.toHaveProperty('schema.url')
  })
})

describeWithPeer(['libvirt-schemas'], "the installed libvirt's schema", () => {
  test('is found, with the lifecycle extension on top', async () => {
    const files = [written('good.xml', GOOD), written('unknown.xml', UNKNOWN)]
    expect(findSchema('auto')).toMatchObject({ directory: LIBVIRT_SCHEMAS })
    const opened = await openEngine()
    if ('diagnostics' in opened) throw new Error('no engine')
    expect(await codes(files, { engine: opened.engine })).toEqual([[], ['VL403']])
  })

  test('may be in a directory with a name that a URL would have to escape', async () => {
    const directory = join(scratch, 'a b#c%20ü')
    mkdirSync(directory)
    cpSync(LIBVIRT_SCHEMAS, directory, { recursive: true })
    process.env['LIBVIRT_SCHEMAS'] = directory
    expect(findLibvirtSchemas()).toBe(directory)
    expect(await openEngine()).toHaveProperty('engine')
  })
})
