import { expect, test } from '@jest/globals'
import { compileSchema } from '../../src/relaxng/index.js'
import { childElements, textOf, type XmlElement } from '../../src/xml/index.js'
import { childrenNamed, describeSuite, type Suite } from './suite.js'

/** All test cases of a suite and those inside it. */
function testCases(suite: XmlElement): readonly XmlElement[] {
  return [...childrenNamed(suite, 'testCase'), ...childrenNamed(suite, 'testSuite').flatMap(testCases)]
}

/** The other files of a test case, by their paths. */
function resources(
  element: XmlElement,
  folder: string,
  { textOf: written }: Suite,
): readonly (readonly [string, string])[] {
  return [
    ...childrenNamed(element, 'resource').map(
      (resource) => [`${folder}${resource.attributes['name']}`, childElements(resource).map(written).join('')] as const,
    ),
    ...childrenNamed(element, 'dir').flatMap((dir) =>
      resources(dir, `${folder}${dir.attributes['name']}/`, { root: dir, textOf: written, lineOf: () => 0 }),
    ),
  ]
}

describeSuite('spectest.xml', "James Clark's test suite of RELAX NG", (suite) => {
  const cases = testCases(suite.root)

  test.each(
    cases.map(
      (testCase) => [suite.lineOf(testCase), childrenNamed(testCase, 'section').map(textOf).join(), testCase] as const,
    ),
  )('line %i, section %s', (_line, _section, testCase) => {
    const files = new Map(resources(testCase, '', suite))
    const load = (href: string, base: string) => {
      const uri = new URL(href, new URL(base, 'http://suite/')).href.replace('http://suite/', '')
      const text = files.get(uri)
      return text === undefined ? undefined : { text, uri }
    }
    const only = (name: string) =>
      childrenNamed(testCase, name).map((element) => childElements(element).map(suite.textOf).join(''))
    const [incorrect] = only('incorrect')
    if (incorrect !== undefined) {
      expect(compileSchema(incorrect, 'schema.rng', load)).toMatchObject({ error: { message: expect.any(String) } })
      return
    }
    const compiled = compileSchema(only('correct')[0] ?? '', 'schema.rng', load)
    if ('error' in compiled) throw new Error(`${compiled.error.position.line}: ${compiled.error.message}`)
    const { validator } = compiled
    const judge = (documents: readonly string[]) => documents.map((text) => validator.validate(text).length === 0)
    expect(judge(only('valid'))).toEqual(only('valid').map(() => true))
    expect(judge(only('invalid'))).toEqual(only('invalid').map(() => false))
  })

  test('none of its cases is left out', () => {
    expect(cases.length).toBe(suite.textOf(suite.root).split('<testCase>').length - 1)
  })
})
