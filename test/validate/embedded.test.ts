import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { parserCheck } from '../../src/domain/index.js'
import { createEngine, type Engine, embeddedEngine, embeddedSchema, validateDomain } from '../../src/validate/index.js'
import { parseXml } from '../../src/xml/index.js'

const created = await createEngine('builtin', embeddedSchema(), () => undefined)
if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
const { engine: compiled } = created

/**
 * What an engine itself finds and where: validateDomain leaves out what the rules of the lifecycle have found already. The
 * messages of the embedded engine are briefer, and it does not look into what is not allowed.
 */
function violations(engine: Engine, document: SourceText) {
  const { listener, violations: found } = engine.begin(document)
  if (listener === undefined) throw new Error('the engine has a parser of its own')
  parseXml(document, { keep: () => false, listener })
  // libvirt's limits are only looked for in its own schemas.
  const own = found().filter(({ code }) => !['VL220', 'VL406', 'VL407'].includes(code))
  return own.map(({ code, line, column, endLine, endColumn }) => ({ code, line, column, endLine, endColumn }))
}

/** Numbers, and what could be taken for one: by JavaScript's white space or digits, or by XML Schema's integers. */
const number = fc.oneof(
  fc.integer({ min: -2, max: 70_000 }).map(String),
  fc.constantFrom('2147483647', '2147483648', '+1', '-0', '007', '1.0', '1e3', '', ' ', '١', '0x1'),
  fc.string({ unit: fc.constantFrom(...'0123456789 \t\r\n\u00a0\u2003+-.'), maxLength: 5 }),
)
const escaped = (text: string): string => text.replace(/[\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`)
const element = fc.constantFrom('on_hoststart', 'on_hoststop', 'on_reboot', 'metadata')
const value = fc.constantFrom('start', 'ignore', 'restart-if-active', 'save', 'destroy', ' save ', 'sav', '')

test('the embedded engine finds what one finds that compiles the embedded schema', () => {
  const domain = fc
    .tuple(fc.array(fc.tuple(element, value), { maxLength: 3 }), fc.constantFrom('delay', 'order', 'other'), number)
    .map(([elements, attribute, text]) => {
      const content = elements
        .map(([name, word], index) =>
          index === 0 ? `<${name} ${attribute}="${escaped(text)}">${word}</${name}>` : `<${name}>${word}</${name}>`,
        )
        .join('')
      return `<domain><name>a</name>${content}</domain>`
    })
  fc.assert(
    fc.property(domain, (text) => {
      const document = new SourceText('domain.xml', text)
      const [found, more] = [violations(embeddedEngine(), document), violations(compiled, document)]
      expect(more).toEqual(expect.arrayContaining(found))
      expect(more.length > 0).toBe(found.length > 0)
    }),
    { numRuns: 500 },
  )
})

test('white space that a rule of ours reports is not reported again as what libvirt does not take', () => {
  const text =
    '<domain><name>a</name><on_hoststart order=" 1 "> start </on_hoststart><on_hoststop>save\n</on_hoststop></domain>'
  const found = validateDomain(text, { engine: compiled, parserCheck })
  expect(found.filter(({ code }) => /^VL2(09|20)$/.test(code)).map(({ code }) => code)).toEqual([
    'VL209',
    'VL209',
    'VL209',
  ])
})
