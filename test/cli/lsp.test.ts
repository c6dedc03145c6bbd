import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Hover } from 'vscode-languageserver'
import { validateDomain } from '../../src/index.js'
import { Editor } from './editor.js'
import { spawnVirtLifecycle, virtLifecycle } from './program.js'

const folder = mkdtempSync(join(tmpdir(), 'virt-lifecycle-lsp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const grammar = (inside: string): string => `<grammar xmlns="http://relaxng.org/ns/structure/1.0">${inside}</grammar>`
const optional = (inside: string): string => `<optional>${inside}</optional>`
/** A libvirt's schemas, small. */
const SCHEMAS: Readonly<Record<string, string>> = {
  'domain.rng': grammar('<start><ref name="domain"/></start><include href="domaincommon.rng"/>'),
  'domaincommon.rng': grammar(`
    <define name="domain"><element name="domain"><attribute name="type"><choice><value>kvm</value><value>qemu</value></choice></attribute>
      <interleave><element name="name"><text/></element><ref name="events"/>${optional('<ref name="devices"/>')}</interleave></element></define>
    <define name="events"><interleave>${optional('<element name="on_reboot"><choice><value>destroy</value><value>restart</value></choice></element>')}
      ${optional('<element name="on_crash"><text/></element>')}</interleave></define>
    <define name="devices"><element name="devices"><zeroOrMore><element name="disk"><attribute name="type"><choice><value>block</value><value>file</value></choice></attribute></element></zeroOrMore></element></define>`),
}
mkdirSync(join(folder, 'schemas'))
for (const [name, text] of Object.entries(SCHEMAS)) writeFileSync(join(folder, 'schemas', name), text)
writeFileSync(join(folder, 'virt-lifecycle.config.json'), '{ "schema": "schemas" }')

const URI = pathToFileURL(join(folder, 'web01.xml')).href
const BROKEN = `<domain type='kvm'>
  <name>🖥 web01</name>
  <on_hoststart delay='1 min'>Start</on_hoststart>
  <on_hoststop>sav</on_hoststop>
  <Devices/>
</domain>
`

let editor: Editor
beforeEach(() => {
  editor = new Editor(folder, URI)
})
afterEach(() => editor.kill())

describe('a session', () => {
  test('shows what validate finds, again after a change, and nothing once the document is closed', async () => {
    await editor.start()
    await editor.open(BROKEN)
    const found = await editor.diagnostics()
    expect(found).toEqual([
      {
        range: { start: { line: 2, character: 23 }, end: { line: 2, character: 28 } },
        severity: 1,
        code: 'VL207',
        source: 'virt-lifecycle',
        message: 'delay is "1 min", not an integer from 0 to 2147483647 (seconds)',
      },
      expect.objectContaining({
        code: 'VL203',
        message: expect.stringMatching(/^on_hoststart is "Start", not one of: .*\ndid you mean "start"\?$/),
      }),
      expect.objectContaining({ code: 'VL203', range: expect.objectContaining({ start: { line: 3, character: 15 } }) }),
      expect.objectContaining({ code: 'VL403', message: expect.stringContaining('did you mean <devices>?') }),
    ])
    await editor.change(BROKEN.replace('1 min', '60'))
    expect((await editor.diagnostics()).map(({ code }) => code)).toEqual(['VL203', 'VL203', 'VL403'])
    await editor.change('<domain>')
    expect(await editor.diagnostics()).toEqual([expect.objectContaining({ code: expect.stringMatching(/^VL1/) })])
    await editor.close()
    const { diagnostics } = await editor.until(() => editor.published.find(({ version }) => version === undefined))
    expect(diagnostics).toEqual([])
    expect(await editor.end()).toBe(0)
  })

  test('fixes one mistake, or all that are unambiguous', async () => {
    await editor.start()
    await editor.open(BROKEN.replace('1 min', '60'))
    const [fix, ...others] = await editor.actions('sav<', 'quickfix')
    expect(fix).toMatchObject({ title: 'Replace with "save"', kind: 'quickfix', isPreferred: true })
    expect(fix?.diagnostics?.map(({ code }) => code)).toEqual(['VL203'])
    expect(others).toEqual([])
    expect(editor.edited(fix?.edit?.changes?.[URI])).toBe(BROKEN.replace('1 min', '60').replace('sav<', 'save<'))

    const [all, ...more] = await editor.actions('<name>', 'source.fixAll')
    expect(all).toMatchObject({ title: 'Fix 3 unambiguous mistakes', kind: 'source.fixAll.virt-lifecycle' })
    expect(more).toEqual([])
    const fixed = editor.edited(all?.edit?.changes?.[URI])
    expect(validateDomain(fixed).filter(({ severity }) => severity === 'error')).toEqual([])
    await editor.change(fixed)
    // What libvirt's parser wants is found where nothing else is an error.
    expect((await editor.diagnostics()).map(({ code }) => code)).toEqual(['VL223', 'VL226'])
    expect(await editor.actions('<name>')).toEqual([])
    expect(await editor.end()).toBe(0)
  })

  test('edits only the version that it was asked about, if the editor can tell', async () => {
    await editor.start({ workspace: { workspaceEdit: { documentChanges: true } } })
    await editor.open(BROKEN)
    const [fix] = await editor.actions('sav<')
    expect(fix?.edit?.documentChanges).toEqual([
      { textDocument: { uri: URI, version: 1 }, edits: [expect.objectContaining({ newText: 'save' })] },
    ])
  })

  test('explains the lifecycle on both sides', async () => {
    await editor.start()
    await editor.open(BROKEN.replace('Start<', 'start<').replace('1 min', '60'))
    const text = async (at: string, offset = 0) =>
      (await editor.ask<Hover | null>('textDocument/hover', at, offset))?.contents as
        | { readonly value: string }
        | undefined
    expect((await text('on_hoststart'))?.value).toContain('* `ignore`: the machine stays off when the host starts')
    expect((await text('start<'))?.value).toMatch(
      /the machine is always started[\s\S]*Hyper-V: AutomaticStartupAction 4 "Always startup", in PowerShell Start/,
    )
    expect((await text('delay'))?.value).toMatch(
      /seconds, from 0 to 2147483647[\s\S]*started 60 seconds after[\s\S]*AutomaticStartupActionDelay, in PowerShell AutomaticStartDelay/,
    )
    expect(await text('<name>', 2)).toBeUndefined()
    expect(await text('sav<')).toBeUndefined()
  })

  test('completes what the schema of the configuration allows', async () => {
    await editor.start({ textDocument: { completion: { completionItem: { snippetSupport: true } } } })
    await editor.open(
      "<domain type='kvm'>\n  <name>a</name>\n  <on_hosts\n  <devices>\n    <disk type='b\n  </devices>\n</domain>\n",
    )
    const labels = async (at: string) => (await editor.completions(at)).map(({ label }) => label)
    expect(await labels('<on_hosts')).toEqual(['on_crash', 'on_hoststart', 'on_hoststop', 'on_reboot'])
    expect(await labels("type='b")).toEqual(['block', 'file'])
    expect(await labels('</')).toEqual(['/name'])
    expect(await labels("<domain type='")).toEqual(['kvm', 'qemu'])
    const [disk] = await editor.completions('<devices>')
    expect(disk).toMatchObject({
      label: 'disk',
      insertTextFormat: 2,
      textEdit: { newText: "<disk type='$1'/>", range: { start: { line: 3, character: 11 } } },
    })
    await editor.change('<domain >')
    expect(await editor.completions('<domain ')).toEqual([
      expect.objectContaining({
        label: 'type',
        detail: 'required',
        textEdit: expect.objectContaining({ newText: "type='$1'" }),
      }),
    ])
  })

  test('says what is wrong with the configuration, and reads it again when it changes', async () => {
    const config = join(folder, 'virt-lifecycle.config.json')
    writeFileSync(config, '{ "schemas": "schemas" }')
    try {
      await editor.start({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } })
      await editor.open(BROKEN)
      expect(await editor.diagnostics()).toEqual([])
      expect(editor.messages).toEqual([expect.stringMatching(/^virt-lifecycle\.config\.json:1:3 VL507 .*"schemas"/)])
    } finally {
      writeFileSync(config, '{ "schema": "schemas" }')
    }
    const before = editor.published.length
    await editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(config).href, type: 2 }] })
    const { diagnostics } = await editor.until(() => editor.published[before])
    expect(diagnostics).toHaveLength(4)
  })

  test('in an editor that offers to watch files, and then refuses', async () => {
    const refusing = new Editor(folder, URI, () => {
      throw new Error('no')
    })
    await refusing.start({ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } })
    await refusing.open(BROKEN)
    expect(await refusing.diagnostics()).toHaveLength(4)
    expect(await refusing.end()).toBe(0)
  })
})

