import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { CHROMIUM } from '../peers/programs.js'

/** What a page was able to do. */
export interface Visit {
  /** The text of its `<output>`. */
  readonly output: string
  /** Errors of the console and of the page, violations of its Content-Security-Policy among them. */
  readonly errors: readonly string[]
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Open a page whose only script is a file, under a policy that allows nothing but scripts of its own server. */
export async function visit(script: string): Promise<Visit> {
  const server = createServer(({ url }, response) => {
    response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'self'")
    if (url === '/page.js') response.setHeader('Content-Type', 'text/javascript').end(readFileSync(script))
    else if (url !== '/') response.writeHead(204).end()
    else {
      const page = '<!doctype html><title>test</title><body><script type="module" src="/page.js"></script></body>'
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page)
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  try {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(String(error)))
    const { port } = server.address() as AddressInfo // it listens on TCP
    await page.goto(`http://127.0.0.1:${port}/`)
    const output = await page.locator('output').textContent({ timeout: 30_000 })
    return { output: output ?? '', errors }
  } finally {
    await browser.close()
    await new Promise((closed) => server.close(closed))
  }
}
