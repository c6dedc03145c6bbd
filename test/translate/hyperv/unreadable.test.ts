import { describe, expect, test } from '@jest/globals'
import { unreadable } from '../../../src/translate/hyperv/unreadable.js'

describe('what an input is that cannot be read, and what to do instead', () => {
  test.each(['', ' ', '\ufeff', '\t\r\n\n'])('nothing: %j', (text) => {
    expect(unreadable(text)).toEqual({
      code: 'VL102',
      message: 'the input is empty',
      hint: 'Get-VM prints nothing if you are not allowed to see machines: run it as an administrator of Hyper-V',
    })
  })

  test.each(['\0', 'HyperV\0', 'a,b\n\u0001', '\u001b[1m', `${' '.repeat(4094)}x\u0007`])('binary: %j', (text) => {
    expect(unreadable(text)).toEqual({
      code: 'VL108',
      message: 'this is a binary file, like the .vmcx files of Hyper-V',
      hint: 'export the machine on its host: Get-VM | Export-Csv vms.csv',
    })
  })

  test.each([
    '<Objects/>',
    '<?xml version="1.0"?>\n<Objects><Object Type="x"/></Objects>',
    '\ufeff <!-- a --><Objects>',
  ])('ConvertTo-Xml: %j', (text) => {
    expect(unreadable(text)).toEqual({
      code: 'VL108',
      message: 'this is XML from ConvertTo-Xml, which cannot be read',
      hint: 'export with Export-Clixml, ConvertTo-Json or Export-Csv instead',
    })
  })

  test.each([
    'Name\n----\nweb01\n',
    'Name State\n---- -----',
    '\r\n\r\nName  State  \r\n----  -----  \r\nweb01 Off\r\n',
    'Name\n  ---   -\n',
    'PS C:\\> Get-VM\n\nName\n----\n',
    '  PS C:\\> Get-VM |\r\n  Name\r\n  ----\r\n',
  ])('Format-Table: %j', (text) => {
    expect(unreadable(text)).toEqual({
      code: 'VL108',
      message: 'this is a table that Format-Table printed, in which values may be cut off',
      hint: 'export with Export-Csv or ConvertTo-Json, or print with Format-List, instead',
    })
  })
})

test.each([
  ['JSON', '{"a": "\u0001"}'],
  ['JSON in a list', ' [\n---\n]'],
  ['other XML', '<objects/>'],
  ['XML of others', '<Objects xmlns="urn:x"/>'],
  ['a word', 'Name'],
  ['characters of binary files further behind', `${'x'.repeat(4096)}\0`],
  ['tabs, line breaks and form feeds', 'a\tb\r\nc\f\v'],
  ['a line that is not only of dashes', 'Name\n---- x\n'],
  ['a line with one dash more than words', 'Name\n----a'],
  ['dashes without names', '\n----\n'],
  ['dashes below other signs', '++\n--\n'],
  ['dashes further below', 'Name\nState\nweb01\n----\n'],
  ['a table further behind', `${'x'.repeat(4096)}\n----\n`],
  ['a tag before dashes', '<a>\n---\n'],
])('nothing is said of %s', (_, text) => {
  expect(unreadable(text)).toBeUndefined()
})
