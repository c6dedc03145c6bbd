import type { Diagnostic } from '../../src/index.js'
import type { Help } from '../protocol.js'
import { make, makeButton } from './elements.js'
import { inWordsOfThePage } from './words.js'

/** Most findings that are listed. */
const MOST = 100

/** The sign of each severity, beside its word: colour never says it alone. */
const SIGNS = { error: '✖', warning: '▲', note: '●' } as const

/** A finding in a list. */
export interface ListedFinding {
  readonly finding: Diagnostic
  /** What is before its line: its file, if there are several. */
  readonly where?: string
  /** Show where it is; absent if it is not about a text in the editor. */
  readonly goTo?: () => void
  readonly fix?: () => void
}

/** List findings in place of those that are listed. */
export function listFindings(list: HTMLElement, findings: readonly ListedFinding[], help: Help): void {
  const items = findings.slice(0, MOST).map((finding) => make('li', {}, ...itemOf(finding, help)))
  if (findings.length > MOST) items.push(make('li', {}, `… and ${findings.length - MOST} more`))
  list.replaceChildren(...items)
  list.hidden = findings.length === 0
}

function itemOf({ finding, where = '', goTo, fix }: ListedFinding, help: Help): readonly Node[] {
  const { severity, code, message, hint, line, column } = finding
  const sign = make('span', { className: 'sign', ariaHidden: 'true' }, SIGNS[severity])
  const head = make('p', { className: severity }, sign, make('b', {}, severity), ' ')
  if (goTo !== undefined) {
    head.append(makeButton(`${where}line ${line}, column ${column}`, goTo, { className: 'link' }), ' ')
  }
  head.append(make('span', {}, message))
  const parts: Node[] = [head]
  if (hint !== undefined) parts.push(make('p', { className: 'hint' }, inWordsOfThePage(hint)))
  if (fix !== undefined && finding.fix !== undefined) {
    const label = `Fix: ${changeOf(finding.fix)}`
    parts.push(makeButton(label, fix, { ariaLabel: `${label} (${message})` }))
  }
  parts.push(make('details', {}, make('summary', {}, `Why? ${code}`), make('p', {}, help[code] ?? '')))
  return parts
}

/** A fix in a few words. */
function changeOf(edits: NonNullable<Diagnostic['fix']>): string {
  const [edit, ...more] = edits
  const content = edit?.content.trim() ?? ''
  if (more.length > 0 || content.length > 40) return 'make the change'
  return content === '' ? 'remove it' : `write ${content}`
}
