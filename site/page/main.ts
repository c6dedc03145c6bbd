/** The page: puts its parts together. */
import { applyFixes, type Diagnostic } from '../../src/diagnostics/index.js'
import { VERSION } from '../../src/generated/texts.js'
import { decodeExport } from '../../src/translate/decode-export.js'
import { CIM_CLASSES, CIM_VERSIONS } from '../../src/translate/hyperv/vocabulary.js'
import type { Answer, Input } from '../protocol.js'
import { Desk } from './desk.js'
import { takeDrops } from './drops.js'
import { Editor, writable } from './editor.js'
import { byId, count, make } from './elements.js'
import { EXAMPLES } from './examples.js'
import { chosenFiles, type GivenFile, isSchema, schemasOf } from './files.js'
import { listFindings } from './findings.js'
import { FORMS, isForm } from './forms.js'
import { LinkRow } from './link-row.js'
import { type Origin, Result } from './result.js'
import { SchemaChoice } from './schema-choice.js'
import { documentIn } from './share.js'

/** Milliseconds without a key before the document is looked at, and the same for one of this many characters or more. */
const PAUSE = 150
const LONG_PAUSE = 600
const LARGE = 200_000

/** Milliseconds after which the page says that it is still at work. */
const PATIENCE = 300

/** A text that was typed or pasted. */
const PASTED: Origin = { file: 'document', mark: '', lineEnd: '\n' }

const PLACEHOLDER = 'Paste domain XML here,\nor what Get-VM says,\nor drop a file anywhere on the page.'

const desk = new Desk()
const status = byId('status', HTMLParagraphElement)
const from = byId('from', HTMLSelectElement)
const hyperv = byId('hyperv', HTMLSelectElement)
const findings = byId('findings', HTMLOListElement)
const fixAll = byId('fix-all', HTMLButtonElement)

let origin = PASTED

/** What is to be said together with what is found next. */
let notice = ''

const say = (text: string): void => {
  status.textContent = text
}

const editor = new Editor(
  byId('editor', HTMLDivElement),
  'Your document',
  writable(PLACEHOLDER, onTyped, (text, offset) => desk.ask('complete', { input: { ...inputOf(), text }, offset })),
)
const result = new Result(() => look(0))
const link = new LinkRow(() => editor.text)
const schemas = new SchemaChoice(desk, () => look(0))

let timer: ReturnType<typeof setTimeout> | undefined
let isBusy = false
let isWaiting = false

function onTyped(): void {
  link.hide()
  if (editor.view.state.doc.length === 0) origin = PASTED
  look(editor.view.state.doc.length < LARGE ? PAUSE : LONG_PAUSE)
}

/** Look at the document after a pause; while the worker is busy, once more when it is done. */
function look(pause: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => void lookNow(), pause)
}

async function lookNow(): Promise<void> {
  if (isBusy) {
    isWaiting = true
    return
  }
  isBusy = true
  editor.chooseLanguage()
  const input = inputOf()
  const patience = setTimeout(() => say(`Reading ${count(input.text.length, 'character')}…`), PATIENCE)
  try {
    const answer = await desk.ask('analyse', { input, ...result.wanted })
    if (!isWaiting) show(answer, input)
  } catch (error) {
    say(`This page failed at the document, which is a bug: ${error}`)
  } finally {
    clearTimeout(patience)
    isBusy = false
    if (isWaiting) {
      isWaiting = false
      look(0)
    }
  }
}

function inputOf(): Input {
  const { file, encoding } = origin
  const version = CIM_VERSIONS.find((one) => one === hyperv.value)
  const named = isForm(from.value) ? from.value : undefined
  return {
    text: editor.text,
    file,
    ...(encoding === undefined ? {} : { encoding }),
    ...(named === undefined ? {} : { from: named }),
    ...(version === undefined ? {} : { hyperv: version }),
  }
}

