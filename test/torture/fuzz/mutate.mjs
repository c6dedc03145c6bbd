/** Small and large damage to texts. */

/** Pieces that a reader may stumble over. */
// biome-ignore format: one line for each kind
const PIECES = [
  '<', '>', '</', '/>', '<a>', '</domain>', '<domain>', '<!--', '-->', '--', '<![CDATA[', ']]>', '<?xml version="1.0"?>', '<?a', '?>', '<!DOCTYPE a>',
  '<?xml version="1.0" encoding="UTF-16"?>', '<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '&amp;', '&#0;', '&#xD800;', '&#x1F600;', '&', '&#x', '"', "'", '=',
  'xmlns="urn:x"', 'xmlns:xml="urn:x"', 'xmlns:p=""', 'p:q="1"', '<p:a/>', '<metadata>', '<lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">',
  '<on_hoststart order="0" delay="-1">start</on_hoststart>', '<on_hoststop> save</on_hoststop>', '<on_hoststop/>', 'stop-and-restart-on-next-boot',
  '{', '}', '[', ']', ',', ':', '\\', '\\u', '\\ud800', '\\u0000', 'null', 'true', '-0', '1e999', '00', '{"a":1,"a":2}', '"__proto__":', '"constructor":{', '"toString"',
  '\0', '\u0001', '\u0085', '\u2028', '\ufeff', '\ufffe', '\ud800', '\udc00', '\u{1f600}', '\u202e', '\u001b[31m', '\r', '\n', '\r\n', '\t', ' ', '\u00a0',
  ';', '""', '#TYPE System.Object', '::warning::a', '0', '-1', '65535', '65536', '2147483648', '9007199254740993', '99999999999999999999', '0x3', '1.5', 'NaN',
  '00:00:30', '1.02:03:04', '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01', '$(x)', '`x`', '<ref name="a"/>', '<zeroOrMore>', '<interleave>', '<notAllowed/>', '<anyName/>',
  '<externalRef href="a.rng"/>', '<data type="int"/>', '<param name="pattern">(a{0,9}){9}</param>', '<define name="a" combine="choice">', '<list>', '<except>',
]

/** Words, numbers and marks. */
const TOKEN = /[\p{L}\p{N}_:.-]+|\s+|[^\p{L}\p{N}_:.\s-]/gu

const replaced = (text, from, to, content) => text.slice(0, from) + content + text.slice(to)

/** Where a token is, of those near a random position: all of a long text would take long to find. */
function token(text, random) {
  const from = random.below(text.length + 1)
  const tokens = [...text.slice(from, from + 200).matchAll(TOKEN)]
  const found = tokens.length === 0 ? undefined : random.pick(tokens)
  return found === undefined ? [from, from] : [from + found.index, from + found.index + found[0].length]
}

function span(text, random) {
  const from = random.below(text.length + 1)
  return [from, Math.min(text.length, from + random.below(random.pick([3, 30, 300, 3000])))]
}

const DAMAGES = [
  (text, random) => replaced(text, ...token(text, random), random.pick(PIECES)),
  (text, random) => {
    const [from] = token(text, random)
    return replaced(text, from, from, random.pick(PIECES))
  },
  (text, random, other) => replaced(text, ...token(text, random), other.slice(...token(other, random))),
  (text, random, other) => replaced(text, ...span(text, random), other.slice(...span(other, random))),
  (text, random) => replaced(text, ...token(text, random), ''),
  (text, random) => replaced(text, ...span(text, random), ''),
  (text, random) => {
    const [from, to] = span(text, random)
    return replaced(text, to, to, text.slice(from, to))
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => {
    const [from, to] = token(text, random)
    const word = text.slice(from, to)
    return replaced(
      text,
      from,
      to,
      random.pick([word.toUpperCase(), word.toLowerCase(), ` ${word}`, `${word} `, word.slice(1), word + word]),
    )
  },
  (text, random) => {
    const at = random.below(text.length + 1)
    return replaced(text, at, at + 1, String.fromCharCode(random.below(random.pick([128, 0x10000]))))
  },
  (text, random) => {
    const at = token(text, random)[0]
    return replaced(text, at, at, random.pick(PIECES).repeat(random.below(random.pick([10, 3000]))))
  },
  (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', ' ', ''])),
  (text, random) => text.replaceAll(random.pick(['"', "'", '>', '  ']), random.pick(['"', "'", '\n', '\t', '&#32;'])),
]

/** A text with one to six damages. `other` is where pieces of another document come from. */
export function damaged(text, random, other) {
  let result = text
  for (let left = 1 + random.below(random.pick([1, 3, 6])); left > 0; left--)
    result = random.pick(DAMAGES)(result, random, other)
  return result
}
