import { type AttributeValues, valuesOf, type XmlAttribute, type XmlEvents, type XmlTag } from './events.js'

/**
 * Read a document that has nothing in it but what domains have: elements with names in ASCII, attributes, text with XML's
 * own five references, comments. Most of the time of a validation is spent in reading, and for these documents it is a
 * fraction of what a full parser takes.
 *
 * @returns false as soon as there is anything else, or any fault: then `readXml` must read the document, from its
 *   beginning
 */
export function readPlainXml(text: string, events: XmlEvents): boolean {
  return !UNUSUAL.test(text) && new PlainReader(text, events).read()
}

/** Characters that need care: control characters, CR, which is a line end, and surrogates. */
const UNUSUAL = /[^\t\n\x20-\ud7ff\ue000-\ufffd]/

const DECLARATION =
  /<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?[ \t\n]*\?>/y

const NAME_START = 1
const NAME_REST = 2

/** What an ASCII character may be in a name; a colon is none of it. */
const NAME_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(character)) return NAME_START | NAME_REST
  return /[0-9.-]/.test(character) ? NAME_REST : 0
})

const [TAB, LF, SPACE, EXCLAMATION, QUOTE, AMPERSAND, APOSTROPHE] = [0x09, 0x0a, 0x20, 0x21, 0x22, 0x26, 0x27]
const [SLASH, COLON, LESS, EQUALS, GREATER] = [0x2f, 0x3a, 0x3c, 0x3d, 0x3e]

const XML_URI = 'http://www.w3.org/XML/1998/namespace'
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/'

/** More attributes than this are compared with one another elsewhere. */
const MOST_ATTRIBUTES = 64

const REFERENCES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}

/** Longest tag that is remembered, in UTF-16 code units, and how many there are at most. */
const LONGEST_WRITTEN = 200
const MOST_WRITTEN = 5000

/** Tags that were read, by how they are written: most tags of a document are written alike in others. */
const WRITTEN = new Map<string, WrittenTag>()

/** LF and no space, one space, and so on. */
const INDENTS: readonly string[] = Array.from({ length: 64 }, (_, spaces) => `\n${' '.repeat(spaces)}`)

class PlainReader {
  private at = 0
  /** The names of the elements around, and how many declarations are in force around each. */
  private readonly open: string[] = []
  private readonly declared: number[] = []
  /** The namespaces of the prefixes in force. */
  private readonly namespaces = new Map<string, string>([
    ['', ''],
    ['xml', XML_URI],
  ])
  /** What undoes each declaration in force, in order: called when its element ends, for a copy of the map takes long. */
  private readonly undo: (() => void)[] = []
  private hasRoot = false

  constructor(
    private readonly text: string,
    private readonly events: XmlEvents,
  ) {}

  read(): boolean {
    const { text, events } = this
    events.begin((prefix) => (prefix === '' ? this.namespaces.get('') || undefined : this.namespaces.get(prefix)))
    if (text.charCodeAt(0) === 0xfeff) this.at = 1
    if (text.startsWith('<?xml', this.at)) {
      DECLARATION.lastIndex = this.at
      if (!DECLARATION.test(text)) return false
      this.at = DECLARATION.lastIndex
      events.declaration(this.at)
    }
    for (;;) {
      const markup = text.indexOf('<', this.at)
      const end = markup < 0 ? text.length : markup
      if (end > this.at && !this.characters(end)) return false
      if (markup < 0) return this.hasRoot && this.open.length === 0
      const next = text.charCodeAt(markup + 1)
      const understood =
        next === SLASH ? this.endTag(markup) : next === EXCLAMATION ? this.comment(markup) : this.startTag(markup)
      if (!understood) return false
    }
  }

  private characters(end: number): boolean {
    const raw = this.indent(end) ?? this.text.slice(this.at, end)
    if (this.open.length === 0) return /^[ \t\n]*$/.test(raw)
    const value = raw.includes(']]>') ? undefined : resolved(raw)
    if (value === undefined) return false
    this.events.text(value, end)
    return true
  }

