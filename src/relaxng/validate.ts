import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { CompiledSchema } from './compile.js'
import { Derivatives, isBlank, NameTable } from './derivative.js'
import {
  expectedAttributes,
  expectedElements,
  expectedTexts,
  nearestOf,
  oneOf,
  requiredAttributes,
  requiredElements,
} from './expected.js'
import type { Pattern } from './pattern.js'
import { Recovery } from './recover.js'

/** Something in a document that its schema does not allow. Offsets are in UTF-16 code units. */
export interface Fault {
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
}

/** Validates documents against a schema; what it computes for one serves the next. */
export class Validator {
  private readonly derivatives: Derivatives
  private readonly recovery: Recovery
  private readonly names = new NameTable()
  private readonly alternatives = new Alternatives()

  constructor(private readonly schema: CompiledSchema) {
    this.derivatives = new Derivatives(schema.builder)
    this.recovery = new Recovery(schema.builder)
  }

  /**
   * The faults of a document, in order; none where it is valid. What follows a fault is judged as if it had been right.
   * The first fault of well-formedness, or a DOCTYPE, ends it.
   */
  validate(text: string): readonly Fault[] {
    const run = new Run(text, this.schema, this.derivatives, this.recovery, this.names, this.alternatives)
    return run.faults()
  }
}

/** What could stand in the place of an element that is not allowed; kept, for a mistake is often made many times. */
class Alternatives {
  private readonly kept = new Map<string, { names: readonly string[]; allowed: string; meant: string | undefined }>()

  of(
    state: Pattern,
    local: string,
  ): { readonly names: readonly string[]; readonly allowed: string; readonly meant: string | undefined } {
    const key = `${state.id} ${local}`
    const found = this.kept.get(key)
    if (found !== undefined) return found
    const { names } = expectedElements(state)
    const allowed = names.length === 0 ? '' : `; allowed are: ${oneOf(names, local)}`
    const made = { names, allowed, meant: nearestOf(local, names) }
    if (this.kept.size >= MOST_KEPT) this.kept.clear()
    this.kept.set(key, made)
    return made
  }
}

const MOST_KEPT = 1000

/** An element that is open. */
interface Open {
  readonly name: string
  /** Where its start tag is. */
  readonly start: number
  readonly openEnd: number
  /** The names of the elements that were in it. */
  readonly children: Set<string>
  /** Something in it was wrong and has been reported, so that nothing is said to be missing. */
  hasFault: boolean
}

/** Ends a run at a fault that nothing can follow. */
const ENDED = Symbol('ended')

class Run {
  private readonly found: Fault[] = []
  private readonly open: Open[] = []
  private readonly parser = new SaxesParser({ xmlns: true, position: true })
  private readonly context = { namespaceOf: (prefix: string) => this.parser.resolve(prefix) }
  private state: Pattern
  private buffer = ''
  private bufferStart = 0
  /** Depth inside an element that is not allowed, and is passed over. */
  private skipped = 0

  constructor(
    private readonly text: string,
    private readonly schema: CompiledSchema,
    private readonly d: Derivatives,
    private readonly recovery: Recovery,
    private readonly names: NameTable,
    private readonly alternatives: Alternatives,
  ) {
    this.state = schema.start
  }

  faults(): readonly Fault[] {
    const { parser } = this
    parser.on('error', (error) => this.stop(error.message.replace(/^\d+:\d+: /, '')))
    parser.on('doctype', () => this.stop('the document has a DOCTYPE'))
    parser.on('text', (value) => this.addText(value))
    parser.on('cdata', (value) => this.addText(value))
    parser.on('opentag', (tag) => this.startTag(tag))
    parser.on('closetag', () => this.endTag())
    try {
      parser.write(this.text).close()
    } catch (error) {
      if (error !== ENDED) throw error
    }
    return this.found
  }

  private stop(message: string): never {
    const at = Math.min(this.parser.position, this.text.length)
    this.report(message, Math.max(0, at - 1), at)
    throw ENDED
  }

  private report(message: string, start: number, end: number, hint?: string): void {
    this.found.push({ message, start, end, ...(hint === undefined ? {} : { hint }) })
    const around = this.open.at(-1)
    if (around !== undefined) around.hasFault = true
  }

