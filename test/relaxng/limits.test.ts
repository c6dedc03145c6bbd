import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compile } from 'xspattern'
import { withRepetitionsWrittenOut } from '../../src/relaxng/datatypes/repetitions.js'
import { compileSchema } from '../../src/relaxng/index.js'

const grammar = (inside: string) =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">\n<start><element name="a"><ref name="d0"/></element></start>\n${inside}</grammar>`
const doubled = (levels: number, last: string) =>
  `${Array.from({ length: levels }, (_, i) => `<define name="d${i}"><choice><ref name="d${i + 1}"/><ref name="d${i + 1}"/></choice></define>`).join('')}<define name="d${levels}">${last}</define>`
const nested = (levels: number, name: string) =>
  `<define name="d0">${`<${name}>`.repeat(levels)}<text/>${`</${name}>`.repeat(levels)}</define>`
const pattern = (source: string) =>
  `<define name="d0"><data type="string"><param name="pattern">${source}</param></data></define>`

test.each([
  ['references that expand to more than memory holds', doubled(40, '<text/>'), 'too large'],
  ['references that are nested deep', doubled(2000, '<text/>'), 'nested more than 500 deep'],
  ['elements that are nested deep', nested(100_000, 'group'), 'nested more than 500 deep'],
  [
    'a sequence of thousands',
    `<define name="d0">${'<element name="b"><empty/></element>'.repeat(5000)}</define>`,
    '1000',
  ],
  ['a repetition of repetitions', pattern('(a{0,1000}){0,1000}b'), 'take too long'],
  ['a long repetition', pattern('a{0,100000}b'), 'take too long'],
  ['groups that are nested deep', pattern(`${'('.repeat(100_000)}a${')'.repeat(100_000)}`), 'take too long'],
])('%s are an error of the schema with its position', (_, inside, what) => {
  const compiled = compileSchema(grammar(inside), 'schema.rng', () => undefined)
  const error = 'error' in compiled ? compiled.error : undefined
  expect(error?.message).toContain(what)
  expect(error?.position.line).toBeGreaterThan(1)
})

test.each([
  ['a few references that refer twice', doubled(10, '<text/>')],
  [
    'a sequence as long as in real schemas',
    `<define name="d0">${'<element name="b"><empty/></element>'.repeat(900)}</define>`,
  ],
  ['nesting as deep as in real schemas', nested(400, 'group')],
  ['repetitions as in real schemas', pattern('[a-zA-Z0-9]{1,255}(,[a-zA-Z0-9]{1,16}){0,8}')],
])('%s can be used', (_, inside) => {
  const compiled = compileSchema(grammar(inside), 'schema.rng', () => undefined)
  if (!('validator' in compiled)) throw new Error(compiled.error.message)
  compiled.validator.validate(`<a>${'<b/>'.repeat(900)}</a>`)
  compiled.validator.validate('<a>text</a>')
})

test('an expression whose repetitions are written out matches the same texts', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[a-c-[b]]', '\\{', '(a|b)', '(ab)', '.')
  const quantifier = fc.constantFrom('', '?', '*', '+', '{2}', '{1,}', '{0,3}', '{1,3}', '{2,5}', '{0,0}')
  const piece = fc.tuple(atom, quantifier).map((parts) => parts.join(''))
  const group = fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 3 }), quantifier)
    .map(([a, b]) => `(${a.join('')})${b}`)
  const expression = fc.array(fc.oneof(piece, group, fc.constant('|')), { maxLength: 4 }).map((parts) => parts.join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '{'), maxLength: 12 })
  fc.assert(
    fc.property(expression, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const plain = compile(source, { language: 'xsd' })
      const written = compile(withRepetitionsWrittenOut(source), { language: 'xsd' })
      expect(texts.map((one) => written(one))).toEqual(texts.map((one) => plain(one)))
    }),
    { numRuns: 300 },
  )
})

test('white space around a namespace is part of it, in schemas and in documents', () => {
  const schema = (namespace: string): string =>
    `<element name="r" ns="${namespace}" xmlns="http://relaxng.org/ns/structure/1.0"><attribute name="n:a" xmlns:n="${namespace}"/></element>`
  const found = (namespace: string, text: string) => {
    const compiled = compileSchema(schema(namespace), 'r.rng', () => undefined)
    if ('error' in compiled) throw new Error(compiled.error.message)
    return compiled.validator.validate(text).length
  }
  const document = (one: string, other = one): string => `<r xmlns="${one}" xmlns:p="${other}" p:a=""/>`
  expect(['urn:x', 'urn:x ', ' urn:x'].map((namespace) => found(namespace, document(namespace)))).toEqual([0, 0, 0])
  expect(found('urn:x', document('urn:x '))).toBeGreaterThan(0)
  expect(found('urn:x', document('urn:x', 'urn:x '))).toBeGreaterThan(0)
  expect(found('urn:x ', document('urn:x'))).toBeGreaterThan(0)
})
