import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM, describeWithPeer, type Peer } from '../peers/programs.js'

/** A file to drop. */
export interface Dropped {
  readonly name: string
  readonly content: string | Uint8Array
}

/** The page as it is built, in a browser that may load nothing but the page itself. */
export class Site {
  /** What must not happen, on any page: requests, errors, violations of the Content-Security-Policy. */
  readonly faults: string[] = []

  private directory = ''
  private browser: Browser | undefined

  /** Build the page, and begin a browser. */
  async begin(): Promise<void> {
    this.directory = mkdtempSync(join(tmpdir(), 'virt-lifecycle-site-'))
    const vite = createRequire(import.meta.url)
      .resolve('vite/package.json')
      .replace(/package\.json$/, 'bin/vite.js')
    const { status, stderr } = spawnSync(process.execPath, [vite, 'build', 'site', '--outDir', this.directory], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    if (status !== 0) throw new Error(stderr)
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
    this.browser = await chromium.launch({ executablePath: CHROMIUM, args })
  }

  get file(): string {
    return join(this.directory, 'index.html')
  }

  get url(): string {
    return pathToFileURL(this.file).href
  }

  async close(): Promise<void> {
    await this.browser?.close()
    if (this.directory !== '') rmSync(this.directory, { recursive: true, force: true })
  }

  /** Open the page as a file, as one does who saved it. */
  async open(options: BrowserContextOptions & { readonly fragment?: string } = {}): Promise<Page> {
    const { fragment = '', ...more } = options
    if (this.browser === undefined) throw new Error('the browser has not begun')
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...more })
    await context.route('**', (route) => {
      const url = route.request().url()
      if (url === this.url || url === this.url + fragment) return route.continue()
      this.faults.push(`request: ${url}`)
      return route.abort()
    })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.faults.push(`error: ${error}`))
    await page.goto(this.url + fragment)
    await page.getByRole('radio').first().waitFor({ state: 'attached' })
    return page
  }
}

/** Tests of the page, which fail if a page has done what it must not do. */
export function describeSite(needs: readonly Peer[], what: string, tests: (site: Site) => void): void {
  describeWithPeer(needs, what, () => {
    const site = new Site()
    beforeAll(() => site.begin())
    afterAll(() => site.close())
    afterEach(() => {
      expect(site.faults.splice(0)).toEqual([])
    })
    tests(site)
  })
}

/** Drop what is on the disk on the page, as somebody does with the mouse: files, or folders. */
export async function dropFromDisk(page: Page, ...paths: readonly string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
}

/** Drop files that are not on the disk. */
export async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  const sent = files.map(({ name, content }) => ({ name, base64: Buffer.from(content).toString('base64') }))
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer()
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      dataTransfer.items.add(new File([bytes], name))
    }
    const options = { dataTransfer, bubbles: true, cancelable: true }
    document.body.dispatchEvent(new DragEvent('dragenter', options))
    document.body.dispatchEvent(new DragEvent('drop', options))
  }, sent)
}

/** Paste a text in place of what is in the editor. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your document' }).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

/** What the page says of the document, once it says what is expected. */
export async function said(page: Page, expected: RegExp): Promise<string> {
  const status = page.locator('#status').filter({ hasText: expected })
  return (await status.textContent({ timeout: 20_000 })) ?? ''
}

/** The text of one of the two fields, as far as it is on the screen. */
export async function textOf(page: Page, field: 'editor' | 'result'): Promise<string> {
  return (await page.locator(`#${field} .cm-line`).allTextContents()).join('\n')
}

/** The file that the page writes, as it is saved. */
export async function download(
  page: Page,
  button: string | RegExp = 'Download',
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) }
}

/** What axe finds that keeps somebody from using the page. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate('axe.run()')
  const { violations } = found as {
    readonly violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
