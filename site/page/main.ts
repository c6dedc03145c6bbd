/** The page: puts its parts together. */
import { VERSION } from '../../src/generated/texts.js'
import type { Answer, Input } from '../protocol.js'
import { ClassChoice } from './class-choice.js'
import { Desk } from './desk.js'
import { DocumentFindings } from './document-findings.js'
import { Documents, type Given, PASTED } from './documents.js'
import { takeDrops } from './drops.js'
import { Editor, writable } from './editor.js'
import { byId, count, make, makeButton } from './elements.js'
import { EXAMPLES } from './examples.js'
import { chosenFiles, type GivenFile, isSchema, schemasOf } from './files.js'
import { FORMS, isForm } from './forms.js'
import { LinkRow } from './link-row.js'
import { documentsOf } from './opening.js'
import { Result } from './result.js'
import { SchemaChoice } from './schema-choice.js'
import { sharedIn } from './share.js'
import { summaryOf } from './summary.js'
import { Turns } from './turns.js'

/** Milliseconds without a key before the document is looked at, and the same for one of this many characters or more. */
const PAUSE = 150
const LONG_PAUSE = 600
const LARGE = 200_000

/** Milliseconds after which the page says that it is still at work. */
const PATIENCE = 300

const PLACEHOLDER = 'Paste domain XML here,\nor the output of Get-VM,\nor drop files anywhere on the page.'

const desk = new Desk()
const status = byId('status', HTMLParagraphElement)
const from = byId('from', HTMLSelectElement)

/** What to say after the next summary. */
let notice = ''

/** Whether the text changes because another document is opened. */
let isOpening = false

/** Whether leaving the page would lose something: what is in the editor is neither in a file nor in a link. */
let isUnsaved = false

/** Whether other documents were opened; on a narrow screen, the page then scrolls to the result. */
let isNew = false

const say = (text: string): void => {
  status.textContent = text
}

const editor = new Editor(
  byId('editor', HTMLDivElement),
  'Your document',
  writable(PLACEHOLDER, onChanged, (text, offset) => {
    const input = inputs()[documents.current]
    return desk.ask('complete', { input: { file: 'document', ...input, text }, offset })
  }),
)
const turns = new Turns(lookNow)
const hyperv = new ClassChoice(() => turns.after(0))
const documents = new Documents(editor, () => turns.after(0))
const findings = new DocumentFindings(editor, documents, () => void makeAllFixes())
const result = new Result(desk, { look: lookElsewhere, open: openAgain, inputs })
const link = new LinkRow(
  () => ({ documents: inputs(), seen: result.seen, from: from.value, hyperv: hyperv.version ?? '' }),
  () => {
    isUnsaved = false
  },
)
const schemas = new SchemaChoice(desk, () => turns.after(0))

function onChanged(): void {
  const { length } = editor.view.state.doc
  forgetLink()
  if (!isOpening) {
    isUnsaved = length > 0
    documents.forgetFileIfEmpty()
  }
  turns.after(length < LARGE ? PAUSE : LONG_PAUSE)
}

/** Look at something else of the documents, which a link that was made does not hold. */
function lookElsewhere(): void {
  link.hide()
  turns.after(0)
}

