import { describe, expect, test } from '@jest/globals'
import { parserCheck, readMachines, validateDomain } from '../../src/index.js'
import { compileSchema } from '../../src/relaxng/index.js'

/** Names that every object has, so that a table which is an object has them, too. */
const NAMES = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf']

/** Nothing that a program says by itself. */
const INTERNAL = /native code|\[object|function |is not (?:a function|iterable)/

const DOCUMENTS: readonly ((name: string) => string)[] = [
  (name) => `[{"Name":"a","AutomaticStopAction":"${name}"}]`,
  (name) => `[{"Name":"a","State":"${name}","${name}":1}]`,
  (name) => `[{"__CLASS":"${name}","Name":"a"}]`,
  (name) => `{"CimClass":"${name}","Name":"a"}`,
  (name) => `VMName,${name}\na,1\n`,
  (name) => `VMName,AutomaticStopAction\na,${name}\n`,
  (name) => `Name : a\n${name} : b\nState : ${name}\n`,
  (name) => `{"format":"virt-lifecycle","version":1,"machines":[{"name":"a","on_hoststart":"${name}","${name}":1}]}`,
  (name) => `<${name}/>`,
  (name) => `<domain><name>&${name};</name></domain>`,
  (name) => `<domain ${name}="1"><on_hoststart ${name}="2">${name}</on_hoststart></domain>`,
  (name) => `<domain xmlns:${name}="urn:${name}"><${name}:${name} ${name}:a="1"/></domain>`,
  (name) => `<?xml version="1.0" encoding="${name}"?><domain/>`,
  (name) =>
    `<domain><os><type>hvm</type></os><memory>1</memory><devices><serial type='${name}'/><${name}/></devices></domain>`,
  (name) =>
    `<INSTANCE CLASSNAME="${name}"><PROPERTY NAME="${name}" TYPE="${name}"><VALUE>1</VALUE></PROPERTY></INSTANCE>`,
]

const RNG = 'xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'

const SCHEMAS: readonly ((name: string) => string)[] = [
  (name) => `<${name} ${RNG}/>`,
  (name) => `<element name="a" ${RNG}><${name}/></element>`,
  (name) => `<element ${RNG}><name>a</name><${name}/></element>`,
  (name) => `<element ${RNG} ${name}="1" name="a"><empty/></element>`,
  (name) => `<element ${RNG} name="${name}:a"><empty/></element>`,
  (name) => `<element ${RNG} name="a"><data type="${name}"/></element>`,
  (name) => `<element ${RNG} name="a"><data type="string"><param name="${name}">1</param></data></element>`,
  (name) => `<element ${RNG} name="a"><value type="${name}">a</value></element>`,
  (name) => `<grammar ${RNG}><start><ref name="${name}"/></start></grammar>`,
  (name) =>
    `<grammar ${RNG}><start combine="${name}"><ref name="${name}"/></start><define name="${name}"><element name="${name}"><attribute name="${name}"/></element></define></grammar>`,
]

/** The schema's error, or what it says of a document with these names in it. */
function saidBy(schema: string, name: string): string {
  const compiled = compileSchema(schema, 'a.rng', () => undefined)
  if ('error' in compiled) return compiled.error.message
  const texts = [`<${name} ${name}="1"/>`, `<a ${name}="1"><${name}/></a>`, `<a>${name}</a>`]
  return JSON.stringify(texts.map((text) => compiled.validator.validate(text)))
}

describe.each(NAMES)('the name %s, which every object has', (name) => {
  test.each(DOCUMENTS.map((make) => make(name)))('in a document: %s', (text) => {
    const { diagnostics } = readMachines(text)
    const found = text.startsWith('<') ? validateDomain(text, { engine: 'none', parserCheck }) : []
    const said = [...diagnostics, ...found, ...(text.startsWith('<') ? validateDomain(text) : [])]
    expect(JSON.stringify(said)).not.toMatch(INTERNAL)
  })

  test.each(SCHEMAS.map((make) => make(name)))('in a schema: %s', (schema) => {
    expect(saidBy(schema, name)).not.toMatch(INTERNAL)
  })
})

test('they are no attributes, facets or prefixes of schemas', () => {
  expect(saidBy(`<element ${RNG} toString="1" name="a"><empty/></element>`, 'b')).toBe(
    '<element> has no attribute "toString"',
  )
  expect(
    saidBy(`<element ${RNG} name="a"><data type="string"><param name="valueOf">1</param></data></element>`, 'b'),
  ).toContain('"valueOf"')
  expect(saidBy(`<element ${RNG} name="constructor:a"><empty/></element>`, 'b')).toBe(
    'the prefix of "constructor:a" is not declared',
  )
})
