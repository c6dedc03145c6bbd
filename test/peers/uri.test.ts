import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { allLibraries } from '../../src/relaxng/datatypes/libraries.js'
import { XSD_LIBRARY_URI } from '../../src/relaxng/datatypes/xsd.js'
import { describeWithPeer } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-uri-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** URIs and what is none, as XML text. */
const VALUES: readonly string[] = [
  ...[
    '',
    '#',
    '?',
    '/',
    '//a',
    '///',
    '..',
    './a:b',
    'a/b:c',
    'a b',
    '  a  ',
    'a#',
    'a?b#c?d',
    '%41',
    'é',
    '😀',
    '\\\\h\\s',
    'C:\\a',
  ],
  ...[
    'http://a',
    'http://a:80/',
    'http://@/',
    'http://u:p@a/',
    'http://1.2.3.4',
    'http://[::1]/',
    'http://[::1]:80/',
    'http://é/',
  ],
  ...[
    'a:b',
    'mailto:a@b',
    'urn:x:y',
    'file:///a',
    'http:a',
    'http:/',
    'a+b:c',
    'http://a/b?c?d',
    'http://a/@:b',
    "(*!~;'",
  ],
  ...[
    '%',
    '%4',
    '%zz',
    'http://a?%',
    ':',
    '://',
    '1:b',
    'a_b:c',
    '-a:b',
    'é:b',
    'a#b#c',
    '[',
    ']',
    'a[b]',
    'http://a[b',
    'http://[',
  ],
  ...[
    'http://a:b/',
    'http://a:-1',
    '//a:b',
    'http://a@b@c',
    'http://a:/',
    '//',
    'urn:',
    'http:',
    'http://[1:2]',
    'http://[::g]',
  ],
]

/** What one of the two takes and the other does not; ours is the verdict of RFC 3986, except for the syntax inside brackets. */
const XMLLINT_DIFFERS = { refuses: ['http://a:/'], takes: ['http://[::g]'] }
const JING_DIFFERS = {
  refuses: ['//', 'urn:', 'http:', 'http://[1:2]'],
  takes: ['http://a:b/', 'http://a:-1', '//a:b', 'http://a@b@c'],
}

const SCHEMA = `<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><data type="anyURI"/></element>`

describeWithPeer(['xmllint', 'jing'], 'anyURI', () => {
  test('has the verdicts of xmllint and jing, but for those that are listed', () => {
    const schema = join(scratch, 'uri.rng')
    writeFileSync(schema, SCHEMA)
    const files = VALUES.map((value, i) => {
      const file = join(scratch, `${i}.xml`)
      writeFileSync(file, `<a>${value}</a>`)
      return file
    })
    const output = (program: string, ...args: readonly string[]): string => {
      const { stdout, stderr } = spawnSync(program, [...args, schema, ...files], { encoding: 'utf8' })
      return `${stdout}${stderr}`
    }
    const valid = new Set(
      [...output('xmllint', '--noout', '--relaxng').matchAll(/^(.*) validates$/gm)].map(([, f]) => f),
    )
    const invalid = new Set([...output('jing').matchAll(/^(.*\.xml):\d+:\d+: error/gm)].map(([, file]) => file))
    const created = allLibraries(() => undefined)
      .get(XSD_LIBRARY_URI)
      ?.create('anyURI', [])
    if (created === undefined || 'error' in created) throw new Error('there is no anyURI')
    const ours = VALUES.map((value) => created.datatype.allows(value, { namespaceOf: () => undefined }))
    const differences = (theirs: (file: string) => boolean) => ({
      refuses: VALUES.filter((_, i) => ours[i] === true && !theirs(files[i] ?? '')),
      takes: VALUES.filter((_, i) => ours[i] === false && theirs(files[i] ?? '')),
    })
    expect(differences((file) => valid.has(file))).toEqual(XMLLINT_DIFFERS)
    expect(differences((file) => !invalid.has(file))).toEqual(JING_DIFFERS)
    expect(ours.filter((isValid) => !isValid).length).toBeGreaterThan(15)
  })
})