  /** LF and spaces up to an offset, as before most tags: half of all texts, so none is made anew. */
  private indent(end: number): string | undefined {
    const indent = INDENTS[end - this.at - 1]
    return indent !== undefined && this.text.startsWith(indent, this.at) ? indent : undefined
  }

  private comment(start: number): boolean {
    const { text } = this
    if (!text.startsWith('--', start + 2)) return false
    const end = text.indexOf('--', start + 4)
    if (end < 0 || text.charCodeAt(end + 2) !== GREATER) return false
    this.at = end + 3
    this.events.leaf('comment', text.slice(start + 4, end), this.at)
    return true
  }

  private endTag(start: number): boolean {
    const name = this.open.at(-1)
    if (name === undefined || !this.text.startsWith(name, start + 2)) return false
    const end = this.skipSpace(start + 2 + name.length)
    if (this.text.charCodeAt(end) !== GREATER) return false
    this.at = end + 1
    this.events.endTag(false, this.at, start)
    this.open.pop()
    this.undeclare(this.declared.pop() ?? 0)
    return true
  }

  private startTag(start: number): boolean {
    if (this.hasRoot && this.open.length === 0) return false
    const declared = this.undo.length
    const tag = this.knownTag(start) ?? this.newTag(start)
    if (tag === undefined) return false
    this.hasRoot = true
    this.events.startTag(tag, this.at, start)
    if (tag.isSelfClosing) {
      this.events.endTag(true, this.at)
      this.undeclare(declared)
    } else {
      this.open.push(tag.name)
      this.declared.push(declared)
    }
    return true
  }

  /** A tag that is written like an earlier one. */
  private knownTag(start: number): XmlTag | undefined {
    // If the tag goes on behind it, in an attribute, then no tag is written like that.
    const end = this.text.indexOf('>', start) + 1
    const written = end - start > LONGEST_WRITTEN ? undefined : WRITTEN.get(this.text.slice(start, end))
    if (written === undefined) return undefined
    this.at = end
    return new PlainTag(this.namespaces.get('') ?? '', written, start)
  }

  private newTag(start: number): XmlTag | undefined {
    const { text } = this
    const nameEnd = this.nameEnd(start + 1)
    if (nameEnd < 0) return undefined
    const attributes: PlainAttribute[] = []
    let at = nameEnd
    for (;;) {
      const from = this.skipSpace(at)
      const next = text.charCodeAt(from)
      if (next === GREATER || next === SLASH) {
        at = from
        break
      }
      const end = this.attribute(from, attributes)
      if (from === at || end < 0 || attributes.length > MOST_ATTRIBUTES) return undefined
      at = end
    }
    const isSelfClosing = text.charCodeAt(at) === SLASH
    if (isSelfClosing && text.charCodeAt(at + 1) !== GREATER) return undefined
    this.at = at + (isSelfClosing ? 2 : 1)
    const name = text.slice(start + 1, nameEnd)
    if (name.includes(':') || attributes.some(isPrefixedOrDeclares)) return this.tag(name, attributes, isSelfClosing)
    const written =
      this.at - start > LONGEST_WRITTEN
        ? new WrittenTag(undefined, name, isSelfClosing, attributes)
        : remember(detached(text.slice(start, this.at)), detached(name), isSelfClosing, attributes, start)
    return new PlainTag(this.namespaces.get('') ?? '', written, start, attributes)
  }

  /** Where an attribute ends; -1 where it is not understood. */
  private attribute(start: number, written: PlainAttribute[]): number {
    const { text } = this
    const nameEnd = this.nameEnd(start)
    if (nameEnd < 0) return -1
    const equals = this.skipSpace(nameEnd)
    if (text.charCodeAt(equals) !== EQUALS) return -1
    const opening = this.skipSpace(equals + 1)
    const quote = text.charCodeAt(opening)
    if (quote !== QUOTE && quote !== APOSTROPHE) return -1
    let isPlain = true
    let closing = opening + 1
    for (; closing < text.length; closing++) {
      const code = text.charCodeAt(closing)
      if (code === quote) break
      if (code === AMPERSAND || code === LESS || code < SPACE) isPlain = false
    }
    if (closing === text.length) return -1
    const raw = text.slice(opening + 1, closing)
    const value = isPlain ? raw : attributeValue(raw)
    const name = text.slice(start, nameEnd)
    if (value === undefined || isNamed(written, name)) return -1
    written.push(new PlainAttribute(name, value, start, nameEnd, opening + 1, closing))
    return closing + 1
  }

