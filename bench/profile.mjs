/**
 * Where the time of a run goes: by V8's profiler, in shares of the time in which it did anything. What belongs to which part of the
 * program is found by the comments that esbuild leaves in dist/cli.
 *
 * Run: npm run build && node bench/profile.mjs ARGUMENT… (those of virt-lifecycle)
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAM = resolve(import.meta.dirname, '../dist/cli/main.js')

/** What parts are called, by the beginning of their files. */
const PARTS = [
  ['src/xml/', 'reading XML'],
  ['node_modules/saxes', 'reading XML'],
  ['src/relaxng/', 'schema'],
  ['node_modules/xspattern', 'schema'],
  ['src/domain/', 'rules'],
  ['src/lifecycle/', 'rules'],
  ['src/translate/', 'translation'],
  ['src/json/', 'translation'],
  ['src/cli/files/', 'files'],
  ['', 'the rest of the program'],
]

/** The file that each line of a bundle comes from. */
function sourcesOf(bundle) {
  let source = ''
  return readFileSync(bundle, 'utf8')
    .split('\n')
    .map((line) => {
      source = /^\/\/ (\S+\.(?:ts|js|mjs))$/.exec(line)?.[1] ?? source
      return source
    })
}

const bundles = new Map()
function sourceOf({ url, lineNumber }) {
  if (!bundles.has(url)) bundles.set(url, sourcesOf(fileURLToPath(url)))
  return bundles.get(url)[lineNumber] ?? ''
}

/** The part that a function belongs to; `around` is that of what called it. */
function partOf({ functionName, url, lineNumber }, around) {
  if (functionName === '(garbage collector)') return 'garbage collector'
  if (functionName === '(idle)' || functionName === '(root)') return undefined
  if (functionName === '(program)') return 'V8 and Node'
  if (url.startsWith('file:')) {
    // The body of a module.
    if (functionName === '' && lineNumber === 0) return 'loading'
    const source = sourceOf({ url, lineNumber })
    return PARTS.find(([beginning]) => source.startsWith(beginning))[1]
  }
  if (/^node:(internal\/)?fs/.test(url)) return 'files'
  if (/^node:internal\/(modules|bootstrap|process\/pre|vm)/.test(url)) return 'loading'
  // What V8 and Node do for somebody is his.
  return around ?? 'V8 and Node'
}

/**
 * The shares of the parts of a run, the largest first.
 *
 * @param args the arguments of the program
 * @param options those of `spawnSync`
 */
export function profileOf(args, options = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-profile-'))
  try {
    const node = ['--cpu-prof', `--cpu-prof-dir=${scratch}`, '--cpu-prof-interval', '500']
    const { error } = spawnSync(process.execPath, [...node, PROGRAM, ...args], { stdio: 'ignore', ...options })
    if (error) throw error
    const [file] = readdirSync(scratch)
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(scratch, file), 'utf8'))
    const times = new Map()
    for (const [i, id] of samples.entries()) times.set(id, (times.get(id) ?? 0) + timeDeltas[i])
    const byId = new Map(nodes.map((node) => [node.id, node]))
    const parts = new Map()
    const called = new Set(nodes.flatMap(({ children = [] }) => children))
    const open = nodes.filter(({ id }) => !called.has(id)).map((node) => ({ node, around: undefined }))
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, around } = next
      const part = partOf(node.callFrame, around)
      if (part !== undefined) parts.set(part, (parts.get(part) ?? 0) + (times.get(node.id) ?? 0))
      for (const id of node.children ?? []) open.push({ node: byId.get(id), around: part })
    }
    const all = [...parts.values()].reduce((sum, time) => sum + time, 0)
    return [...parts].map(([part, time]) => ({ part, share: time / all })).toSorted((a, b) => b.share - a.share)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** A profile as a line of text. */
export function inWords(shares) {
  return shares
    .filter(({ share }) => share >= 0.01)
    .map(({ part, share }) => `${part} ${Math.round(share * 100)} %`)
    .join(', ')
}

if (resolve(process.argv[1] ?? '') === import.meta.filename) console.log(inWords(profileOf(process.argv.slice(2))))
