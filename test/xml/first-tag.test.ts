import { describe, expect, test } from '@jest/globals'
import { firstTag } from '../../src/xml/first-tag.js'

describe('the first tag of a document', () => {
  test.each([
    ['<a/>', 'a', ''],
    ['<?xml version="1.0"?>\n<!-- <b> --><a xmlns="urn:x">', 'a', 'urn:x'],
    ["<p:a q='1'\n xmlns:p = 'urn:x'>", 'a', 'urn:x'],
    ['<p:a xmlns="urn:x">', 'a', ''],
    ['<a b=" xmlns=\'urn:x\'">', 'a', ''],
    ['<!-- never ends', '', ''],
    ['no tag', '', ''],
  ])('%s', (text, local, uri) => {
    expect(firstTag(text)).toEqual({ local, uri })
  })

  test.each(['x', 'a:', 'x= ', ' ', ' x="', ' x=\'"'])('is found at once, however often it repeats "%s"', (piece) => {
    expect(firstTag(`<a ${piece.repeat(500_000)}`)).toEqual({ local: 'a', uri: '' })
  })
})
