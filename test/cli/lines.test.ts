import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { firstLines, linesOf } from '../../src/cli/files/lines.js'

/** A stream of bytes in pieces of these sizes, again and again. */
async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function collect(bytes: Uint8Array, sizes: readonly number[], maxSize = 1000) {
  const lines: { line: number; bytes: Uint8Array | undefined }[] = []
  for await (const line of linesOf(inPieces(bytes, sizes), maxSize)) lines.push(line)
  return lines
}

describe('the lines of a stream', () => {
  const contents = fc.array(
    fc.string({ unit: fc.constantFrom('a', '"', '\u00e9', '\u0a0a', '\u{1f600}', ' ', '\r') }),
    {
      minLength: 1,
    },
  )
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })

  test.each(['utf8', 'utf16le', 'utf16be'] as const)('are found wherever the pieces end: %s', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(contents, sizes, async (lines, pieces) => {
        // The first character tells the encoding, as the bracket of a JSON document does.
        const wanted = lines.map((line, i) => (i === 0 ? `{${line}` : line))
        const bytes = Buffer.from(wanted.join('\n'), encoding === 'utf8' ? 'utf8' : 'utf16le')
        if (encoding === 'utf16be') bytes.swap16()
        const found = await collect(bytes, pieces)
        const decode = (line: Uint8Array | undefined) =>
          new TextDecoder(encoding === 'utf8' ? 'utf-8' : encoding.replace('utf16', 'utf-16')).decode(line)
        expect(found.map(({ line, bytes: content }) => [line, decode(content)])).toEqual(
          wanted.map((text, i) => [i + 1, text]).filter(([, text]) => /[^ \r]/.test(String(text))),
        )
      }),
    )
  })

  test('one that is too long is known by its number only, and the next is read', async () => {
    const bytes = Buffer.from(`{}\n${'x'.repeat(50)}\n[]\n${'y'.repeat(50)}`)
    expect((await collect(bytes, [3], 20)).map(({ line, bytes: b }) => [line, b?.toString()])).toEqual([
      [1, '{}'],
      [2, undefined],
      [3, '[]'],
      [4, undefined],
    ])
  })
})

test('a stream whose first lines were looked at is closed by who does not read to its end', async () => {
  let isClosed = false
  async function* lines(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('a\n')
    } finally {
      isClosed = true
    }
  }
  const { whole } = await firstLines(lines(), 2)
  for await (const _ of whole) break
  expect(isClosed).toBe(true)
})
