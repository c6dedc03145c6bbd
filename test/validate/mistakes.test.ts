import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from '@jest/globals'
import { type Diagnostic, SourceText } from '../../src/diagnostics/index.js'
import { parserCheck } from '../../src/domain/index.js'
import { createEngine, type Engine, validateDomain } from '../../src/validate/index.js'
import { describeWithPeer, LIBVIRT_SOURCE } from '../peers/programs.js'
import { followHint, isRewriting } from './follow-hint.js'

/*
 * The mistakes people make in domain XML, and exactly what is said of each. A file of test/validate/mistakes/ has one after
 * the other:
 *
 *     == devices: what is wrong
 *     <disk ⟦typ⟧='file'/>
 *     -- the message
 *        hint: how to fix it
 *
 * The word before the colon is what is around the lines (`AROUND`). ⟦ and ⟧ are around the position of each message, in the
 * order of the messages; they are not part of the document. With VIRT_LIFECYCLE_UPDATE=1 the marks and messages are written
 * anew: read the difference.
 */
const FOLDER = join(import.meta.dirname, 'mistakes')

const AROUND: Readonly<Record<string, readonly [before: string, after: string]>> = {
  document: ['', ''],
  domain: [
    "<domain type='kvm'><name>web01</name><memory unit='MiB'>2048</memory><os><type>hvm</type></os>\n",
    '\n</domain>',
  ],
  os: ["<domain type='kvm'><name>web01</name><memory unit='MiB'>2048</memory>\n", '\n</domain>'],
  devices: [
    "<domain type='kvm'><name>web01</name><memory unit='MiB'>2048</memory><os><type>hvm</type></os><devices>\n",
    '\n</devices></domain>',
  ],
}

interface Mistake {
  readonly title: string
  /** With the marks. */
  readonly lines: string
  readonly said: string
}

function mistakesOf(text: string): readonly Mistake[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...rest] = part.trimEnd().split('\n')
      const end = rest.findIndex((line) => line.startsWith('-- '))
      const split = end < 0 ? rest.length : end
      return { title, lines: rest.slice(0, split).join('\n'), said: rest.slice(split).join('\n') }
    })
}

/** The whole document of a mistake, and where its lines begin in it. */
function documentOf({ title, lines }: Mistake): {
  readonly document: SourceText
  readonly plain: string
  readonly before: string
} {
  const [before, after] = AROUND[title.split(':')[0] ?? ''] ?? ['', '']
  const plain = lines.replaceAll(/[⟦⟧]/g, '')
  return { document: new SourceText('a.xml', before + plain + after), plain, before }
}

/** What is said, with the marks around the positions. */
function judged(engine: Engine, mistake: Mistake): Mistake {
  const { title } = mistake
  const { document, plain, before } = documentOf(mistake)
  const found = validateDomain(document, { engine, parserCheck })
  const offset = (line = 1, column = 1): number => document.lineStart(line) + column - 1 - before.length
  const marks = found.flatMap(({ line, column, endLine = line, endColumn = column }: Diagnostic) => [
    { at: offset(line, column), mark: '⟦' },
    { at: offset(endLine, endColumn), mark: '⟧' },
  ])
  const marked = marks
    .map((mark, i) => ({ ...mark, i }))
    .sort((a, b) => b.at - a.at || b.i - a.i)
    .filter(({ at }) => at >= 0 && at <= plain.length)
    .reduce((text, { at, mark }) => text.slice(0, at) + mark + text.slice(at), plain)
  const said = found.map(({ code, message, hint }) => {
    const first = code === 'VL403' ? `-- ${message}` : `-- ${code}: ${message}`
    return hint === undefined ? first : `${first}\n   hint: ${hint}`
  })
  return { title, lines: marked, said: said.join('\n') }
}

describeWithPeer(['libvirt-source'], 'what is said of mistakes', () => {
  const schema = join(LIBVIRT_SOURCE, 'src/conf/schemas/domain.rng')
  const source = (path: string): SourceText => new SourceText(path, readFileSync(path, 'utf8'))
  const engine = async (): Promise<Engine> => {
    const url = pathToFileURL(schema).href
    const result = await createEngine('builtin', { source: source(schema), url }, (file) => source(fileURLToPath(file)))
    if ('diagnostics' in result) throw new Error('the schema cannot be used')
    return result.engine
  }
  let made: Promise<Engine> | undefined
  const theEngine = () => {
    made ??= engine()
    return made
  }

  const files = readdirSync(FOLDER)

  test.each(files)('%s', async (name) => {
    const file = join(FOLDER, name)
    const text = readFileSync(file, 'utf8')
    const mistakes = mistakesOf(text)
    const found = mistakes.map((mistake) => ({ ...mistake }))
    const actual = await Promise.all(found.map(async (mistake) => judged(await theEngine(), mistake)))
    const written = actual.map(({ title, lines, said }) => `== ${title}\n${lines}\n${said}\n`).join('\n')
    if (process.env['VIRT_LIFECYCLE_UPDATE'] === '1') writeFileSync(file, written)
    expect(written).toBe(process.env['VIRT_LIFECYCLE_UPDATE'] === '1' ? written : text)
    expect(actual.filter(({ said }) => said === '').map(({ title }) => title)).toEqual([])
  })

  const mistakes = files.flatMap((name) => mistakesOf(readFileSync(join(FOLDER, name), 'utf8')))
  /** Each finding whose hint can be followed, and what is found once it was. */
  const followed = (judge: Engine) =>
    mistakes.flatMap((mistake) => {
      const { document } = documentOf(mistake)
      const found = validateDomain(document, { engine: judge })
      return found.flatMap((finding) => {
        const text = followHint(document, finding)
        if (text === undefined) return []
        const { title } = mistake
        const again = validateDomain(new SourceText(document.file, text), { engine: judge })
        return [{ title, finding, isRewritten: isRewriting(finding), found, again }]
      })
    })

  test('who does what a hint says is not told the same again', async () => {
    const all = followed(await theEngine())
    const useless = all.filter(({ finding: { line, message }, again }) =>
      again.some((other) => other.line === line && other.message === message),
    )
    expect(useless.map(({ title, finding: { message, hint } }) => ({ title, message, hint }))).toEqual([])
    expect(all.length).toBeGreaterThan(80)
  })

  test('what a hint writes out is right', async () => {
    const written = followed(await theEngine()).filter(({ isRewritten }) => isRewritten)
    const wrong = written.filter(({ found, again }) => again.length >= found.length)
    const said = wrong.map(({ title, finding, again }) => ({
      title,
      hint: finding.hint,
      again: again.map(({ message }) => message),
    }))
    expect(said).toEqual([])
    expect(written.length).toBeGreaterThan(15)
  })
})
