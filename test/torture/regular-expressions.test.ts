import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { analyse } from 'scslre'
import ts from 'typescript'
import { entriesBelow } from '../entries-below.js'

const SOURCES = join(import.meta.dirname, '../../src')

/**
 * Regular expressions that could take more than linear time, were they given any text, and why they do not. `$` at the end after a
 * repetition is the usual case: it is tried again from each character.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  'cli/files/inputs.ts /^[\\xff\\xfe\\xef\\xbb\\xbf\\0 \\t\\r]*[[{]/m': '1,024 characters are looked at',
  'cli/files/output-names.ts /^[. _-]+|[. ]+$/g': 'a name is cut to 80 characters before',
  "node/libvirt-version.ts /^\\s*'libvirt'[^)]*?^\\s*version: '(\\d+\\.\\d+\\.\\d+)'/ms":
    "the build file of libvirt's sources, which the user names",
  'relaxng/datatypes/xsd.ts /^(?:([^/?#:]*):)?(?:\\/\\/([^/?#]*))?(.*)$/s':
    'its last part takes anything, so it never goes back',
  'relaxng/rewrite.ts /[.,;:]+$/': '60 characters are looked at',
  'translate/hyperv/list.ts /[^\\r\\n]*(?:\\r\\n|\\r|\\n|$)/g': 'each line ends, so it never goes back',
  'translate/hyperv/unreadable.ts /^\\s*(?:PS [^>\\r\\n]*>[^\\r\\n]*\\s+)?[^\\r\\n]*\\w[^\\r\\n]*\\r?\\n *-+(?: +-+)* *(?:\\r?\\n|$)/':
    '4,096 characters are looked at',
}

/** The regular expressions in a file, as they are written. */
function expressionsIn(file: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(join(SOURCES, file), 'utf8'), ts.ScriptTarget.Latest))
  return found
}

/** Whether there are texts for which an expression takes more than linear time. */
function isSlow(expression: string): boolean {
  const end = expression.lastIndexOf('/')
  return analyse({ source: expression.slice(1, end), flags: expression.slice(end + 1) }).reports.length > 0
}

test('no regular expression of the program takes more than linear time for the text that it is given', () => {
  const files = entriesBelow(SOURCES).filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
  const all = files.flatMap((file) => expressionsIn(file).map((expression) => ({ file, expression })))
  const slow = all.filter(({ expression }) => isSlow(expression)).map(({ file, expression }) => `${file} ${expression}`)
  expect(all.length).toBeGreaterThan(300)
  expect([...new Set(slow)].sort()).toEqual(Object.keys(BOUNDED).sort())
})

test('one that does is found', () => {
  expect(['/\\s*$/', '/(a|aa)+b/', '/^[0-9]*[a-f0-9]*g/', '/\\d+-/'].map(isSlow)).toEqual([true, true, true, true])
  expect(['/^\\s*$/', '/[a-z]+/', '/(?<!\\d)\\d+-/'].map(isSlow)).toEqual([false, false, false])
})
