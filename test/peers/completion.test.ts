import { expect, test } from '@jest/globals'
import { openEngine } from '../../src/node/index.js'
import { completionsAt, markupIn, type Validator } from '../../src/relaxng/index.js'
import { decode } from '../../src/xml/index.js'
import { libvirtTestData, xmlFiles } from './corpus.js'
import { describeWithPeer, LIBVIRT_SCHEMAS } from './programs.js'

/** Every so many of libvirt's files; completing at each tag of all takes minutes. */
const STEP = 23

/** Names in a valid document that are not offered where they are. In `<metadata>`, the schema allows any and names none. */
function missing(validator: Validator, text: string): readonly string[] {
  const metadata = [text.indexOf('<metadata>') + '<metadata>'.length, text.indexOf('</metadata>')] as const
  const labels = (offset: number) => completionsAt(validator, text, offset).items.map(({ label }) => label)
  return [...markupIn(text)].flatMap((markup) => {
    if (markup.kind !== 'start' || (markup.start >= metadata[0] && markup.start < metadata[1])) return []
    const { name, nameEnd, attributes } = markup
    const elements = labels(nameEnd).includes(name) ? [] : [`<${name}> at ${nameEnd}`]
    const names = attributes.filter(
      (attribute) => !attribute.name.startsWith('xmlns') && !labels(attribute.nameEnd).includes(attribute.name),
    )
    return [...elements, ...names.map((attribute) => `${name}/${attribute.name} at ${attribute.nameEnd}`)]
  })
}

describeWithPeer(['libvirt-schemas', 'libvirt-source'], "completion by libvirt's schema", () => {
  test('offers whatever is in a valid domain, where it is', async () => {
    const opened = await openEngine({ schema: LIBVIRT_SCHEMAS })
    if (!('engine' in opened) || opened.engine.validator === undefined) throw new TypeError('there is a schema')
    const { validator } = opened.engine
    let valid = 0
    const files = [...xmlFiles('examples/domains'), ...libvirtTestData().filter((_, index) => index % STEP === 0)]
    for (const { path, bytes } of files) {
      const decoded = decode(bytes, path)
      if (!('document' in decoded) || validator.validate(decoded.document.text).length > 0) continue
      valid++
      expect([path, missing(validator, decoded.document.text)]).toEqual([path, []])
    }
    expect(valid).toBeGreaterThan(30)
  })
})
