import { resolve } from 'node:path'
import {
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  type Connection,
  DidChangeWatchedFilesNotification,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Diagnostic, SourceText } from '../../diagnostics/index.js'
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
import { Checker, isTooLarge } from './checker.js'
import { Folders } from './folders.js'
import { Results, sourceOf } from './results.js'

/** Milliseconds without a change after which a document is checked. */
const PAUSE = 200

/** The documents of one editor. */
export class Session {
  private readonly documents = new TextDocuments(TextDocument)
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly folders: Folders
  private readonly results: Results
  /** What is said once only, though it is found out for each folder. */
  private readonly said = new Set<string>()
  private takesSnippets = false
  private takesVersions = false
  private watches = false
  private changesFolders = false
  private isOver = false

  constructor(
    private readonly connection: Connection,
    private readonly terminal: Terminal,
  ) {
    const { documents, timers } = this
    this.folders = new Folders(terminal.io.cwd, (folder) => this.open(folder))
    this.results = new Results((uri) => this.folders.checkerFor(uri))
    connection.onInitialize((params) => this.initialize(params))
    connection.onInitialized(() => this.watch())
    connection.onDidChangeWatchedFiles(() => {
      this.folders.reopen()
      this.publishAll()
    })
    // This tells of a document that was opened, too.
    documents.onDidChangeContent(({ document }) => this.publishSoon(document))
    documents.onDidClose(({ document: { uri } }) => {
      clearTimeout(timers.get(uri))
      timers.delete(uri)
      this.results.forget(uri)
      connection.sendDiagnostics({ uri, diagnostics: [] })
    })
    documents.listen(connection)
    connection.onHover((params) => this.hover(params))
    connection.onCompletion((params) => this.complete(params))
    connection.onCodeAction((params) => this.codeActions(params))
  }

  /** Forget what is under way, and keep what was found out about the schemas. */
  async end(): Promise<void> {
    this.isOver = true
    for (const timer of this.timers.values()) clearTimeout(timer)
    await this.folders.keep()
  }

  private initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const { textDocument, workspace } = capabilities
    this.takesSnippets = textDocument?.completion?.completionItem?.snippetSupport === true
    this.takesVersions = workspace?.workspaceEdit?.documentChanges === true
    const opened = urisOf(workspaceFolders ?? [])
    const root = typeof rootUri === 'string' ? [rootUri] : []
    this.folders.change(opened.length > 0 ? opened : root)
    this.changesFolders = workspace?.workspaceFolders === true
    this.watches = workspace?.didChangeWatchedFiles?.dynamicRegistration === true
    return {
      serverInfo: { name: 'virt-lifecycle', version: VERSION },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: ['<', '/', ' ', '"', "'", '>'] },
        codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    }
  }

  /** Ask to be told when a configuration changes, and which folders are open. */
  private async watch(): Promise<void> {
    const { connection } = this
    if (this.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        this.folders.change(urisOf(added), urisOf(removed))
        this.publishAll()
      })
    }
    if (!this.watches) return
    const watchers = [{ globPattern: `**/${CONFIG_NAME}` }]
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })
  }

  /** Publish what is found in each document: how it is checked may have changed. */
  private publishAll(): void {
    for (const document of this.documents.all()) this.publishSoon(document)
  }

  /** Undefined, after a message, if there can be no checks. */
  private async open(folder: string): Promise<Checker | undefined> {
    const { terminal, said } = this
    const opened = await Checker.open({ ...terminal.io, cwd: folder })
    if (this.isOver) return undefined
    if ('diagnostics' in opened) {
      for (const diagnostic of opened.diagnostics) this.say(MessageType.Error, folder, diagnostic)
      return undefined
    }
    const { missing } = opened
    if (missing !== undefined && !said.has(missing.message)) this.say(MessageType.Warning, folder, missing)
    if (missing !== undefined) said.add(missing.message)
    return opened
  }

  /** Show what is about no document. The window of the connection would ask for an answer. */
  private say(type: MessageType, folder: string, { file, line, column, code, message, hint }: Diagnostic): void {
    const where = this.folders.count > 1 ? resolve(folder, file) : file
    const text = `${where}:${line}:${column} ${code} ${message}${hint === undefined ? '' : ` (${hint})`}`
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
    const checked = await this.results.of(document)
    if (this.isOver || this.documents.get(uri)?.version !== version) return
    const diagnostics = checked?.diagnostics.map((diagnostic) => toLsp(checked.document, diagnostic)) ?? []
    await this.connection.sendDiagnostics({ uri, version, diagnostics })
  }

  /** Expected failures are diagnostics; what comes here is a bug. */
  private readonly failed = (error: unknown): void => {
    const shown = error instanceof Error ? error.message : error
    this.terminal.failure(`virt-lifecycle: internal error, please report it: ${shown}`)
  }

  /** The document that something is asked about; undefined if it is not open, or too large to answer while somebody types. */
  private asked({ textDocument: { uri } }: TextDocumentPositionParams): SourceText | undefined {
    const document = this.documents.get(uri)
    return document === undefined || isTooLarge(document.getText()) ? undefined : sourceOf(document)
  }

  private hover(params: TextDocumentPositionParams): Hover | undefined {
    const document = this.asked(params)
    return document === undefined ? undefined : hoverAt(document, offsetOf(document, params.position))
  }

  private async complete(params: TextDocumentPositionParams): Promise<CompletionItem[]> {
    const checker = await this.folders.checkerFor(params.textDocument.uri)
    const document = this.asked(params)
    const validator = document === undefined ? undefined : await checker?.validatorFor(document)
    if (document === undefined || validator === undefined) return []
    return completionItems(validator, document, offsetOf(document, params.position), this.takesSnippets)
  }

  private async codeActions({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const open = this.documents.get(textDocument.uri)
    if (open === undefined) return []
    const { uri, version } = open
    const checked = await this.results.of(open)
    if (checked?.diagnostics.some(({ fix }) => fix !== undefined) !== true) return []
    const edit: EditDocument = (edits) =>
      this.takesVersions
        ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
        : { changes: { [uri]: edits } }
    const isWanted = (kind: string) => context.only?.some((only) => `${kind}.`.startsWith(`${only}.`)) ?? true
    const { document, diagnostics, fixed } = checked
    const [one, all] = CODE_ACTION_KINDS
    const whole = isWanted(all) ? fixAll(document, fixed(), edit) : undefined
    return [
      ...(isWanted(one) ? quickFixes(document, diagnostics, range, edit) : []),
      ...(whole === undefined ? [] : [whole]),
    ]
  }
}

function urisOf(folders: readonly WorkspaceFolder[]): readonly string[] {
  return folders.map(({ uri }) => uri)
}
