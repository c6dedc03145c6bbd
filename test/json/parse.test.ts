import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { type JsonNode, parseJson, pathOf, plainValue, repeatedMembers } from '../../src/json/index.js'

const parse = (text: string, maxDepth?: number) => parseJson(new SourceText('x.json', text), maxDepth)

function rootOf(text: string): JsonNode {
  const parsed = parse(text)
  if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)
  return parsed.root
}

/** All values of a document, the outer ones first. */
function nodesOf(node: JsonNode): readonly JsonNode[] {
  if (node.type === 'object') return [node, ...node.members.flatMap(({ value }) => nodesOf(value))]
  return node.type === 'array' ? [node, ...node.items.flatMap(nodesOf)] : [node]
}

/** JSON with white space of every kind between its tokens. */
const spacedJson = fc
  .tuple(fc.json(), fc.constantFrom('', ' ', '\t', '\n', '\r\n', ' \n\t'))
  .map(([json, space]) => JSON.stringify(JSON.parse(json), null, '\t').replaceAll(/\n\t*/g, () => space))

describe('a document', () => {
  test('is read as JSON.parse does, and what that refuses is refused with a position', () => {
    const characters = fc.constantFrom(...'[]{}:,"\\ \n\t-+.0123eEtruefalsn/*u\u00a0\u00e9\u2028\u0000')
    const text = fc.oneof(fc.json(), spacedJson, fc.string({ unit: characters, maxLength: 14 }))
    fc.assert(
      fc.property(text, (json) => {
        const parsed = parse(json)
        let wanted: { value: unknown } | undefined
        try {
          wanted = { value: JSON.parse(json) }
        } catch {}
        if (wanted !== undefined) expect('root' in parsed && { value: plainValue(parsed.root) }).toEqual(wanted)
        else expect(parsed).toMatchObject({ diagnostic: { code: expect.stringMatching(/^VL10[27]$/) } })
      }),
      { numRuns: 5000 },
    )
  })

  test('has the range of every value and name', () => {
    fc.assert(
      fc.property(spacedJson, (json) => {
        for (const node of nodesOf(rootOf(json))) {
          expect(JSON.parse(json.slice(node.start, node.end))).toEqual(plainValue(node))
          if (node.type !== 'object') continue
          for (const { name, nameStart, nameEnd } of node.members) {
            expect(JSON.parse(json.slice(nameStart, nameEnd))).toBe(name)
          }
        }
      }),
    )
  })

  test('keeps numbers as they are written, beyond what JavaScript can hold', () => {
    const text = '[3.0000000000000001,1e999,-0,12345678901234567890]'
    const root = rootOf(text)
    expect(root.type === 'array' && root.items.map((node) => 'raw' in node && node.raw)).toEqual(
      text.slice(1, -1).split(','),
    )
  })

  test('keeps duplicate members', () => {
    const root = rootOf('{"a":1,"b":2,"A":3,"a":4}')
    if (root.type !== 'object') throw new Error(root.type)
    expect(root.members.map(({ name }) => name)).toEqual(['a', 'b', 'A', 'a'])
    expect(repeatedMembers(root).map(({ nameStart }) => nameStart)).toEqual([13, 19])
    expect(plainValue(root)).toEqual({ a: 4, b: 2, A: 3 })
  })

  test.each(['__proto__', 'constructor', 'toString'])('may have a member named %s', (name) => {
    expect(plainValue(rootOf(`{"${name}":{"x":1}}`))).toEqual(JSON.parse(`{"${name}":{"x":1}}`))
  })

  test('tells where each value is', () => {
    const paths = nodesOf(rootOf('{"a":[1,{"b c":null}],"":{"$d":2}}')).map(pathOf)
    expect(paths).toEqual(['$', '$.a', '$.a[0]', '$.a[1]', '$.a[1]["b c"]', '$[""]', '$[""].$d'])
  })

  test('may begin with a byte order mark', () => {
    expect(rootOf('\ufeff {"a":1}')).toMatchObject({ start: 2, end: 9 })
  })
})

