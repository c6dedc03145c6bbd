/**
 * The library's way out of a finding may be an option of the command line; on this page it is a field. What it says, and
 * what the page says instead.
 */
const OPTIONS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/\buse --placement metadata/, 'choose “metadata” as the placement'],
  [/--placement metadata/, 'the placement “metadata”'],
  [/name the format with --from;.*/, 'name the form at “Read it as”'],
  [
    /leave out --from to detect the format|use --from \S+, or leave out --from/,
    'choose “what it looks like” at “Read it as”',
  ],
  [/"--to virsh" keeps/, 'a virsh script keeps'],
  [/add --hyperv v1/, 'choose v1 as the Hyper-V class'],
  [/is it one document per line\? then add --ndjson/, 'if there are several documents, put each on a line of its own'],
  [/read it with --ndjson, which takes/, 'use the command line with --ndjson, which takes'],
  [
    /--max-depth raises the limit|raise the limit with --max-depth/,
    'the command line can raise the limit (--max-depth)',
  ],
]

/** A text of the library in the words of the page. */
export function inWordsOfThePage(text: string): string {
  return OPTIONS.reduce((said, [pattern, words]) => said.replace(pattern, words), text)
}
