import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from '@jest/globals'
import type { CodeAction, CompletionItem, PublishDiagnosticsParams, TextEdit } from 'vscode-languageserver'
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { PROGRAM } from './program.js'

/** An editor with one document, which speaks to the built program. */
export class Editor {
  readonly published: PublishDiagnosticsParams[] = []
  readonly messages: string[] = []
  private version = 0
  private text = ''
  private readonly process: ChildProcess
  private readonly connection: ProtocolConnection
  private wake = () => {}

  /**
   * @param folder the folder that it has opened
   * @param uri its document
   * @param registered answers the server when it asks to be told of changed files
   */
  constructor(
    private readonly folder: string,
    private readonly uri: string,
    private readonly registered: () => unknown = () => null,
  ) {
    const env = { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: join(folder, 'cache') }
    this.process = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], { cwd: tmpdir(), env, stdio: 'pipe' })
    const { stdin, stdout } = this.process
    if (stdin === null || stdout === null) throw new TypeError('pipes were asked for')
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin))
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params)
      this.wake()
    })
    this.connection.onNotification('window/showMessage', ({ message }: { readonly message: string }) => {
      this.messages.push(message)
      this.wake()
    })
    this.connection.onRequest('client/registerCapability', () => this.registered())
    this.connection.listen()
  }

  /** @param more what it says of itself beside the folder and what it is capable of */
  async start(capabilities: object = {}, more: object = {}): Promise<void> {
    const params = { processId: process.pid, rootUri: pathToFileURL(this.folder).href, capabilities, ...more }
    const { capabilities: offered } = await this.connection.sendRequest<{ capabilities: object }>('initialize', params)
    expect(offered).toMatchObject({ hoverProvider: true, textDocumentSync: 2 })
    await this.connection.sendNotification('initialized', {})
  }

  async open(text: string): Promise<void> {
    this.text = text
    const textDocument = { uri: this.uri, languageId: 'xml', version: ++this.version, text }
    await this.connection.sendNotification('textDocument/didOpen', { textDocument })
  }

  /** Replace the whole text. */
  async change(text: string): Promise<void> {
    this.text = text
    const textDocument = { uri: this.uri, version: ++this.version }
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] })
  }

  async close(): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri } })
  }

  async notify(method: string, params: object): Promise<void> {
    await this.connection.sendNotification(method, params)
  }

  /** What is found in the newest version of the document, once that is published. */
  async diagnostics(): Promise<PublishDiagnosticsParams['diagnostics']> {
    const last = await this.until(() => this.published.findLast(({ version }) => version === this.version))
    return last.diagnostics
  }

  async until<T>(get: () => T | undefined): Promise<T> {
    for (;;) {
      const found = get()
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }

  /** Ask about the first place of a text in the document, or a position in it. */
  ask<T>(method: string, at: string, offset = 0, more: object = {}): Promise<T> {
    const position = this.document().positionAt(this.text.indexOf(at) + offset)
    const range = { start: position, end: position }
    return this.connection.sendRequest(method, { textDocument: { uri: this.uri }, position, range, ...more })
  }

  actions(at: string, only?: string): Promise<CodeAction[]> {
    const context = { diagnostics: [], ...(only === undefined ? {} : { only: [only] }) }
    return this.ask('textDocument/codeAction', at, 0, { context })
  }

  async completions(at: string, offset = at.length): Promise<CompletionItem[]> {
    return this.ask('textDocument/completion', at, offset)
  }

  /** The text after edits. */
  edited(edits: readonly TextEdit[] = []): string {
    return TextDocument.applyEdits(this.document(), [...edits])
  }

  /** End the session; the exit status. */
  async end(): Promise<number | null> {
    await this.connection.sendRequest('shutdown')
    await this.connection.sendNotification('exit')
    return this.status()
  }

  /** The exit status of a process that ends, and all that it printed on standard error. */
  async status(): Promise<number | null> {
    if (this.process.exitCode === null) await once(this.process, 'exit')
    return this.process.exitCode
  }

  kill(): void {
    this.connection.dispose()
    this.process.kill()
  }

  private document(): TextDocument {
    return TextDocument.create(this.uri, 'xml', this.version, this.text)
  }
}