  /** The tag, in the scope of its own declarations; undefined where there is something wrong or unusual about them. */
  private tag(name: string, written: readonly XmlAttribute[], isSelfClosing: boolean): XmlTag | undefined {
    for (const attribute of written) if (!this.declare(attribute.name, attribute.value)) return undefined
    const prefix = prefixOf(name)
    const local = prefix === '' ? name : name.slice(prefix.length + 1)
    const uri = this.namespaces.get(prefix)
    if (uri === undefined) return undefined
    const attributes = this.resolveAll(written)
    return attributes === undefined ? undefined : { name, prefix, local, uri, isSelfClosing, attributes }
  }

  /** Take an attribute that declares a namespace for what it is. */
  private declare(name: string, value: string): boolean {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) return true
    const prefix = name.slice('xmlns:'.length)
    const isReserved = prefix === 'xml' || prefix === 'xmlns' || value === XML_URI || value === XMLNS_URI
    // White space around a namespace is rare.
    if (isReserved || (value === '' && prefix !== '') || value !== value.trim()) return false
    const { namespaces } = this
    const around = namespaces.get(prefix)
    this.undo.push(() => (around === undefined ? namespaces.delete(prefix) : namespaces.set(prefix, around)))
    namespaces.set(prefix, value)
    return true
  }

  /** Undo all declarations but the first ones. */
  private undeclare(kept: number): void {
    while (this.undo.length > kept) this.undo.pop()?.()
  }

  private resolveAll(written: readonly XmlAttribute[]): readonly XmlAttribute[] | undefined {
    const attributes: XmlAttribute[] = []
    for (const one of written) {
      const attribute = this.resolve(one)
      if (attribute === undefined || (attribute.prefix !== '' && hasSame(attributes, attribute))) return undefined
      attributes.push(attribute)
    }
    return attributes
  }

  private resolve(attribute: XmlAttribute): XmlAttribute | undefined {
    if (attribute.name === 'xmlns') return qualified(attribute, '', 'xmlns', XMLNS_URI)
    const prefix = prefixOf(attribute.name)
    if (prefix === '') return attribute
    const uri = prefix === 'xmlns' ? XMLNS_URI : this.namespaces.get(prefix)
    return uri === undefined ? undefined : qualified(attribute, prefix, attribute.name.slice(prefix.length + 1), uri)
  }

  /** Where a name ends that may have a prefix; -1 where there is none. */
  private nameEnd(start: number): number {
    const end = this.partEnd(start)
    return end > 0 && this.text.charCodeAt(end) === COLON ? this.partEnd(end + 1) : end
  }

  private partEnd(start: number): number {
    const { text } = this
    if (((NAME_CHARACTERS[text.charCodeAt(start)] ?? 0) & NAME_START) === 0) return -1
    let end = start + 1
    while (((NAME_CHARACTERS[text.charCodeAt(end)] ?? 0) & NAME_REST) !== 0) end++
    return end
  }

  private skipSpace(start: number): number {
    let at = start
    for (;;) {
      const code = this.text.charCodeAt(at)
      if (code !== SPACE && code !== LF && code !== TAB) return at
      at++
    }
  }
}

/** A start tag without prefixes and declarations, so that what it says follows from how it is written. */
class WrittenTag {
  private made: AttributeValues | undefined

  /**
   * @param source as it is written; undefined for a long one, which is not remembered
   * @param attributes with offsets from the beginning of a tag that is remembered
   */
  constructor(
    readonly source: string | undefined,
    readonly name: string,
    readonly isSelfClosing: boolean,
    readonly attributes: readonly PlainAttribute[],
  ) {}

  get values(): AttributeValues {
    this.made ??= Object.freeze(valuesOf(this.attributes))
    return this.made
  }
}