  private addText(value: string): void {
    if (this.buffer === '') this.bufferStart = this.open.at(-1)?.openEnd ?? 0
    this.buffer += value
  }

  private startTag(tag: SaxesTagNS): void {
    const openEnd = this.parser.position
    const start = this.text.lastIndexOf('<', openEnd - 1)
    if (this.skipped > 0) {
      this.skipped++
      return
    }
    this.textBetween(start)
    const parent = this.open.at(-1)
    const behind = this.d.open(this.state, this.names.name(tag.uri, tag.local))
    if (behind.kind === 'notAllowed') this.elementNotAllowed(tag, start)
    parent?.children.add(tag.name)
    if (behind.kind === 'notAllowed') {
      this.skipped = 1
      return
    }
    this.state = behind
    this.open.push({ name: tag.name, start, openEnd, children: new Set(), hasFault: false })
    this.attributes(tag, start, openEnd)
  }

  private elementNotAllowed(tag: SaxesTagNS, start: number): void {
    const { names, allowed, meant } = this.alternatives.of(this.state, tag.local)
    const parent = this.open.at(-1)
    const where = parent === undefined ? 'as the root' : `in <${parent.name}>`
    const isAgain = parent?.children.has(tag.name) === true && !names.includes(tag.local) && this.isChild(tag, parent)
    this.report(
      isAgain
        ? `<${tag.name}> stands ${where} more often than is allowed`
        : `<${tag.name}> is not allowed here ${where}${allowed}`,
      start,
      start + 1 + tag.name.length,
      isAgain ? undefined : meant === undefined ? this.placeFor(tag) : `did you mean <${meant}>?`,
    )
  }

  /** Whether an element is one of those that are allowed in its parent somewhere. */
  private isChild(tag: SaxesTagNS, parent: Open): boolean {
    return this.schema.parentsOf(tag.local).includes(parent.name.replace(/^.*:/, ''))
  }

  /** Where else an element of this name is allowed. */
  private placeFor(tag: SaxesTagNS): string | undefined {
    const parents = this.schema.parentsOf(tag.local)
    return parents.length === 0
      ? undefined
      : `<${tag.local}> belongs in ${parents
          .map((name) => `<${name}>`)
          .slice(0, 4)
          .join(', ')}`
  }

  private attributes(tag: SaxesTagNS, start: number, openEnd: number): void {
    for (const { uri, local, prefix, value, name } of Object.values(tag.attributes)) {
      if (prefix === 'xmlns' || name === 'xmlns') continue
      const inside = this.d.attribute(this.state, this.names.name(uri, local))
      if (inside.kind === 'notAllowed') {
        const { names } = expectedAttributes(this.state)
        const meant = nearestOf(local, names)
        const allowed = names.length === 0 ? 'it takes none here' : `allowed are: ${oneOf(names, local)}`
        const place = this.attributePlace(start, openEnd, name)
        this.report(
          `the attribute "${name}" is not allowed on <${tag.name}>; ${allowed}`,
          place.nameStart,
          place.nameStart + name.length,
          meant === undefined ? undefined : `did you mean "${meant}"?`,
        )
        continue
      }
      const behind = this.d.value(inside, value, this.context)
      if (behind.kind !== 'notAllowed') {
        this.state = behind
        continue
      }
      const place = this.attributePlace(start, openEnd, name)
      this.wrongText(`the attribute "${name}"`, inside, value, place.valueStart, place.valueEnd)
      this.state = this.recovery.value(inside)
    }
    const closed = this.d.close(this.state)
    if (closed.kind === 'notAllowed') {
      const missing = requiredAttributes(this.state)
      const what =
        missing.length === 0 ? 'an attribute' : `the attribute ${missing.map((name) => `"${name}"`).join(', ')}`
      const { names } = expectedAttributes(this.state)
      const allowed = missing.length > 0 || names.length === 0 ? '' : `, one of: ${oneOf(names, '')}`
      if (this.open.at(-1)?.hasFault !== true) {
        this.report(`${what} is missing on <${tag.name}>${allowed}`, start, start + 1 + tag.name.length)
      }
    }
    this.state = closed.kind === 'notAllowed' ? this.recovery.close(this.state) : closed
  }

