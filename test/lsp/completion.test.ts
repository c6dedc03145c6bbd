import { expect, test } from '@jest/globals'
import { SourceText } from '../../src/diagnostics/index.js'
import { completionItems } from '../../src/lsp/index.js'
import { compileSchema } from '../../src/relaxng/index.js'

const compiled = compileSchema(
  `<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><zeroOrMore><element name="b"><attribute name="c"/><text/></element></zeroOrMore></element>`,
  'a.rng',
  () => undefined,
)
if ('error' in compiled) throw new Error(compiled.error.message)
const { validator } = compiled

test('an editor that leads through what is left to be written gets places for it, others the text', () => {
  const text = '🖥\n<a>'
  const range = { start: { line: 1, character: 3 }, end: { line: 1, character: 3 } }
  const items = (takesSnippets: boolean) =>
    completionItems(validator, new SourceText('a', text), text.length, takesSnippets)
  expect(items(true)[1]).toMatchObject({ label: 'b', insertTextFormat: 2, textEdit: { range, newText: "<b c='$1'/>" } })
  expect(items(false)[1]).toMatchObject({ label: 'b', insertTextFormat: 1, textEdit: { range, newText: "<b c=''/>" } })
  expect(items(true)[0]).toMatchObject({ label: '/a', insertTextFormat: 1, textEdit: { newText: '</a>' } })
})

test('the end tag is found by what is written of it', () => {
  const [item] = completionItems(validator, new SourceText('a', '<a></'), 5, true)
  expect(item).toMatchObject({ label: '/a', filterText: 'a', textEdit: { newText: 'a>' } })
})
