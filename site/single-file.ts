import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'
import { licencesOf } from '../scripts/licences.mjs'

/** Whose code is in the page. */
const sources = new Set<string>()

/** Remembers what is in the worker, whose licences the page has, too. */
export function rememberSources(): Plugin {
  return { name: 'remember-sources', generateBundle: (_, bundle) => remember(bundle) }
}

function remember(bundle: Rolldown.OutputBundle): void {
  for (const file of Object.values(bundle)) {
    if (file.type !== 'chunk') continue
    for (const [id, { renderedLength }] of Object.entries(file.modules)) if (renderedLength > 0) sources.add(id)
  }
}

/**
 * Put the script and the style into the page, so that it is one file, and a Content-Security-Policy that allows nothing
 * else: no connection, no image, no form, no script but this one and the worker that it makes of its own text.
 */
export function singleFile(): Plugin {
  return {
    name: 'single-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') throw new TypeError('there is no page to put the script into')
      remember(bundle)
      let script = ''
      let style = ''
      for (const [name, file] of Object.entries(bundle)) {
        if (file === page) continue
        if (file.type === 'chunk') script += file.code
        else if (name.endsWith('.css')) style += file.source
        else throw new TypeError(`${name} cannot be put into the page`)
        delete bundle[name]
      }
      // Neither a tag nor a comment may begin within a script.
      script = script.replace(/<(?=\/script|script|!--)/gi, '\\x3c')
      page.source = String(page.source)
        .replace(/<script type="module"[^>]*><\/script>\s*/, '')
        .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
        .replace('<meta charset="utf-8" />', (charset) => `${charset}\n    ${policyFor(script)}`)
        .replace('<!-- licences -->', () => licencesOf(sources).replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
        .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`)
    },
  }
}

/** The policy of a page with this script. Styles need no hash: nothing that they could name may be loaded. */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64')
  const rules = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "connect-src 'none'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`
}
