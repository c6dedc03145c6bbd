import { describe, expect, test } from '@jest/globals'
import { compileSchema, restoreValidator, type Validator } from '../../src/relaxng/index.js'
import { seeded } from './mutate.js'

const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

function compiled(schema: string, mostStates?: number): Validator {
  const result = compileSchema(schema, 'schema.rng', () => undefined, mostStates === undefined ? {} : { mostStates })
  if ('error' in result) throw new Error(result.error.message)
  return result.validator
}

function restored(saved: string): Validator {
  const validator = restoreValidator(saved)
  if (validator === undefined) throw new Error('not restored')
  return validator
}

/** An interleave of so many optional elements has two to the power of that many states. */
const optional = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `<optional><element name="e${i}"><attribute name="a"><data type="byte"/></attribute></element></optional>`,
  ).join('')
const wide = `<element name="r" ${RNG}><interleave>${optional(30)}</interleave></element>`

/** Documents with some of the elements, in any order, some of them wrong. */
function documents(count: number, seed: number): readonly string[] {
  const random = seeded(seed)
  return Array.from({ length: count }, () => {
    const children = Array.from({ length: 12 }, () => `<e${random(31)} a="${random(140)}"/>`)
    return `<r>${children.join('')}</r>`
  })
}

describe('what a validator knows', () => {
  test('makes no difference to what it finds, saved and restored or not', () => {
    const fresh = compiled(wide)
    const [first, second] = [documents(50, 1), documents(50, 2)]
    const found = [...first, ...second].map((text) => fresh.validate(text))
    expect(found.filter((violations) => violations.length === 0).length).toBeGreaterThan(0)
    const known = compiled(wide)
    for (const text of first) known.validate(text)
    const back = restored(known.save())
    expect([...first, ...second].map((text) => back.validate(text))).toEqual(found)
    expect(back.learned).toBeGreaterThan(0)
    const again = restored(back.save())
    expect([...first, ...second].map((text) => again.validate(text))).toEqual(found)
  })

  test('is nothing new where documents are of a kind that it has met', () => {
    const validator = compiled(wide)
    const valid = '<r><e1 a="1"/><e0 a="2"/></r>'
    expect(validator.validate(valid)).toEqual([])
    const back = restored(validator.save())
    expect(back.validate('<r><e1 a="3"/>\n<e0 a="4"/></r>')).toEqual([])
    expect(back.learned).toBe(0)
  })

  test('is bounded: what was not used for longest is forgotten, and computed again when it is needed', () => {
    const [bounded, unbounded] = [compiled(wide, 100), compiled(wide)]
    const texts = documents(400, 3)
    expect(texts.map((text) => bounded.validate(text))).toEqual(texts.map((text) => unbounded.validate(text)))
    // A state takes a line; there are no more of them than were allowed, beside the start and the patterns.
    const lines = (validator: Validator): number => validator.save().split('\n').length
    expect(unbounded.learned).toBeGreaterThan(2000)
    expect(lines(bounded)).toBeLessThan(lines(unbounded) / 4)
  })

  test.each([
    ['nothing', () => ''],
    ['something else', () => '{}\n'],
    ['a text that was cut', (saved: string) => saved.slice(0, -1)],
    ['a text of another version', (saved: string) => saved.replace('"format":', '"format":1')],
  ])('is not restored from %s', (_, change) => {
    expect(restoreValidator(change(compiled(wide).save()))).toBeUndefined()
  })
})

describe('hostile schemas', () => {
  const refused = (
    schema: string,
    load: (href: string) => { text: string; uri: string } | undefined = () => undefined,
  ) => {
    const result = compileSchema(schema, 'a.rng', load)
    return 'error' in result ? result.error.message : undefined
  }

  test('an include that includes itself, at once and over another', () => {
    const grammar = (href: string): string =>
      `<grammar ${RNG}><include href="${href}"/><start><empty/></start></grammar>`
    const load = (href: string) => ({ text: grammar(href === 'b.rng' ? 'a.rng' : 'b.rng'), uri: href })
    expect(refused(grammar('a.rng'), load)).toContain('includes itself')
    expect(refused(grammar('b.rng'), load)).toContain('includes itself')
  })

  test('a reference that leads to itself without an element between', () => {
    const loop = `<grammar ${RNG}><start><ref name="a"/></start><define name="a"><choice><ref name="b"/><empty/></choice></define><define name="b"><optional><ref name="a"/></optional></define></grammar>`
    expect(refused(loop)).toContain('refers to itself without an element between')
  })

  test('an interleave of forty members in any order', () => {
    const validator = compiled(`<element name="r" ${RNG}><interleave>${optional(40)}</interleave></element>`)
    const children = Array.from({ length: 40 }, (_, i) => `<e${(i * 7) % 40} a="1"/>`)
    expect(validator.validate(`<r>${children.join('')}</r>`)).toEqual([])
    expect(validator.validate(`<r>${children.join('')}<e3 a="1"/></r>`)).toHaveLength(1)
  })

  test('a regular expression that makes others run for years', () => {
    const validator = compiled(
      `<element name="r" ${RNG}><data type="string"><param name="pattern">(a+)+b|(a|a)*c|(.*a){20}d</param></data></element>`,
    )
    expect(validator.validate(`<r>${'a'.repeat(300)}</r>`)).toHaveLength(1)
    expect(validator.validate(`<r>${'a'.repeat(300)}b</r>`)).toEqual([])
  })
})

describe('hostile documents', () => {
  const validator = compiled(
    `<grammar ${RNG}><start><ref name="r"/></start><define name="r"><element name="r"><optional><attribute name="a"/></optional><zeroOrMore><ref name="r"/></zeroOrMore></element></define></grammar>`,
  )

  test('a million siblings, right and wrong', () => {
    expect(validator.validate(`<r>${'<r/>'.repeat(1_000_000)}</r>`)).toEqual([])
    const violations = validator.validate(`<r>${'<x/>'.repeat(100_000)}</r>`)
    expect(violations).toHaveLength(100_000)
  })

  test('an attribute of ten million characters, and a text', () => {
    const long = 'x'.repeat(10_000_000)
    expect(validator.validate(`<r a="${long}"/>`)).toEqual([])
    const [violation] = validator.validate(`<r>${long}</r>`)
    expect(violation?.message.length).toBeLessThan(300)
  })

  test('nesting of five thousand', () => {
    const depth = 5000
    expect(validator.validate('<r>'.repeat(depth) + '</r>'.repeat(depth))).toEqual([])
  })

  test('twenty thousand attributes that are not allowed', () => {
    const attributes = Array.from({ length: 20_000 }, (_, i) => ` b${i}="1"`)
    expect(validator.validate(`<r${attributes.join('')}/>`)).toHaveLength(20_000)
  })
})

test('elements nested deeper than the limit are a violation at the first of them', () => {
  const nested = compiled(`<grammar ${RNG}><start><ref name="a"/></start>
    <define name="a"><element name="a"><optional><ref name="a"/></optional></element></define></grammar>`)
  const text = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth)
  expect(nested.validate(text(20), { maxDepth: 20 })).toEqual([])
  expect(nested.validate(text(21), { maxDepth: 20 })).toEqual([
    { message: 'elements are nested more than 20 levels deep', start: 62, end: 63 },
  ])
  expect(nested.validate(text(100_000))).toHaveLength(1)
})
