import type { LoadSchemaFile } from './engine.js'

/**
 * Whether a schema, or a file that it includes, defines one of the lifecycle elements. The texts are searched and not
 * parsed: whether they are a schema is found out when it is used.
 */
export function definesLifecycle(url: URL, load: LoadSchemaFile, searched = new Set<string>()): boolean {
  if (searched.has(url.href)) return false
  searched.add(url.href)
  const text = load(url)?.text
  if (text === undefined) return false
  if (/<element\s+name\s*=\s*["']\s*on_host(start|stop)\s*["']/.test(text)) return true
  const hrefs = [...text.matchAll(/<include\s+href\s*=\s*["']([^"'<]*)["']/g)].map(([, href = '']) => href)
  return hrefs
    .filter((href) => URL.canParse(href, url.href))
    .some((href) => definesLifecycle(new URL(href, url), load, searched))
}
