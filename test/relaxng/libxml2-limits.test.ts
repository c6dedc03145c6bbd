import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/diagnostics/index.js'
import { compileSchema, libxml2Limits, restoreValidator, type Validator } from '../../src/relaxng/index.js'

const GRAMMAR =
  'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

function validatorOf(content: string, limits = libxml2Limits()): Validator {
  const schema = `<element name="r" ${GRAMMAR}>${content}</element>`
  const compiled = compileSchema(schema, 'r.rng', () => undefined, { limits })
  if ('error' in compiled) throw new Error(compiled.error.message)
  return compiled.validator
}

const optional = (name: string): string => `<optional><element name="${name}"><empty/></element></optional>`
const interleave = (...members: readonly string[]): string => `<interleave>${members.join('')}</interleave>`
const ABC = interleave(
  interleave(...['a1', 'a2'].map(optional)),
  interleave(...['b1', 'b2'].map(optional)),
  optional('c'),
)
const document = (order: string): string =>
  `<r>${order
    .split(' ')
    .map((name) => `\n  <${name}/>`)
    .join('')}\n</r>`

/** xmllint 2.9.14 has the same verdicts: test/peers/libxml2-limits.test.ts compares them for libvirt's schema. */
describe('an order of which libxml2 takes the wrong children', () => {
  const validator = validatorOf(ABC)

  test.each(['a1 a2 b1 b2 c', 'c b1 b2 a2 a1', 'a1 b1 b2 a2', 'b1 a1 b2 a2', 'a1 c a2 b1 b2', 'b1 a1 c b2 a2 x'])(
    '%s is accepted, or refused for another reason',
    (order) => {
      expect(validator.validate(document(order)).filter(({ limit }) => limit === 'order')).toEqual([])
    },
  )

  test.each([
    ['a1 b1 a2 b2', '<a2> next to <a1>', 'a1 a2 b1 b2'],
    ['a2 b1 c b2 a1', '<b2> next to <b1>', 'a2 b1 b2 c a1'],
    ['a1 b1 c a2 b2', '<a2> next to <a1>', 'a1 a2 b1 c b2'],
  ])('%s: put %s', (order, words, better) => {
    const text = document(order)
    const [violation, ...more] = validator.validate(text)
    expect(more).toEqual([])
    expect(violation).toMatchObject({ limit: 'order', message: `libxml2 refuses this order: put ${words}` })
    const edited = applyEdits(text, violation?.edits ?? [])
    expect(edited).toBe(document(better))
    expect(validator.validate(edited)).toEqual([])
  })

  test('a restored validator knows it too', () => {
    const restored = restoreValidator(validator.save(), { limits: libxml2Limits() })
    expect(restored?.validate(document('a1 b1 a2 b2'))).toEqual(validator.validate(document('a1 b1 a2 b2')))
  })

  test('it is found again after it was accepted in another order, and without the option it is none', () => {
    for (const order of ['a1 a2 b1 b2', 'a1 b1 a2 b2', 'a1 a2 b1 b2', 'a1 b1 a2 b2'])
      expect(validator.validate(document(order)).length).toBe(order === 'a1 a2 b1 b2' ? 0 : 1)
    const plain = restoreValidator(validator.save())
    expect(plain?.validate(document('a1 b1 a2 b2'))).toEqual([])
    // What is saved without it does not know the orders.
    expect(restoreValidator(plain?.save() ?? '', { limits: libxml2Limits() })).toBeUndefined()
  })

  test('one of several definitions that takes the order is enough', () => {
    const either = `<choice>${ABC}${interleave(...['a1', 'a2', 'b1', 'b2', 'c'].map(optional))}</choice>`
    expect(validatorOf(either).validate(document('a1 b1 a2 b2'))).toEqual([])
  })

  test('comments and elements with content move as they are', () => {
    const text = '<r><a1></a1><!-- b --><b1 /><!-- a --><a2>\n</a2 ><b2/></r>'
    const [violation] = validator.validate(text)
    expect(applyEdits(text, violation?.edits ?? [])).toBe('<r><a1></a1><a2>\n</a2 ><!-- b --><b1 /><!-- a --><b2/></r>')
  })
})

const data = (type: string, pattern?: string): string =>
  `<data type="${type}">${pattern === undefined ? '' : `<param name="pattern">${pattern}</param>`}</data>`

