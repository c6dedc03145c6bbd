import { escapeControls, nearest, quote, type SourceText } from '../diagnostics/index.js'
import type { XmlElement } from './tree.js'

/** What is wrong with a text that is not well-formed XML, and where. */
export interface Explanation {
  /** VL101 unless given. */
  readonly code?: 'VL110' | 'VL111' | 'VL112'
  readonly message: string
  /** Range in the text, in UTF-16 code units. */
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** Where the parser stopped. */
export interface FaultState {
  readonly document: SourceText
  /** What the parser says. */
  readonly what: string
  /** The offset just after the character at which it stopped. */
  readonly position: number
  /** Where the markup or the text begins that it was reading. */
  readonly cursor: number
  /** The elements that are open, innermost last. */
  readonly open: readonly XmlElement[]
  readonly root: XmlElement | undefined
}

/** The prefixes of libvirt's hypervisors, each of which has a namespace. */
const LIBVIRT_PREFIXES = ['qemu', 'lxc', 'bhyve', 'xen', 'vmware']

/** What a program puts a value or a part of the document for; the end is sought nearby only. */
const TEMPLATE = /\{\{[^}]{0,200}\}\}|\{%[^%]{0,200}%\}|<%[^%]{0,200}%>|\$\{[^}\n]{0,200}\}/g

const AS_ATTRIBUTE = 'write attributes as name="value"'

/**
 * Say what people do wrong in XML, by what is around the fault, in their words: what a merge or a template left, tags that
 * do not match, quotes. Undefined where nothing is known but what the parser says.
 */
export function explainFault(state: FaultState): Explanation | undefined {
  for (const explain of [
    conflict,
    template,
    mismatch,
    secondDocument,
    outside,
    unclosed,
    duplicate,
    attribute,
    prefix,
  ]) {
    const explanation = explain(state)
    if (explanation !== undefined) return explanation
  }
  return undefined
}

function conflict({ document: { text } }: FaultState): Explanation | undefined {
  const marker = /^(?:<{7} .*|>{7} .*)$/m.exec(text)
  if (marker === null) return undefined
  const { index: start, 0: line } = marker
  const message = `a merge conflict is not resolved: ${quote(line.slice(0, 40))}`
  return {
    code: 'VL111',
    message,
    start,
    end: start + line.length,
    hint: 'keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>',
  }
}

function template({ document, position }: FaultState): Explanation | undefined {
  const { text } = document
  const { line } = document.position(Math.min(position, text.length) - 1)
  for (const { index: start, 0: found } of text.matchAll(TEMPLATE)) {
    const end = start + found.length
    if (start >= position || end < document.lineStart(line)) continue
    const message = `this looks like a template: ${quote(found)} is not XML`
    return { code: 'VL110', message, start, end, hint: 'validate what the template renders' }
  }
  return undefined
}

function mismatch({ document, what, position, open }: FaultState): Explanation | undefined {
  if (!/^(unexpected close tag|unmatched closing tag)/.test(what)) return undefined
  const { text } = document
  const start = text.lastIndexOf('<', position - 1)
  const name = /^<\/([^\s>]*)/.exec(text.slice(start, position))?.[1] ?? ''
  const tag = quote(`</${name}>`).slice(1, -1)
  const range = { start, end: position }
  const top = open.at(-1)
  if (top === undefined) return { ...range, message: `unexpected ${tag}: no element is open`, hint: `remove it` }
  const opened = `<${top.name}> on line ${document.position(top.start).line}`
  if (open.some((element) => element.name === name)) {
    const hint = `write </${top.name}> where it ends, or end its start tag with "/>" if it is empty`
    return { ...range, message: `${opened} is not closed before ${tag}`, hint }
  }
  if (name.toLowerCase() === top.name.toLowerCase()) {
    // The names of libvirt's elements begin with a lower-case letter: of <Name> and </name>, the first is wrong.
    const isStart = /^[A-Z]/.test(top.name) && !/^[A-Z]/.test(name)
    const hint = `write ${isStart ? `<${name}>` : `</${top.name}>`}: upper and lower case differ`
    if (!isStart) return { ...range, message: `${tag} does not close ${opened}`, hint }
    const { start } = top
    return { ...range, start, end: start + 1 + top.name.length, message: `<${top.name}> is closed by ${tag}`, hint }
  }
  return {
    ...range,
    message: `${tag} closes nothing: ${opened} is open`,
    hint: nearest(name, [top.name]) === undefined ? `remove it, or write </${top.name}>` : `write </${top.name}>`,
  }
}

