import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Hover } from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Checker } from '../../src/cli/lsp/checker.js'
import { Results } from '../../src/cli/lsp/results.js'
import { SourceText } from '../../src/index.js'
import { Editor } from './editor.js'
import { standIn } from './stand-in.mjs'

const folder = mkdtempSync(join(tmpdir(), 'virt-lifecycle-lsp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A folder below it, with a configuration. */
function configured(name: string, config: object): string {
  const path = join(folder, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'virt-lifecycle.config.json'), JSON.stringify({ schema: 'embedded', ...config }))
  return path
}

const plain = configured('plain', {})
const strict = configured('strict', { strict: true })
const inner = configured('strict/inner', { rules: { VL209: 'off' } })
const quiet = configured('quiet', { skipNonDomains: true })

const uriOf = (...path: readonly string[]): string => pathToFileURL(join(...path)).href
const folderOf = (path: string) => ({ uri: uriOf(path), name: path })

/** What has white space around a value, which is a warning unless a configuration says otherwise. */
const SPACED = '<domain><name>a</name><on_hoststop> save </on_hoststop></domain>\n'

let editor: Editor | undefined
afterEach(() => editor?.kill())

/** An editor that has opened several folders, with a document in one of them. */
async function editorOf(uri: string, folders: readonly string[], capabilities: object = {}): Promise<Editor> {
  editor = new Editor(folder, uri)
  await editor.start(capabilities, { workspaceFolders: folders.map(folderOf) })
  return editor
}

const severities = async (one: Editor) => (await one.diagnostics()).map(({ code, severity }) => [code, severity])

describe('the configuration is that of the folder that a document is in', () => {
  test.each([
    ['the first', [plain, 'a.xml'], [['VL209', 2]]],
    ['another', [strict, 'deep', 'a.xml'], [['VL209', 1]]],
    ['the innermost', [inner, 'a.xml'], []],
    ['none, so the first', [folder, 'a.xml'], [['VL209', 2]]],
  ])('%s', async (_, path, found) => {
    const one = await editorOf(uriOf(...path), [plain, strict, inner])
    await one.open(SPACED)
    expect(await severities(one)).toEqual(found)
    expect(await one.end()).toBe(0)
  })

  test('a folder is opened, and closed again', async () => {
    const one = await editorOf(uriOf(strict, 'a.xml'), [plain], { workspace: { workspaceFolders: true } })
    await one.open(SPACED)
    expect(await severities(one)).toEqual([['VL209', 2]])
    const change = async (added: readonly string[], removed: readonly string[]) => {
      const { length } = one.published
      const event = { added: added.map(folderOf), removed: removed.map(folderOf) }
      await one.notify('workspace/didChangeWorkspaceFolders', { event })
      const { diagnostics } = await one.until(() => one.published[length])
      return diagnostics.map(({ severity }) => severity)
    }
    expect(await change([strict], [])).toEqual([1])
    expect(await change([], [strict])).toEqual([2])
  })

  test('a message about one of several says which', async () => {
    const broken = configured('broken', { rules: 3 })
    const one = await editorOf(uriOf(broken, 'a.xml'), [plain, broken])
    await one.open(SPACED)
    expect(await one.diagnostics()).toEqual([])
    expect(one.messages).toEqual([expect.stringContaining(`${join(broken, 'virt-lifecycle.config.json')}:1:`)])
  })
})

describe('a byte order mark that the editor keeps', () => {
  const text = `\ufeff${SPACED.replace('<on_', '<on_hoststart>strat</on_hoststart><on_')}`
  const found = (part: string) => ({
    start: { line: 0, character: text.indexOf(part) },
    end: { line: 0, character: text.indexOf(part) + part.length },
  })
  beforeEach(async () => {
    await (await editorOf(uriOf(plain, 'a.xml'), [plain])).open(text)
  })

  test('shifts neither marks nor fixes', async () => {
    const marks = await editor?.diagnostics()
    expect(marks?.map(({ code, range }) => ({ code, range }))).toEqual([
      { code: 'VL203', range: found('strat') },
      { code: 'VL209', range: found('save') },
    ])
    const [fix] = (await editor?.actions('strat', 'quickfix')) ?? []
    expect(editor?.edited(Object.values(fix?.edit?.changes ?? {})[0])).toBe(text.replace('strat', 'start'))
    const [all] = (await editor?.actions('strat', 'source.fixAll')) ?? []
    const fixed = text.replace('strat', 'start').replace(' save ', 'save')
    expect(editor?.edited(Object.values(all?.edit?.changes ?? {})[0])).toBe(fixed)
  })

  test('shifts neither what is explained nor what is completed', async () => {
    const hover = await editor?.ask<Hover | null>('textDocument/hover', 'save')
    expect(hover?.range).toEqual(found('save'))
    await editor?.change('\ufeff<domain><on_h')
    const [item] = (await editor?.completions('<on_h')) ?? []
    const [start, end] = ['\ufeff<domain><'.length, '\ufeff<domain><on_h'.length]
    expect(item).toMatchObject({ textEdit: { range: { start: { character: start }, end: { character: end } } } })
  })
})

describe('an export of Hyper-V', () => {
  const csv = readFileSync('examples/hyperv-synthetic/get-vm.csv', 'utf8')
  const wrong = csv.replace('"Save"', '"Savee"').replace('"Start"', '"Strat"')

  test('has the fixes of what convert reports', async () => {
    const uri = uriOf(plain, 'get-vm.csv')
    const one = await editorOf(uri, [plain])
    await one.open(wrong)
    expect((await one.diagnostics()).map(({ code }) => code)).toEqual(['VL301', 'VL301'])
    const [fix] = await one.actions('Savee', 'quickfix')
    expect(fix).toMatchObject({ title: 'Replace with "Save"', isPreferred: true })
    expect(one.edited(fix?.edit?.changes?.[uri])).toBe(wrong.replace('Savee', 'Save'))
    const [all] = await one.actions('Savee', 'source.fixAll')
    expect(one.edited(all?.edit?.changes?.[uri])).toBe(csv)
  })

  test('may have a document on each line', async () => {
    const lines = [
      '{"VMName":"a","AutomaticStartAction":"Start"}',
      '',
      '{"VMName":"b","AutomaticStopAction":"Savee"}',
      '{"c"',
    ]
    const uri = uriOf(plain, 'vms.ndjson')
    const one = await editorOf(uri, [plain])
    await one.open(lines.join('\r\n'))
    const said = (await one.diagnostics()).map(({ code, range: { start } }) => [code, start.line, start.character])
    expect(said).toEqual([
      ['VL301', 2, lines[2]?.indexOf('"Savee"')],
      ['VL107', 3, 4],
    ])
    const [fix] = await one.actions('Savee', 'quickfix')
    expect(one.edited(fix?.edit?.changes?.[uri])).toBe(lines.join('\r\n').replace('Savee', 'Save'))
  })

  test('is left alone where all but domains is', async () => {
    const one = await editorOf(uriOf(quiet, 'get-vm.csv'), [quiet])
    await one.open(wrong)
    expect(await one.diagnostics()).toEqual([])
  })
})

test('a document over the limit is one finding, and nothing is made of it', async () => {
  const opened = await Checker.open(
    standIn({ program: ['/usr/bin/node', '/opt/main.js'], cwd: plain, env: { XDG_CACHE_HOME: join(folder, 'cache') } }),
  )
  if ('diagnostics' in opened) throw new Error(opened.diagnostics[0]?.message)
  const domainOf = (size: number): SourceText => {
    const [head, tail] = ['<domain><name>a</name><title>', '</title></domain>']
    return new SourceText('a.xml', `${head}${'x'.repeat(size - head.length - tail.length)}${tail}`)
  }
  const LIMIT = 64 * 1024 * 1024
  expect((await opened.check(domainOf(LIMIT))).diagnostics).toEqual([])
  const { diagnostics, fixed } = await opened.check(domainOf(LIMIT + 1))
  expect(diagnostics).toMatchObject([
    { code: 'VL105', file: 'a.xml', line: 1, column: 1, message: 'the document is larger than 64 MiB' },
  ])
  expect(fixed().fixed).toEqual([])
})

describe('a text is checked once', () => {
  /** Counts what is checked. */
  function counting() {
    const checked: string[] = []
    const check: Checker['check'] = async (document) => {
      checked.push(document.text)
      return { document, diagnostics: [], fixed: () => ({ text: document.text, fixed: [] }) }
    }
    return { checked, ready: Promise.resolve({ check }) }
  }
  const version = (n: number, text: string) => TextDocument.create('file:///a.xml', 'xml', n, text)

  test('however often it is asked about, and whatever number its version has', async () => {
    const { checked, ready } = counting()
    const results = new Results(() => ready)
    const [first, again] = await Promise.all([results.of(version(1, 'a')), results.of(version(1, 'a'))])
    expect(again).toBe(first)
    expect(await results.of(version(2, 'a'))).toBe(first)
    expect(checked).toEqual(['a'])
    await results.of(version(3, 'b'))
    expect(checked).toEqual(['a', 'b'])
  })

  test('again if the configuration has changed, or it was closed meanwhile', async () => {
    const { checked, ready } = counting()
    let checker = ready
    const results = new Results(() => checker)
    await results.of(version(1, 'a'))
    checker = ready.then((same) => same)
    await results.of(version(1, 'a'))
    expect(checked).toEqual(['a', 'a'])
    results.forget('file:///a.xml')
    await results.of(version(1, 'a'))
    expect(checked).toEqual(['a', 'a', 'a'])
  })

  test('as it was when it was asked about, if it changes meanwhile', async () => {
    const { checked, ready } = counting()
    const document = version(1, 'a')
    const result = new Results(() => ready).of(document)
    TextDocument.update(document, [{ text: 'b' }], 2)
    await result
    expect(checked).toEqual(['a'])
  })
})