describe('a value that libxml2 does not take as it is spelt', () => {
  test.each([
    ['unsignedInt', '[0-9]+', ' 5', '5'],
    ['long', '-?[0-9]+', '-1\n', '-1'],
    ['positiveInteger', '[0-9]+', '\t5 ', '5'],
    ['double', '[0-9.]+', ' 1.5', '1.5'],
    ['anyURI', '[a-z]+', ' a ', 'a'],
    ['unsignedLong', undefined, '+5', '5'],
    ['unsignedInt', undefined, ' -0', '0'],
  ])('%s with the pattern %s: %j is to be %j', (type, pattern, value, better) => {
    const content = validatorOf(data(type, pattern))
    const attribute = validatorOf(`<attribute name="a">${data(type, pattern)}</attribute>`)
    const escaped = value.replace(/\s/g, (character) => `&#${character.charCodeAt(0)};`)
    for (const [validator, text] of [
      [content, `<r>${value}</r>`],
      [attribute, `<r a='${escaped}'/>`],
    ] as const) {
      const [violation, ...more] = validator.validate(text)
      expect(more).toEqual([])
      expect(violation).toMatchObject({ limit: 'spelling', message: expect.stringContaining(`write "${better}"`) })
      expect(validator.validate(applyEdits(text, violation?.edits ?? []))).toEqual([])
      expect(applyEdits(text, violation?.edits ?? [])).toBe(text.replace(/(['>])(?! ?\/).*(['<])/s, `$1${better}$2`))
    }
  })

  test('more than 24 digits, which it reads no further: there is no other spelling', () => {
    const [violation] = validatorOf(data('integer')).validate(`<r>${'9'.repeat(25)}</r>`)
    expect(violation).toMatchObject({ limit: 'spelling', message: 'libxml2 refuses a number of more than 24 digits' })
    expect(violation?.edits).toBeUndefined()
    expect(validatorOf(data('integer')).validate(`<r>${'0'.repeat(25)}5</r>`)).toEqual([])
  })

  test.each([
    ['unsignedInt', undefined, ' 5 '],
    ['token', '[a-z]+', ' a '],
    ['NCName', '[a-z]+', ' a '],
    ['NMTOKEN', '[0-9A-F]+', ' 0F '],
    ['unsignedInt', '[0-9 ]+', ' 5 '],
    ['int', undefined, '+5'],
    ['nonNegativeInteger', undefined, '-0'],
  ])('%s with the pattern %s: %j is accepted', (type, pattern, value) => {
    expect(validatorOf(data(type, pattern)).validate(`<r>${value}</r>`)).toEqual([])
  })

  test('another way that takes it is enough', () => {
    const either = validatorOf(`<choice>${data('unsignedInt', '[0-9]+')}<text/></choice>`)
    expect(either.validate('<r> 5 </r>')).toEqual([])
  })

  test('a comment inside is not removed', () => {
    const [violation] = validatorOf(data('unsignedInt', '[0-9]+')).validate('<r> 5<!-- five --></r>')
    expect(violation?.limit).toBe('spelling')
    expect(violation?.edits).toBeUndefined()
  })
})

describe('a program behind it that compares words exactly', () => {
  const schema =
    '<choice><value>on</value><data type="unsignedInt"/><data type="string"><param name="pattern">a b ?</param></data></choice>'
  const exact = (content: string) => validatorOf(content, libxml2Limits('libxml2', 'the program'))

  test.each([
    ['on ', 'on'],
    ['\t on', 'on'],
    [' 5 ', '5'],
    ['5\n', '5'],
  ])('does not take %j for %j, in contents and attributes', (value, word) => {
    const escaped = value.replace(/\s/g, (character) => `&#${character.charCodeAt(0)};`)
    for (const [validator, text] of [
      [exact(schema), `<r>${value}</r>`],
      [exact(`<attribute name="a">${schema}</attribute>`), `<r a='${escaped}'/>`],
    ] as const) {
      const [violation, ...more] = validator.validate(text)
      expect(more).toEqual([])
      expect(violation).toMatchObject({
        limit: 'word',
        message: `the program does not take "${value}" for "${word}"`,
        hint: 'remove the white space',
      })
      const fixed = applyEdits(text, violation?.edits ?? [])
      expect([fixed, validator.validate(fixed)]).toEqual([text.replace(text.includes("'") ? escaped : value, word), []])
    }
  })

  test('takes a number with white space before it, also if it is a word of the schema', () => {
    expect(exact('<choice><value>1</value><value>2</value></choice>').validate('<r> 2</r>')).toEqual([])
    expect(exact(schema).validate('<r> 5</r>')).toEqual([])
    expect(exact(`<attribute name="a">${schema}</attribute>`).validate('<r a="&#10;5"/>')).toEqual([])
  })

  test('takes what is no word of the schema, and what another way takes as it is', () => {
    expect(exact(schema).validate('<r>a b </r>')).toEqual([])
    expect(exact(`<choice>${schema}<text/></choice>`).validate('<r>on </r>')).toEqual([])
  })

  test('is not there unless it is asked for', () => {
    expect(validatorOf(schema).validate('<r>on </r>')).toEqual([])
  })
})