describe('what is not JSON is refused where it goes wrong', () => {
  test.each([
    ['nothing', '', '1:1 the input is empty'],
    ['white space', ' \n\t', '1:1 the input is empty'],
    ['a document that ends early', '{"a":1', '1:7 not valid JSON: a closing } is expected here'],
    ['a list that ends early', '[[1]', '1:5 not valid JSON: a closing ] is expected here'],
    ['a missing value', '[1,', '1:4 not valid JSON: a value is expected here'],
    ['a missing comma', '{"a":1\n"b":2}', '2:1 not valid JSON: a comma or a closing } is expected here'],
    ['the wrong bracket', '[1}', '1:3 not valid JSON: a comma or a closing ] is expected here'],
    ['a comma too many', '[1,]', '1:4 not valid JSON: a value is expected here'],
    [
      'a comma too many in an object',
      '{"a":1,}',
      '1:8 not valid JSON: a property name in double quotes is expected here',
    ],
    ['a comma alone', '[,]', '1:2 not valid JSON: a value is expected here'],
    ['a name without quotes', '{a:1}', '1:2 not valid JSON: a property name in double quotes is expected here'],
    ['a missing colon', '{"a" 1}', '1:6 not valid JSON: a colon is expected here'],
    ['a missing member value', '{"a":}', '1:6 not valid JSON: a value is expected here'],
    ['single quotes', "['a']", '1:2-5 not valid JSON: this is not a JSON value'],
    ['a word', '[nul]', '1:2-5 not valid JSON: this is not a JSON value'],
    ['a word in capitals', '[True]', '1:2-6 not valid JSON: this is not a JSON value'],
    ['a number with a leading zero', '[012]', '1:2-5 not valid JSON: this is not a JSON number'],
    ['a number that is not complete', '[1.]', '1:2-4 not valid JSON: this is not a JSON number'],
    ['a string without an end', '["ab\n]', '1:2-5 not valid JSON: this string is not closed'],
    ['a string that the document ends in', '["ab', '1:2-5 not valid JSON: this string is not closed'],
    ['a string that an escape ends', '["ab\\', '1:2-6 not valid JSON: this string is not closed'],
    ['a tab in a string', '["a\tb"]', '1:4-5 not valid JSON: a string must not contain a control character'],
    ['an unknown escape', '["C:\\\\a\\Users"]', '1:8-10 not valid JSON: unknown escape sequence'],
    ['a short escape', '["\\u00g0"]', '1:3-7 not valid JSON: \\u takes four hexadecimal digits'],
    ['a comment in front', '// x\n1', '1:1-3 not valid JSON: comments are not allowed'],
    ['a comment between', '[1 /* x */]', '1:4-6 not valid JSON: comments are not allowed'],
    ['a comment after', '1 // x', '1:3-5 not valid JSON: comments are not allowed'],
    ['a second document', '{}\n{}', '2:1 not valid JSON: the end of the document is expected here'],
  ])('%s', (_, text, message) => {
    const parsed = parse(text)
    if (!('diagnostic' in parsed)) throw new Error('it is read')
    const { line, column, endColumn, message: said } = parsed.diagnostic
    const range = message.includes('-') && /^\d+:\d+-/.test(message) ? `-${endColumn}` : ''
    expect(`${line}:${column}${range} ${said}`).toBe(message)
  })

  test('a document per line', () => {
    expect(parse('{"a":1}\n{"a":2}\n')).toMatchObject({ diagnostic: { hint: expect.stringContaining('--ndjson') } })
  })
})

describe('hostile input', () => {
  test.each([
    ['brackets without end', '['.repeat(1_000_000), 1000, 1000],
    ['objects without end', '{"a":'.repeat(200_000), 1000, 5000],
    ['a limit of one', '[[1]]', 1, 1],
    ['a limit that is too high for any parser', '['.repeat(1_000_000), 1_000_000, 2000],
  ])('%s', (_, text, maxDepth, offset) => {
    expect(parse(text, maxDepth)).toMatchObject({ diagnostic: { code: 'VL104', column: offset + 1 } })
  })

  test('as deep as the limit is read', () => {
    const text = `${'[{"a":'.repeat(1000)}0${'}]'.repeat(1000)}`
    expect(plainValue(rootOf2000(text))).toEqual(JSON.parse(text))
  })

  test('a string of nothing but escapes', () => {
    expect(plainValue(rootOf(`"${'\\\\'.repeat(2_000_000)}"`))).toHaveLength(2_000_000)
  })
})

function rootOf2000(text: string): JsonNode {
  const parsed = parse(text, 2000)
  if ('diagnostic' in parsed) throw new Error(parsed.diagnostic.message)
  return parsed.root
}
