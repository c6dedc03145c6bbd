import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decode, ENCODINGS, encode, wrongEncoding } from '../../src/xml/index.js'

function decoded(bytes: Uint8Array) {
  const result = decode(bytes, 'vm.xml')
  if ('diagnostic' in result) throw new Error(result.diagnostic.message)
  return { text: result.document.text, encoding: result.encoding }
}

describe('bytes as text', () => {
  test.each([
    ['UTF-8 without a word about it', Buffer.from('<a>é</a>'), 'UTF-8', '<a>é</a>'],
    ['a byte order mark', Buffer.from('\ufeff<a>é</a>'), 'UTF-8', '\ufeff<a>é</a>'],
    ['UTF-16LE with a mark', Buffer.from('\ufeff<a>é</a>', 'utf16le'), 'UTF-16LE', '\ufeff<a>é</a>'],
    [
      'UTF-16LE without',
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf16le'),
      'UTF-16LE',
      '<?xml version="1.0" encoding="UTF-16"?><a/>',
    ],
    ['UTF-16BE with a mark', Buffer.from('\ufeff<a/>', 'utf16le').swap16(), 'UTF-16BE', '\ufeff<a/>'],
    [
      'ISO-8859-1',
      Buffer.from("<?xml version='1.0' encoding='iso-8859-1'?><a>\x80é</a>", 'latin1'),
      'ISO-8859-1',
      "<?xml version='1.0' encoding='iso-8859-1'?><a>\x80é</a>",
    ],
    [
      'US-ASCII',
      Buffer.from('<?xml version="1.0" encoding="us-ascii"?><a/>'),
      'US-ASCII',
      '<?xml version="1.0" encoding="us-ascii"?><a/>',
    ],
  ])('%s', (_, bytes, encoding, text) => {
    expect(decoded(bytes)).toEqual({ encoding, text })
    expect(Buffer.from(encode(text, decoded(bytes).encoding))).toEqual(bytes)
  })

  test('every text survives every encoding that can represent it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...ENCODINGS), (content, encoding) => {
        const unit = {
          'UTF-8': /./su,
          'UTF-16LE': /./su,
          'UTF-16BE': /./su,
          'ISO-8859-1': /^\p{ASCII}|[\u0080-\u00ff]/u,
          'US-ASCII': /\p{ASCII}/u,
        }[encoding]
        const mark = encoding.startsWith('UTF') ? '\ufeff' : ''
        const text = `${mark}<?xml version="1.0" encoding="${encoding}"?>${[...content].filter((c) => unit.test(c) && c.length <= 2).join('')}`
        fc.pre(text.isWellFormed?.() ?? true)
        expect(decoded(encode(text, encoding)).text).toBe(text)
      }),
    )
  })

  test.each([
    ['no bytes', Buffer.alloc(0), 'VL102'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), 'VL106'],
    ['an encoding that is not supported', Buffer.from('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>'), 'VL106'],
    ['UTF-8 with a byte of ISO-8859-1', Buffer.from('<a>\n  é</a>', 'latin1'), 'VL106'],
    [
      'UTF-16 by its declaration, with bytes of neither',
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'latin1'),
      'VL106',
    ],
    ['US-ASCII with more', Buffer.from('<?xml version="1.0" encoding="us-ascii"?><a>é</a>'), 'VL106'],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x3c]), 'VL106'],
  ])('%s is refused', (_, bytes, code) => {
    const result = decode(bytes, 'vm.xml')
    expect(result).toMatchObject({ diagnostic: { code, severity: 'error', file: 'vm.xml' } })
  })

  test.each([
    ['ISO-8859-1', 'Ā'],
    ['US-ASCII', 'é'],
  ] as const)('%s does not turn a character that it cannot represent into another', (encoding, text) => {
    expect(() => encode(text, encoding)).toThrow(RangeError)
  })

  test.each(['UTF-16', 'utf-16', 'UTF-16LE', 'ISO-10646-UCS-2', 'unicode', 'UTF-32'])(
    'a document that declares %s and is in UTF-8 is read as UTF-8',
    (name) => {
      for (const mark of ['', '\ufeff']) {
        const text = `${mark}<?xml version="1.0" encoding="${name}"?><a>é</a>`
        const result = decode(Buffer.from(text), 'vm.xml')
        if ('diagnostic' in result) throw new Error(result.diagnostic.message)
        const { document, encoding } = result
        expect({ text: document.text, encoding }).toEqual({ text, encoding: 'UTF-8' })
        const wrong = wrongEncoding(document)
        expect(wrong).toMatchObject({ declared: name, actual: 'UTF-8' })
        expect(text.slice(wrong?.start, wrong?.end)).toBe(name)
      }
    },
  )

  test.each([
    ['the encoding is right', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a/>')],
    ['there is no declaration', Buffer.from('<a encoding="UTF-16"/>')],
    ['it is UTF-16', Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf16le')],
  ])('nothing is wrong if %s', (_, bytes) => {
    const result = decode(bytes, 'vm.xml')
    expect('document' in result && wrongEncoding(result.document)).toBeUndefined()
  })

  test('the position of the first wrong byte', () => {
    expect(decode(Buffer.from('<a>\n  é</a>', 'latin1'), 'vm.xml')).toMatchObject({
      diagnostic: { line: 2, column: 3 },
    })
  })
})