function secondDocument({ document, what, position, cursor, root, open }: FaultState): Explanation | undefined {
  const isSecond = /^documents may contain only one root|XML declaration must/.test(what)
  if (root === undefined || open.length > 0 || !isSecond) return undefined
  const { text } = document
  const start = text.indexOf('<', cursor)
  const found = /^<[^\s/>]*/.exec(text.slice(start, position + 40))?.[0] ?? '<'
  // A declaration that is malformed is the fault itself.
  if (found === '<?xml' && !/^<\?xml\s+version\s*=/.test(text.slice(start, start + 40))) return undefined
  const tag = found === '<?xml' ? 'document' : `<${quote(found.slice(1)).slice(1, -1)}>`
  const message = `a second ${tag} starts here: the first ends on line ${document.position(root.end).line}`
  const hint =
    'put each document into a file of its own; with --cdrom or --location, virt-install prints two domains: use --print-xml 1'
  return { code: 'VL112', message, start, end: start + found.length, hint }
}

function outside({ document, what, root }: FaultState): Explanation | undefined {
  if (!/^text data outside of root node/.test(what)) return undefined
  const { text } = document
  const from = root === undefined ? 0 : root.end
  // What XML does not take for white space.
  const start = from + text.slice(from).search(/[^ \t\r\n\ufeff]/)
  const next = text.indexOf('<', start)
  const lineEnd = document.lineEnd(document.position(start).line)
  const end = Math.max(start + 1, next < 0 ? lineEnd : Math.min(next, lineEnd))
  const range = { start, end }
  if (root === undefined && next < 0) {
    const hint = /[[{]/.test(text.charAt(start)) ? 'this looks like JSON' : 'is this an XML document?'
    return { ...range, message: 'this is not XML: there is no element in it', hint }
  }
  const where = root === undefined ? 'before the root element' : `after </${root.name}>`
  return { ...range, message: `text ${where}`, hint: 'remove it' }
}

/** What the end of the text leaves open, and what a comment cannot contain. */
function unclosed(state: FaultState): Explanation | undefined {
  const { document, what, position, cursor, open } = state
  const { text } = document
  if (what === 'malformed comment') {
    // The parser stops at the character after it.
    const start = text.lastIndexOf('--', position - 3)
    return {
      message: 'a comment contains "--"',
      start,
      end: start + 2,
      hint: 'write "- -"; XML allows "--" only in <!-- and -->',
    }
  }
  if (/^disallowed character in tag name/.test(what)) {
    const start = text.lastIndexOf('<', position - 1)
    const tag = text.slice(text.lastIndexOf('<', start - 1), start)
    if (start === position - 1 && /^<[A-Za-z_][^\s<>]*$/.test(tag)) return withoutEnd(state, tag, start)
    const isSpace = /^<\s+[A-Za-z]/.test(text.slice(start, position + 20))
    const hint = `${isSpace ? 'remove the white space after it, or ' : ''}write < in text as &lt;`
    return { message: 'this "<" does not begin a tag', start, end: start + 1, hint }
  }
  if (/^disallowed character in closing tag/.test(what)) {
    const start = text.lastIndexOf('</', position - 2)
    const tag = /^<\/[^\s<>]*/.exec(text.slice(start, position))?.[0] ?? '</'
    const isCut = /[<]/.test(text.charAt(position - 1))
    const message = isCut ? `the end tag ${quote(tag)} has no ">"` : 'an end tag holds a name and nothing else'
    return { message, start, end: start + tag.length, hint: `write ${quote(tag).slice(1, -1)}>` }
  }
  if (!/^(unclosed tag|unexpected end)/.test(what)) return undefined
  for (const [opening, closing, kind] of UNCLOSED) {
    const start = text.indexOf(opening, cursor)
    if (start < 0 || text.indexOf(closing, start) >= 0) continue
    return {
      message: `this ${kind} is not closed`,
      start,
      end: start + opening.length,
      hint: `write ${closing} where it ends`,
    }
  }
  const top = open.at(-1)
  const end = text.length
  if (top === undefined || text.lastIndexOf('<') > text.lastIndexOf('>')) return undefined
  const message = `the document ends too early: <${top.name}> on line ${document.position(top.start).line} is still open`
  return {
    message,
    start: end,
    end,
    hint: `write </${top.name}> where it ends; or is the file cut off?`,
  }
}

/** A start tag that runs into the next "<"; the end tag that follows may show where its name ends. */
function withoutEnd({ document: { text } }: FaultState, tag: string, end: number): Explanation {
  const start = end - tag.length
  const name = /^<\/([^\s<>]+)>/.exec(text.slice(end, end + 200))?.[1]
  const right = name !== undefined && tag.startsWith(`<${name}`) ? `<${name}>` : `${tag}>`
  return { message: `the start tag ${quote(tag)} has no ">"`, start, end, hint: `write ${quote(right).slice(1, -1)}` }
}

const UNCLOSED = [
  ['<!--', '-->', 'comment'],
  ['<![CDATA[', ']]>', 'CDATA section'],
  ['<?', '?>', 'processing instruction'],
] as const

/** The attributes of the start tag that was being read, as far as they can be told apart. */
function attribute({ document, position, cursor }: FaultState): Explanation | undefined {
  const { text } = document
  const tag = text.indexOf('<', cursor)
  if (tag < 0 || tag >= position || !/^<[A-Za-z_]/.test(text.slice(tag, tag + 2))) return undefined
  // A name, "=", and perhaps what is between quotes.
  const written = /([^\s=<>"'/]+)(\s*)(=?)(\s*)(?:"([^"]*)("?)|'([^']*)('?)|([^\s<>]*))/y
  written.lastIndex = tag + (/^<[^\s/>]+/.exec(text.slice(tag, tag + 200))?.[0].length ?? 1)
  for (;;) {
    const space = /[\s/]*/y
    space.lastIndex = written.lastIndex
    written.lastIndex += space.exec(text)?.[0].length ?? 0
    const start = written.lastIndex
    if (start < text.length && text.charAt(start) === '<') {
      const last = text.slice(0, start).trimEnd().length
      const { line } = document.position(last)
      const closed =
        document.position(start).line > line ? `write > at the end of line ${line}` : 'write > before the next "<"'
      const name = text
        .slice(tag, tag + 80)
        .split(/[\s/]/, 1)
        .join()
      return {
        message: `the start tag ${quote(name)} has no ">"`,
        start: tag,
        end: tag + name.length,
        hint: closed,
      }
    }
    const found = start > position ? null : written.exec(text)
    if (found === null) return undefined
    const [all, name = '', , equals, , double, , single, , bare = ''] = found
    const value = double ?? single
    const end = Math.min(start + all.length, document.lineEnd(document.position(start).line))
    const range = { start, end }
    const shown = quote(name)
    if (equals === '' && start + all.length === text.length) return undefined
    if (equals === '') {
      if (!/^[\w:.-]+$/.test(name)) {
        return {
          ...range,
          end: start + name.length,
          message: `${shown} is not allowed between attributes`,
          hint: AS_ATTRIBUTE,
        }
      }
      return {
        ...range,
        end: start + name.length,
        message: `the attribute ${shown} has no value`,
        hint: name.endsWith(':')
          ? AS_ATTRIBUTE
          : `write ${name}="…"; if it is an element, write <${name}/> after this tag`,
      }
    }
    if (value === undefined) {
      if (/^[\u2018-\u201f\u00ab\u00bb\u2032\u2033]/.test(bare)) {
        return {
          ...range,
          message: `the value of the attribute ${shown} is in typographic quotes`,
          hint: `write straight quotes: " or '`,
        }
      }
      return {
        ...range,
        message: `the value of the attribute ${shown} is not in quotes`,
        hint: AS_ATTRIBUTE,
      }
    }
    const isOpen = /[<]/.test(value) || /\s[\w:.-]+=$/.test(value) || !/["']$/.test(all)
    if (isOpen) {
      const valueEnd = /^[^\s<>]*/.exec(value)?.[0].length ?? 0
      const mark = value === double ? '"' : "'"
      const from = start + all.indexOf(mark)
      let meantEnd = valueEnd
      while (meantEnd > 0 && `"'/`.includes(value.charAt(meantEnd - 1))) meantEnd--
      return {
        message: `the value of the attribute ${shown} has no quote at its end`,
        start,
        end: from + 1 + valueEnd,
        hint: escapeControls(`write ${name}=${mark}${value.slice(0, meantEnd)}${mark}`),
      }
    }
  }
}

function duplicate({ document: { text }, what, position }: FaultState): Explanation | undefined {
  const name = /^duplicate attribute: (.*)$/.exec(what)?.[1]?.replace(/["']/g, '').replace(/\.$/, '')
  if (name === undefined) return undefined
  const written = new RegExp(`\\s(${name.replace(/[^\w-]/g, '.')})\\s*=`, 'g')
  const tag = text.lastIndexOf('<', position - 1)
  const at = [...text.slice(tag, position).matchAll(written)].at(-1)?.index ?? -1
  const start = tag + at + 1
  const message = `duplicate attribute ${quote(name)}`
  return { message, start, end: start + name.length, hint: 'keep one of them' }
}

function prefix({ document: { text }, what, position, cursor }: FaultState): Explanation | undefined {
  const name = /^unbound namespace prefix: (.*)$/.exec(what)?.[1]?.replace(/["']/g, '').replace(/\.$/, '')
  if (name === undefined) return undefined
  const tag = text.indexOf('<', cursor)
  const at = text.slice(tag, position).search(new RegExp(`[<\\s]${name.replace(/[^\w-]/g, '.')}:`))
  const found = at < 0 ? tag : tag + at
  // Of an element, its "<" is marked as well.
  const start = text.charAt(found) === '<' ? found : found + 1
  const uri = LIBVIRT_PREFIXES.includes(name) ? `http://libvirt.org/schemas/domain/${name}/1.0` : '…'
  const end = start + (/^<?[^\s=/>]*/.exec(text.slice(start, position))?.[0].length ?? 1)
  const message = `the namespace prefix ${quote(name)} is not declared`
  return { message, start, end, hint: `declare it on the root element: xmlns:${name}="${uri}"` }
}