describe('the end of a session', () => {
  const message = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  const notification = (method: string): string => message(JSON.stringify({ jsonrpc: '2.0', method }))

  test('of a document instead of an editor is status 2, and says what to do', () => {
    expect(spawnVirtLifecycle(['lsp'], { input: "<domain type='kvm'>\n  <name>a</name>\n</domain>\n" })).toMatchObject({
      status: 2,
      stderr:
        'error: standard input ended before an editor had begun; to check a document, use "validate"\n(see --help)\n',
    })
  })

  test('within a message ends the program, too', () => {
    const input = 'Content-Length: 1000000\r\n\r\n{"jsonrpc": "2.0", '
    const { status, stderr } = spawnVirtLifecycle(['lsp'], { input, timeout: 20_000 })
    expect(status).toBe(2)
    expect(stderr).toContain('standard input ended before an editor had begun')
  })

  test('without a request for it is status 1', async () => {
    expect(spawnVirtLifecycle(['lsp'], { input: notification('exit') })).toMatchObject({ status: 1, stderr: '' })
    expect(spawnVirtLifecycle(['lsp'], { input: '' })).toMatchObject({ status: 1, stderr: '' })
  })

  test.each([
    ['Content-Length: many\r\n\r\n{}', 'Content-Length value must be a number. Got many'],
    ['<domain/>\r\n\r\n', "Message header must separate key and value using ':'\\n<domain/>"],
    [message('{ "jsonrpc": '), 'Unexpected end of JSON input'],
    ['Content-Type: x\r\n\r\n{}', 'Header must provide a Content-Length property.'],
  ])('what is not a message is one line: %j', (input, said) => {
    const { status, stderr } = spawnVirtLifecycle(['lsp'], { input })
    expect(stderr).toBe(
      `error: standard input is not the Language Server Protocol: ${said.split('\\n')[0]}\n(see --help)\n`,
    )
    expect(status).toBe(2)
  })

  test.each([
    ['[]'],
    ['{}'],
    ['3'],
    ['{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{"textDocument":5}}'],
  ])('a message that makes no sense does not end it: %s', (text) => {
    const { status, stderr } = spawnVirtLifecycle(['lsp'], { input: `${message(text)}${notification('exit')}` })
    expect(stderr).toBe('')
    expect(status).toBe(1)
  })

  test('a terminal is told what it waits for', async () => {
    const { stderr } = await virtLifecycle(['lsp'], { tty: true })
    expect(stderr).toBe('waiting for an editor on standard input (Ctrl-D ends)\n')
  })
})