function show(answer: Answer, { text }: Input): void {
  say([summaryOf(answer), notice].join(' ').trim())
  notice = ''
  result.show(answer, origin)
  // If it was changed meanwhile, the next answer has the right positions.
  if (text !== editor.text) return
  const { diagnostics } = answer
  editor.mark(diagnostics, fix)
  listFindings(findings, answer.diagnostics, answer.help, { goTo: (finding) => editor.goTo(finding), fix })
  if (diagnostics.some(({ code }) => NUMBER_CODES.has(code))) byId('hyperv-label', HTMLLabelElement).hidden = false
  fixAll.hidden = answer.format !== 'domain' || diagnostics.filter((finding) => finding.fix !== undefined).length < 2
}

/** What is said of numbers that may be those of another class: then the user can choose it. */
const NUMBER_CODES: ReadonlySet<string> = new Set(['VL301', 'VL330'])

/** What was found, in one line. */
function summaryOf({ format, diagnostics, machines, leftOut }: Answer): string {
  if (format === undefined && diagnostics.length === 0) return ''
  const what = [
    format === undefined ? 'Not recognised' : FORMS[format].label,
    ...(machines.length === 0 ? [] : [count(machines.length, 'machine')]),
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
  ]
  const found = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return number === 0 ? [] : [count(number, severity)]
  })
  return `${what.join(', ')}: ${found.length === 0 ? 'no errors' : found.join(', ')}.`
}

function fix(diagnostic: Diagnostic): void {
  const { fixed } = applyFixes(editor.text, [diagnostic])
  editor.apply(fixed.flatMap((one) => one.fix ?? []))
  editor.view.focus()
}

/** Show another document. */
function open(text: string, from: Origin): void {
  origin = from
  result.startOver()
  editor.replace(text)
  look(0)
}

async function openFiles(given: readonly GivenFile[]): Promise<void> {
  const rng = given.filter(isSchema)
  if (rng.length > 0) await schemas.use(await schemasOf(rng))
  const [first, ...more] = given.filter((one) => !isSchema(one))
  if (first === undefined) return
  const decoded = decodeExport(new Uint8Array(await first.file.arrayBuffer()), first.path)
  if ('diagnostic' in decoded) {
    say(`${first.path} cannot be read: ${decoded.diagnostic.message}.`)
    return
  }
  const { text, encoding } = decoded.document
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const lineEnd = /\r\n?|\n/.exec(text)?.[0] ?? '\n'
  open(text.slice(mark.length), { file: first.path, mark, lineEnd, ...(encoding === undefined ? {} : { encoding }) })
  if (more.length > 0) notice = `Only ${first.path} was opened, and not ${count(more.length, 'other file')}.`
}

async function openLink(): Promise<void> {
  const found = await documentIn(location.hash)
  if (found === undefined) return
  if ('error' in found) say(found.error)
  else open(found.text, { ...PASTED, file: 'shared' })
}

function setUp(): void {
  byId('version', HTMLSpanElement).textContent = `virt-lifecycle ${VERSION}`
  from.append(make('option', { value: '' }, 'what it looks like'))
  void desk.ask('forms', undefined).then((forms) => {
    for (const { id, reads } of forms) if (reads) from.append(make('option', { value: id }, FORMS[id].label))
    result.offer(forms)
  })
  from.addEventListener('change', () => look(0))
  hyperv.append(
    make('option', { value: '' }, 'as it says'),
    ...CIM_VERSIONS.map((version) => make('option', { value: version }, `${version}: ${CIM_CLASSES[version]}`)),
  )
  hyperv.addEventListener('change', () => look(0))
  for (const { label, file, text } of EXAMPLES) {
    const button = make('button', { type: 'button', className: 'link' }, label)
    button.addEventListener('click', () => open(text, { ...PASTED, file }))
    byId('examples', HTMLParagraphElement).append(button)
  }
  const chooser = byId('file', HTMLInputElement)
  byId('open', HTMLButtonElement).addEventListener('click', () => chooser.click())
  chooser.addEventListener('change', () => {
    void openFiles(chosenFiles(chooser.files))
    chooser.value = ''
  })
  fixAll.addEventListener('click', () => {
    void desk.ask('fixAll', inputOf()).then((text) => editor.replace(text))
  })
  takeDrops((dropped) => {
    dropped
      .then(openFiles)
      .catch((error: unknown) => say(`The browser does not let the page read this: ${error}. Open its files instead.`))
  })
  addEventListener('hashchange', () => void openLink())
  void openLink()
}

setUp()