/** Remember a tag, with what was read of it at an offset. */
function remember(
  source: string,
  name: string,
  isSelfClosing: boolean,
  attributes: readonly PlainAttribute[],
  start: number,
): WrittenTag {
  if (WRITTEN.size >= MOST_WRITTEN) WRITTEN.clear()
  const copies = attributes.map((each) => each.detached(start))
  const written = new WrittenTag(source, name, isSelfClosing, copies)
  WRITTEN.set(source, written)
  return written
}

/** A copy of a part of a document that does not keep the whole document in memory. */
function detached(part: string): string {
  return ` ${part}`.slice(1)
}

/** Such a tag in a document. Its attributes are made on demand: mostly nobody asks for them. */
class PlainTag implements XmlTag {
  constructor(
    readonly uri: string,
    private readonly written: WrittenTag,
    private readonly start: number,
    private made?: readonly XmlAttribute[],
  ) {}

  get source(): string | undefined {
    return this.written.source
  }

  get name(): string {
    return this.written.name
  }

  get prefix(): string {
    return ''
  }

  get local(): string {
    return this.written.name
  }

  get isSelfClosing(): boolean {
    return this.written.isSelfClosing
  }

  get values(): AttributeValues {
    return this.written.values
  }

  get attributes(): readonly XmlAttribute[] {
    this.made ??= this.written.attributes.map((each) => each.movedBy(this.start))
    return this.made
  }
}

/** An attribute without a prefix. What follows from the rest is not stored: there is one for every attribute that is read. */
class PlainAttribute implements XmlAttribute {
  constructor(
    readonly name: string,
    readonly value: string,
    readonly start: number,
    readonly nameEnd: number,
    readonly valueStart: number,
    readonly valueEnd: number,
  ) {}

  movedBy(offset: number): PlainAttribute {
    const { name, value, start, nameEnd, valueStart, valueEnd } = this
    return new PlainAttribute(name, value, start + offset, nameEnd + offset, valueStart + offset, valueEnd + offset)
  }

  /** For a tag that is remembered, by the offset of the tag. */
  detached(tag: number): PlainAttribute {
    const { name, value, start, nameEnd, valueStart, valueEnd } = this
    const copy = [detached(name), detached(value)] as const
    return new PlainAttribute(...copy, start - tag, nameEnd - tag, valueStart - tag, valueEnd - tag)
  }

  get prefix(): string {
    return ''
  }

  get local(): string {
    return this.name
  }

  get uri(): string {
    return ''
  }

  get end(): number {
    return this.valueEnd + 1
  }
}

function qualified(attribute: XmlAttribute, prefix: string, local: string, uri: string): XmlAttribute {
  const { name, value, start, nameEnd, valueStart, valueEnd, end } = attribute
  return { name, prefix, local, uri, value, start, nameEnd, valueStart, valueEnd, end }
}

function prefixOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf(':')))
}

/** Whether there is an attribute of this name; a loop, for this is asked for every attribute that is read. */
function isNamed(attributes: readonly XmlAttribute[], name: string): boolean {
  for (const other of attributes) if (other.name === name) return true
  return false
}

/** Whether another attribute has the same expanded name. */
function hasSame(attributes: readonly XmlAttribute[], { uri, local }: XmlAttribute): boolean {
  return attributes.some((other) => other.local === local && other.uri === uri)
}

function isPrefixedOrDeclares({ name }: XmlAttribute): boolean {
  return name === 'xmlns' || name.includes(':')
}

/** What an attribute says; undefined where it is not understood. */
function attributeValue(raw: string): string | undefined {
  return raw.includes('<') ? undefined : resolved(raw.replace(/[\t\n]/g, ' '))
}

/** A text with its references resolved; undefined where there is one that is not XML's own. */
function resolved(raw: string): string | undefined {
  if (!raw.includes('&')) return raw
  const left = raw.replace(/&(?:amp|lt|gt|quot|apos);/g, '')
  return left.includes('&') ? undefined : raw.replace(/&[a-z]+;/g, (reference) => REFERENCES[reference] ?? reference)
}