/** The link that was made or opened holds what the document was. */
function forgetLink(): void {
  link.hide()
  if (!isOpening && location.hash !== '') history.replaceState(null, '', location.href.replace(/#.*$/, ''))
}

/** Look at the documents; what is returned shows what was found. */
async function lookNow(): Promise<() => void> {
  editor.chooseLanguage()
  const given = inputs()
  const length = given.reduce((sum, { text }) => sum + text.length, 0)
  const patience = setTimeout(() => say(`Reading ${count(length, 'character')}…`), PATIENCE)
  try {
    const answer = await desk.ask('analyse', { inputs: given, ...result.wanted })
    return () => show(answer, given)
  } catch (error) {
    return () => say(`This page failed at the document, which is a bug: ${error}`)
  } finally {
    clearTimeout(patience)
  }
}

function inputs(): readonly Input[] {
  const { version } = hyperv
  const named = isForm(from.value) ? from.value : undefined
  return documents.inputs.map((input) => ({
    ...input,
    ...(named === undefined ? {} : { from: named }),
    ...(version === undefined ? {} : { hyperv: version }),
  }))
}

function show(answer: Answer, given: readonly Input[]): void {
  say([summaryOf(answer), notice].join(' ').trim())
  notice = ''
  result.show(answer, documents.origins)
  // If the text has changed since, these positions are wrong, and the next answer has the right ones.
  const { current } = documents
  if (given.length !== documents.origins.length || given[current]?.text !== editor.text) return
  findings.show(answer, given)
  hyperv.offerFor(answer)
  if (isNew && answer.machines.length > 0 && matchMedia('(max-width: 61.99rem)').matches) {
    byId('written-title', HTMLHeadingElement).scrollIntoView()
  }
  isNew = false
}

/** Make every fix in every document; none if one of them changes meanwhile. */
async function makeAllFixes(): Promise<void> {
  const given = inputs()
  const fixed = await desk.ask('fixAll', given)
  if (inputs().some(({ text }, i) => text !== given[i]?.text)) return
  const made = fixed.reduce((sum, { fixes }) => sum + fixes, 0)
  notice = `Corrected ${count(made, 'mistake')}.`
  documents.rewrite(fixed.map(({ text }) => text))
  forgetLink()
  isUnsaved = true
  editor.view.focus()
}

/** Show other documents. */
function open(given: readonly Given[]): void {
  isOpening = true
  result.startOver()
  hyperv.choose('')
  documents.open(given)
  isOpening = false
  isUnsaved = false
  isNew = true
  turns.after(0)
}

async function openFiles(given: readonly GivenFile[]): Promise<void> {
  const rng = given.filter(isSchema)
  if (rng.length > 0) await schemas.use(await schemasOf(rng))
  const { documents: read, refused } = await documentsOf(given.filter((one) => !isSchema(one)))
  const [first, ...more] = refused
  const refusal =
    first === undefined
      ? ''
      : `${first}${more.length === 0 ? '' : `, and ${count(more.length, 'other file')} cannot be read either`}.`
  if (read.length === 0) {
    if (refusal !== '') say(`${refusal} Nothing was opened.`)
    return
  }
  notice = refusal
  open(read)
  forgetLink()
}

/** Put what was written in place of what was read, to go on from there. */
function openAgain(given: readonly Given[], machine: number): void {
  from.value = ''
  open(given)
  forgetLink()
  result.choose({ machine })
  documents.show(Math.min(machine, given.length - 1))
  isUnsaved = true
  editor.view.focus()
}

async function openLink(): Promise<void> {
  const found = await sharedIn(location.hash)
  if (found === undefined) return
  if ('error' in found) {
    say(found.error)
    return
  }
  open(found.documents.map(({ text, file }) => ({ text, origin: { ...PASTED, file } })))
  from.value = found.from
  hyperv.choose(found.hyperv)
  result.choose(found.seen)
}

function setUp(): void {
  byId('version', HTMLSpanElement).textContent = `virt-lifecycle ${VERSION}`
  from.append(make('option', { value: '' }, 'what it looks like'))
  from.addEventListener('change', () => turns.after(0))
  for (const { label, file, text } of EXAMPLES) {
    const show = (): void => {
      open([{ text, origin: { ...PASTED, file } }])
      forgetLink()
    }
    byId('examples', HTMLParagraphElement).append(makeButton(label, show, { className: 'link' }))
  }
  const chooser = byId('file', HTMLInputElement)
  byId('open', HTMLButtonElement).addEventListener('click', () => chooser.click())
  chooser.addEventListener('change', () => {
    void openFiles(chosenFiles(chooser.files))
    chooser.value = ''
  })
  takeDrops((dropped) => {
    dropped
      .then(openFiles)
      .catch((error: unknown) => say(`The browser does not let the page read this: ${error}. Open its files instead.`))
  })
  addEventListener('beforeunload', (event) => {
    if (isUnsaved) event.preventDefault()
  })
  addEventListener('hashchange', () => void openLink())
  void desk.ask('forms', undefined).then((forms) => {
    for (const { id, reads } of forms) if (reads) from.append(make('option', { value: id }, FORMS[id].label))
    result.offer(forms)
    return openLink()
  })
}

setUp()