  private wrongText(what: string, p: Pattern, value: string, start: number, end: number): void {
    const rules = expectedTexts(p)
    const values = rules.filter((rule) => rule.startsWith('"')).map((rule) => rule.slice(1, -1))
    const meant = nearestOf(value.trim(), values)
    const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value
    const allowed = rules.length === 0 ? '' : `, not ${oneOf(rules, `"${value}"`)}`
    this.report(
      `${what} is "${shown}"${allowed}`,
      start,
      end,
      meant === undefined ? undefined : `did you mean "${meant}"?`,
    )
  }

  /** Where an attribute stands in the start tag between two offsets. */
  private attributePlace(
    start: number,
    end: number,
    name: string,
  ): { nameStart: number; valueStart: number; valueEnd: number } {
    const pattern = /[ \t\r\n]+([^ \t\r\n=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*("[^"]*"|'[^']*')/g
    pattern.lastIndex = start
    for (let match = pattern.exec(this.text); match !== null && match.index < end; match = pattern.exec(this.text)) {
      const [whole, found = '', quoted = ''] = match
      if (found !== name) continue
      const nameStart = match.index + whole.indexOf(found)
      const valueEnd = match.index + whole.length - 1
      return { nameStart, valueStart: valueEnd - quoted.length + 2, valueEnd }
    }
    return { nameStart: start, valueStart: start, valueEnd: end }
  }

  /** Text in front of a start tag, or behind an element. */
  private textBetween(end: number): void {
    if (!isBlank(this.buffer)) {
      const behind = this.d.text(this.state, this.buffer, this.context)
      if (behind.kind === 'notAllowed') {
        const parent = this.open.at(-1)
        const at = Math.max(this.bufferStart, this.text.lastIndexOf('>', end - 1) + 1)
        const lead = /^\s*/.exec(this.text.slice(at, end))?.[0].length ?? 0
        this.report(`text is not allowed in <${parent?.name ?? ''}>, which holds elements`, at + lead, end)
      } else this.state = behind
    }
    this.buffer = ''
  }

  private endTag(): void {
    if (this.skipped > 0) {
      this.skipped--
      this.buffer = ''
      return
    }
    const element = this.open.at(-1)
    if (element === undefined) return
    const closeStart = Math.max(element.openEnd, this.text.lastIndexOf('<', this.parser.position - 1))
    if (element.children.size > 0) this.textBetween(closeStart)
    else this.onlyText(element, closeStart)
    const behind = this.d.end(this.state)
    if (behind.kind === 'notAllowed' && !element.hasFault) this.incomplete(element)
    this.state = behind.kind === 'notAllowed' ? this.recovery.end(this.state) : behind
    const { hasFault } = element
    this.open.pop()
    const parent = this.open.at(-1)
    // Whatever the element was meant to be, it may be what its parent misses.
    if (hasFault && parent !== undefined) parent.hasFault = true
  }

  private onlyText(element: Open, closeStart: number): void {
    const { buffer } = this
    this.buffer = ''
    const behind = this.d.text(this.state, buffer, this.context)
    const after = isBlank(buffer) ? this.schema.builder.choice([this.state, behind]) : behind
    if (after.kind !== 'notAllowed' && (this.d.end(after).kind !== 'notAllowed' || isBlank(buffer))) {
      const isWrongValue =
        this.d.end(after).kind === 'notAllowed' &&
        requiredElements(this.state).length === 0 &&
        expectedTexts(this.state).length > 0
      if (isWrongValue && !element.hasFault)
        this.wrongText(`<${element.name}>`, this.state, buffer, element.openEnd, closeStart)
      this.state = after
      return
    }
    if (!element.hasFault) this.wrongText(`<${element.name}>`, this.state, buffer, element.openEnd, closeStart)
  }

  private incomplete(element: Open): void {
    const missing = requiredElements(this.state)
    const { names } = expectedElements(this.state)
    const what =
      missing.length > 0
        ? `<${element.name}> misses ${missing.map((name) => `<${name}>`).join(', ')}`
        : `<${element.name}> is not complete${names.length === 0 ? '' : `; it needs one of: ${oneOf(names, '')}`}`
    this.report(what, element.start, element.start + 1 + element.name.length)
  }
}
