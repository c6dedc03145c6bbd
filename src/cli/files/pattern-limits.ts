import { type Diagnostic, SourceText } from '../../diagnostics/index.js'

/** Longest pattern, in UTF-16 code units. */
const LONGEST = 1000

/**
 * Most wildcards that leave a choice: a second `*` between two slashes, a second `**`. How often a name is looked at grows with
 * its length to the power of their number.
 */
const MOST_CHOICES = 3

/** Most patterns that one with braces stands for. */
const MOST_ALTERNATIVES = 256

/** What is read: a glob pattern, or one of a .gitignore, which knows neither braces nor groups. */
export type PatternKind = 'glob' | 'gitignore'

/** Says that a pattern of file names would take too long to match (VL121), if so: a repository may hold any pattern. */
export function tooCostly(pattern: string, kind: PatternKind): Diagnostic | undefined {
  const why = LIMITS.find(({ kinds, breaks }) => kinds.includes(kind) && breaks(pattern))?.why
  if (why === undefined) return undefined
  const shown = pattern.length > LONGEST ? `${pattern.slice(0, LONGEST / 10)}…` : pattern
  const hint = 'use fewer wildcards: a directory stands for its *.xml, and --exclude leaves out files'
  const message = `this pattern would take too long to match: it ${why}`
  return new SourceText(shown, '').diagnostic({ code: 'VL121', message, hint }, 0)
}

/** What limits a pattern; the first that is broken is said. */
const LIMITS: readonly {
  readonly kinds: readonly PatternKind[]
  readonly breaks: (pattern: string) => boolean
  readonly why: string
}[] = [
  {
    kinds: ['glob', 'gitignore'],
    breaks: ({ length }) => length > LONGEST,
    why: `is longer than ${LONGEST} characters`,
  },
  { kinds: ['glob'], breaks: (pattern) => /[+*]\(/.test(pattern), why: 'repeats a group, "+(…)" or "*(…)"' },
  {
    kinds: ['glob'],
    breaks: (pattern) => alternativesOf(pattern) > MOST_ALTERNATIVES,
    why: `stands for more than ${MOST_ALTERNATIVES} patterns`,
  },
  {
    kinds: ['glob', 'gitignore'],
    breaks: (pattern) => choicesOf(pattern) > MOST_CHOICES,
    why: 'has too many "*"',
  },
]

/** How many wildcards leave a choice of what each of them stands for. */
function choicesOf(pattern: string): number {
  const parts = pattern.split('/')
  const deep = parts.filter((part) => part === '**').length
  const stars = parts
    .filter((part) => part !== '**')
    .map((part) => Math.max(0, (part.match(/\*+/g)?.length ?? 0) - 1))
    .reduce((sum, count) => sum + count, 0)
  return stars + Math.max(0, deep - 1)
}

/** How many patterns one stands for: `{a,b}` and `@(a|b)` for two, `{1..9}` for nine. */
function alternativesOf(pattern: string): number {
  const around: { readonly sum: number; readonly product: number }[] = []
  let [sum, product] = [0, 1]
  for (const [token, from, to] of pattern.matchAll(/\\.|\{(-?\w+)\.\.(-?\w+)(?:\.\.-?\d+)?\}|[{}(),|]/gs)) {
    if (from !== undefined && to !== undefined) product *= lengthOf(from, to)
    else if (token === '{' || token === '(') {
      around.push({ sum, product })
      sum = 0
      product = 1
    } else if (token === ',' || token === '|') {
      sum += product
      product = 1
    } else if (token === '}' || token === ')') {
      const outer = around.pop() ?? { sum: 0, product: 1 }
      product = outer.product * (sum + product)
      sum = outer.sum
    }
  }
  return sum + product
}

function lengthOf(from: string, to: string): number {
  const [first, last] = [Number(from), Number(to)]
  if (Number.isNaN(first) || Number.isNaN(last)) return Math.abs(from.charCodeAt(0) - to.charCodeAt(0)) + 1
  return Math.abs(first - last) + 1
}
