import { SourceText } from '../../diagnostics/index.js'
import {
  HOST_START_VALUES,
  HOST_STOP_SHORTHAND,
  HOST_STOP_VALUES,
  isEmptyLifecycle,
  misspelt,
  ON_HOSTSTART,
  ON_HOSTSTOP,
} from '../../lifecycle/index.js'
import { applyEdits, type Edit } from '../../diagnostics/index.js'
import { attributePlaces, childElements, textOf, type XmlElement, type XmlNode } from '../tree.js'
import { type DomainDocument, locateDomain } from './locate.js'
import { readLifecycle } from './read.js'
import { type Placement, setLifecycle } from './set-lifecycle.js'

/** What to mend beyond what is wrong. */
export interface FixOptions {
  /** Where the lifecycle is to stand, if there is one. */
  readonly placement?: Placement
  /** Whether to write the pair that `stop-and-restart-on-next-boot` stands for. */
  readonly expandShorthand?: boolean
}

/**
 * The document with everything mended that has one right answer: values that are a misspelling of one word, white space
 * around values, and what the options ask for. All other bytes stay, and so does a fault with more answers than one.
 */
export function fixDomain(domain: DomainDocument, { placement, expandShorthand = false }: FixOptions = {}): string {
  // A snapshot records the past.
  if (domain.rootKind === 'domainsnapshot') return domain.document.text
  let current = apply(domain, valueEdits(domain, rightValue))
  const { lifecycle, placements } = readLifecycle(current)
  if (lifecycle === undefined || isEmptyLifecycle(lifecycle)) return current.document.text
  const present = placementOf(placements)
  const wanted = placement ?? present
  if (wanted === undefined) return current.document.text
  if (expandShorthand) {
    const edits = valueEdits(current, (value) =>
      value === HOST_STOP_SHORTHAND.value ? HOST_STOP_SHORTHAND.stop : value,
    )
    // Only now does on_hoststart have to be written, where the shorthand said it before.
    if (edits.length > 0) {
      current = apply(current, edits)
      current = relocate(current, setLifecycle(current, lifecycle, present ?? wanted))
    }
  }
  return wanted === present || losesWords(current, wanted)
    ? current.document.text
    : setLifecycle(current, lifecycle, wanted)
}

/** Whether a comment or an instruction stands in what would go, were the lifecycle in this placement only. */
function losesWords({ elements, lifecycles }: DomainDocument, wanted: Placement): boolean {
  const goes = [...(wanted === 'metadata' ? elements : []), ...(wanted === 'element' ? lifecycles : [])]
  const hasWords = (node: XmlNode): boolean =>
    node.kind === 'element'
      ? node.children.some(hasWords)
      : node.kind === 'comment' || node.kind === 'processing-instruction'
  return goes.some(hasWords)
}

function placementOf({ element, metadata }: ReturnType<typeof readLifecycle>['placements']): Placement | undefined {
  if (element !== undefined) return metadata === undefined ? 'element' : 'both'
  return metadata === undefined ? undefined : 'metadata'
}

function apply(domain: DomainDocument, edits: readonly Edit[]): DomainDocument {
  return edits.length === 0 ? domain : relocate(domain, applyEdits(domain.document.text, edits))
}

function relocate({ document }: DomainDocument, text: string): DomainDocument {
  // An edit adds at most two levels, so a depth that was accepted is accepted again with these.
  const located = locateDomain(new SourceText(document.file, text, document.firstLine), Number.POSITIVE_INFINITY)
  if ('diagnostic' in located) throw new Error(`an edit broke the document: ${located.diagnostic.message}`)
  return located.found
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  [ON_HOSTSTART]: HOST_START_VALUES,
  [ON_HOSTSTOP]: HOST_STOP_VALUES,
}

/** What a value should be; undefined where that is not certain. */
function rightValue(value: string, allowed: readonly string[]): string | undefined {
  return allowed.includes(value) ? value : misspelt(value, allowed)
}

/** The edits that make every value of the lifecycle, in both placements, what `right` says of it without white space. */
function valueEdits(
  domain: DomainDocument,
  right: (value: string, allowed: readonly string[]) => string | undefined,
): readonly Edit[] {
  const elements = [...domain.elements, ...domain.lifecycles.flatMap((lifecycle) => childElements(lifecycle))]
  return elements.flatMap((element) => {
    const allowed = Object.hasOwn(VALUES, element.local) ? VALUES[element.local] : undefined
    const isOurs = element.parent?.uri === element.uri
    if (allowed === undefined || !isOurs) return []
    return [...contentEdits(element, right(textOf(element).trim(), allowed)), ...attributeEdits(domain, element)]
  })
}

/** Comments stay where they are; what text there is becomes the value. */
function contentEdits(element: XmlElement, value: string | undefined): readonly Edit[] {
  if (value === undefined || value === textOf(element)) return []
  const texts = element.children.filter(({ kind }) => kind === 'text' || kind === 'cdata')
  const carrier = texts.find((node) => 'value' in node && node.value.trim() !== '')
  return texts.map((node) => ({
    offset: node.start,
    length: node.end - node.start,
    content: node === carrier ? value : '',
  }))
}

/** White space around the numbers of `delay` and `order`. */
function attributeEdits({ document }: DomainDocument, element: XmlElement): readonly Edit[] {
  return attributePlaces(document.text, element).flatMap(({ name, valueStart, valueEnd }) => {
    const raw = document.text.slice(valueStart, valueEnd)
    const isNumber = (name === 'delay' || name === 'order') && /^[ \t\r\n]*[0-9]+[ \t\r\n]*$/.test(raw)
    return isNumber && raw !== raw.trim()
      ? [{ offset: valueStart, length: valueEnd - valueStart, content: raw.trim() }]
      : []
  })
}
