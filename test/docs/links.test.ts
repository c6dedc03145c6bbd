import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from '@jest/globals'
import { filesBelow } from '../files-below.js'

/** Folders with pages that are not this project's own, or none at all. */
const NOT_OURS = ['node_modules', 'dist', '.git', '.cache']

const PAGES = readdirSync('.', { withFileTypes: true })
  .filter(({ name }) => !NOT_OURS.includes(name))
  .flatMap((entry) => (entry.isDirectory() ? filesBelow(entry.name) : [entry.name]))
  .filter((name) => name.endsWith('.md'))

/** The links of a page, those of pictures too: inline, in angle brackets, with a title, and by reference. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8')
    .replace(/^ *```[\s\S]*?^ *```/gm, '')
    .replace(/`[^`\n]*`/g, '')
  return [/\]\(\s*<?([^)\s>]+)/g, /^\[[^\]]+\]:\s*<?([^\s>]+)/gm, /\b(?:href|src)="([^"]*)"/g].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, link = '']) => link),
  )
}

/** The anchors of a page: those of headings as GitHub makes them, where a second one of the same name gets a number, and `<a id>`. */
function anchorsOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, '')
  const seen = new Map<string, number>()
  const ids = [...text.matchAll(/<a id="([^"]*)">/g)].map(([, id = '']) => id)
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before === 0 ? anchor : `${anchor}-${before}`
  })
  return [...ids, ...headings]
}

/** Where a link of a page leads; undefined if it leaves the repository. */
function targetOf(page: string, link: string): { readonly file: string; readonly anchor?: string } | undefined {
  if (/^[a-z]+:/.test(link)) return undefined
  const [path = '', anchor] = link.split('#')
  const file = path === '' ? page : normalize(join(dirname(page), decodeURI(path)))
  return { file, ...(anchor === undefined ? {} : { anchor }) }
}

/** typedoc-plugin-markdown miscounts a type and a function whose names differ in case only. */
const KNOWN_BROKEN: Readonly<Record<string, readonly string[]>> = {
  'docs/api/virt-lifecycle.md': ['#beforestart-3', '#beforestart-3'],
}

test('every page is looked at', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'docs/README.md',
      'docs/api/README.md',
      'proposal/README.md',
    ]),
  )
})

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const broken = linksOf(page).filter((link) => {
    const target = targetOf(page, link)
    if (target === undefined) return false
    const { file, anchor } = target
    if (file.startsWith('..') || !existsSync(file)) return true
    return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(decodeURI(anchor))
  })
  expect(broken).toEqual(KNOWN_BROKEN[page] ?? [])
})

test('the index leads to every page of docs/', () => {
  const reached = linksOf('docs/README.md').map((link) => targetOf('docs/README.md', link)?.file)
  const pages = readdirSync('docs').filter((name) => name.endsWith('.md') && name !== 'README.md')
  expect(pages.filter((name) => !reached.includes(join('docs', name)))).toEqual([])
})
