import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { SHAPES } from '../../src/generated/shapes.js'
import { describeShapeErrors, type JsonObject, parseJson } from '../../src/json/index.js'
import { JSON_SCHEMAS } from '../../src/schemas/index.js'

function objectOf(value: unknown): JsonObject {
  const parsed = parseJson(new SourceText('x.json', JSON.stringify(value)))
  if (!('root' in parsed) || parsed.root.type !== 'object') throw new Error('not an object')
  return parsed.root
}

describe("ajv's code", () => {
  const names = Object.keys(SHAPES) as (keyof typeof SHAPES)[]
  const property = fc.oneof(
    fc.constantFrom(...names.flatMap((name) => Object.keys(Object(JSON_SCHEMAS[name]['properties'])))),
    fc.constantFrom('constructor', '__proto__', 'other'),
  )
  const leaf = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(1, 2, 3, '', 'error', 'hoststart', 'virt-lifecycle', '\u{1f600}', ['hoststart', 'hoststart']),
  )
  const object = fc.dictionary(property, leaf, { maxKeys: 6 })
  const value = fc.oneof(
    object,
    fc.record({ machines: fc.array(object, { maxLength: 3 }) }),
    fc.record({ findings: fc.array(object, { maxLength: 3 }) }),
  )

  test.each(names)('gives the errors that ajv gives at run time: %s', (name) => {
    const compiled = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile(JSON_SCHEMAS[name])
    fc.assert(
      fc.property(value, (json) => {
        expect(SHAPES[name](json)).toBe(compiled(json))
        expect(SHAPES[name].errors).toEqual(compiled.errors)
      }),
      { numRuns: 300 },
    )
  })

  test('needs neither ajv nor code made at run time', () => {
    const text = readFileSync('src/generated/shapes.ts', 'utf8')
    expect(text).not.toMatch(/\bimport\b|\brequire\(|new Function|\beval\(/)
  })
})

describe('errors in plain words', () => {
  test.each([
    ['missing members', 'json', { format: 'virt-lifecycle', version: 1 }, ['"machines" is missing']],
    [
      'an unknown member',
      'json',
      { format: 'virt-lifecycle', version: 1, machines: [{ on_hostop: 1 }] },
      ['"on_hostop" is unknown; did you mean "on_hoststop"?'],
    ],
    [
      'a member nobody would mean',
      'json',
      { format: 'virt-lifecycle', version: 1, machines: [], zzzzzz: 1 },
      ['"zzzzzz" is unknown; known are: $schema, format, version, machines'],
    ],
    [
      'an unknown member with a control character of the second kind',
      'json',
      { format: 'virt-lifecycle', version: 1, machines: [{ 'd\u0085elay': 1 }] },
      ['"d\\u{85}elay" is unknown; did you mean "delay"?'],
    ],
    ['a constant', 'json', { format: 'virt-lifecycle', version: 2, machines: [] }, ['version must be 1']],
    ['a type', 'powershell-json', { Name: ['a'] }, ['Name must be string or null']],
    ['a choice', 'config', { require: ['hoststart', 'x'] }, ['require[1] must be one of: hoststart, hoststop']],
    [
      'a duplicate',
      'config',
      { require: ['hoststart', 'hoststart'] },
      [expect.stringMatching(/^require must NOT have duplicate/)],
    ],
  ] as const)('%s', (_, shape, value, messages) => {
    expect(describeShapeErrors(shape, objectOf(value)).map(({ message }) => message)).toEqual(messages)
  })

  test('say nothing of what somebody else judges', () => {
    expect(describeShapeErrors('powershell-json', objectOf({ Name: 1, VMName: 1 }), ['Name'])).toHaveLength(1)
  })
})
