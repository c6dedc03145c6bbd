import { fileURLToPath } from 'node:url'
import {
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Diagnostic, SourceText } from '../../diagnostics/index.js'
import {
  CODE_ACTION_KINDS,
  completionItems,
  type EditDocument,
  fixAll,
  hoverAt,
  offsetOf,
  quickFixes,
  toLsp,
} from '../../lsp/index.js'
import { VERSION } from '../../schemas/index.js'
import type { Terminal } from '../console/terminal.js'
import { CONFIG_NAME } from '../validate/config-file.js'
import { Checker } from './checker.js'

/** Milliseconds without a change after which a document is checked. */
const PAUSE = 200

/** The documents of one editor. */
export class Session {
  private readonly documents = new TextDocuments(TextDocument)
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private checker: Promise<Checker | undefined> = Promise.resolve(undefined)
  private takesSnippets = false
  private takesVersions = false
  private watches = false
  private isOver = false
  private folder: string

  constructor(
    private readonly connection: Connection,
    private readonly terminal: Terminal,
  ) {
    const { documents, timers } = this
    this.folder = terminal.io.cwd
    connection.onInitialize((params) => this.initialize(params))
    connection.onInitialized(() => this.watch())
    connection.onDidChangeWatchedFiles(() => this.reopen())
    // This tells of a document that was opened, too.
    documents.onDidChangeContent(({ document }) => this.publishSoon(document))
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(timers.get(uri))
      timers.delete(uri)
      connection.sendDiagnostics({ uri, diagnostics: [] })
    })
    documents.listen(connection)
    connection.onHover((params) => {
      const text = documents.get(params.textDocument.uri)?.getText()
      return text === undefined ? undefined : hoverAt(text, offsetOf(text, params.position))
    })
    connection.onCompletion((params) => this.complete(params))
    connection.onCodeAction((params) => this.codeActions(params))
  }

  /** Forget what is under way, and keep what was found out about the schemas. */
  async end(): Promise<void> {
    this.isOver = true
    for (const timer of this.timers.values()) clearTimeout(timer)
    const checker = await this.checker
    checker?.keep()
  }

  private initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const { textDocument, workspace } = capabilities
    this.takesSnippets = textDocument?.completion?.completionItem?.snippetSupport === true
    this.takesVersions = workspace?.workspaceEdit?.documentChanges === true
    this.folder = pathOf(workspaceFolders?.[0]?.uri ?? rootUri ?? undefined) ?? this.folder
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    this.checker = this.open()
    return {
      serverInfo: { name: 'virt-lifecycle', version: VERSION },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: ['<', '/', ' ', '"', "'", '>'] },
        codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
      },
    }
  }

  /** Ask to be told when the configuration changes. */
  private async watch(): Promise<void> {
    if (!this.watches) return
    const watchers = [{ globPattern: `**/${CONFIG_NAME}` }]
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  }

  /** Read the configuration again, and check all documents by it. */
  private reopen(): void {
    this.checker = this.open()
    for (const document of this.documents.all()) this.publishSoon(document)
  }

  /** Undefined, after a message, if there can be no checks. */
  private async open(): Promise<Checker | undefined> {
    const { terminal, folder } = this
    const opened = await Checker.open({ ...terminal.io, cwd: folder })
    if (this.isOver) return undefined
    if ('diagnostics' in opened) {
      for (const diagnostic of opened.diagnostics) this.say(MessageType.Error, diagnostic)
      return undefined
    }
    if (opened.missing !== undefined) this.say(MessageType.Warning, opened.missing)
    return opened
  }

  /** Show what is about no document. The window of the connection would ask for an answer. */
  private say(type: MessageType, { file, line, column, code, message, hint }: Diagnostic): void {
    const text = `${file}:${line}:${column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`
    this.connection.sendNotification(ShowMessageNotification.type, { type, message: text }).catch(this.failed)
  }

  /** Check a document that was opened at once, and one that changes when it no longer does. */
  private publishSoon(document: TextDocument): void {
    const { timers } = this
    const { uri } = document
    const timer = timers.get(uri)
    clearTimeout(timer)
    timers.set(
      uri,
      setTimeout(() => this.publish(document).catch(this.failed), timer === undefined ? 0 : PAUSE),
    )
  }

  /** Check a document and show what is found, unless it changed or was closed meanwhile. */
  private async publish(document: TextDocument): Promise<void> {
    const { uri, version } = document
    const checker = await this.checker
    const found = (await checker?.check(sourceOf(document))) ?? []
    if (this.isOver || this.documents.get(uri)?.version !== version) return
    await this.connection.sendDiagnostics({ uri, version, diagnostics: found.map(toLsp) })
  }

  /** Expected failures are diagnostics; what comes here is a bug. */
  private readonly failed = (error: unknown): void => {
    const shown = error instanceof Error ? error.message : error
    this.terminal.failure(`virt-lifecycle: internal error, please report it: ${shown}`)
  }

  private async complete({ textDocument, position }: TextDocumentPositionParams): Promise<CompletionItem[]> {
    const checker = await this.checker
    const document = this.documents.get(textDocument.uri)
    if (checker === undefined || document === undefined) return []
    const source = sourceOf(document)
    const validator = await checker.validatorFor(source)
    if (validator === undefined) return []
    return completionItems(validator, source.text, offsetOf(source.text, position), this.takesSnippets)
  }

  private async codeActions({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const checker = await this.checker
    const document = this.documents.get(textDocument.uri)
    if (checker === undefined || document === undefined) return []
    const { uri, version } = document
    const edit: EditDocument = (edits) =>
      this.takesVersions
        ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
        : { changes: { [uri]: edits } }
    const isWanted = (kind: string) => context.only?.some((only) => `${kind}.`.startsWith(`${only}.`)) ?? true
    const source = sourceOf(document)
    const found = await checker.check(source)
    if (found.every(({ fix }) => fix === undefined)) return []
    const [one, all] = CODE_ACTION_KINDS
    const how = isWanted(all) ? await checker.howTo(source) : undefined
    const whole = how === undefined || 'diagnostics' in how ? undefined : fixAll(source, how, edit)
    return [...(isWanted(one) ? quickFixes(found, range, edit) : []), ...(whole === undefined ? [] : [whole])]
  }
}

function sourceOf(document: TextDocument): SourceText {
  return new SourceText(pathOf(document.uri) ?? document.uri, document.getText())
}

/** The path of a `file:` URI. */
function pathOf(uri: string | undefined): string | undefined {
  try {
    return uri?.startsWith('file:') ? fileURLToPath(uri) : undefined
  } catch {
    return undefined
  }
}
