import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import ignore from 'ignore'
import { testWithPeer } from '../peers/programs.js'
import { copyProject, environmentWith, must, run } from './repositories.js'

interface Instruction {
  readonly name: string
  readonly args: string
}

/** A stage of the build: the instructions after a FROM. */
interface Stage {
  readonly image: string
  /** The name that other stages use for it. */
  readonly name: string | undefined
  readonly instructions: readonly Instruction[]
}

/** The instructions, with comments removed and continuation lines joined. */
function stagesOf(text: string): readonly Stage[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = []
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const [, name = '', args = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
    if (name === 'FROM') {
      const [, image = '', as] = /^(\S+)(?: AS (\S+))?$/.exec(args) ?? []
      stages.push({ image, name: as, instructions: [] })
    } else stages.at(-1)?.instructions.push({ name, args })
  }
  return stages
}

const stages = stagesOf(readFileSync('Containerfile', 'utf8'))
const final = stages.at(-1)
const build = stages.find(({ name }) => name === 'build')
const argsOf = (stage: Stage | undefined, instruction: string): readonly string[] =>
  (stage?.instructions ?? []).filter(({ name }) => name === instruction).map(({ args }) => args)

/** The packages that RUN lines install with apt-get. */
const packages = stages
  .flatMap((stage) => argsOf(stage, 'RUN'))
  .flatMap((command) => /apt-get install((?: [\w.+-]+)+)/.exec(command)?.[1]?.trim().split(' ') ?? [])
  .filter((word) => !word.startsWith('-'))

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-container-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('all stages use one base image, and the last runs the program as an unprivileged user', () => {
  expect(new Set(stages.map(({ image }) => image)).size).toBe(1)
  expect(argsOf(final, 'USER')).toEqual(['node'])
  expect(argsOf(final, 'WORKDIR')).toEqual(['/work'])
  expect(argsOf(final, 'ENTRYPOINT')).toEqual(['["virt-lifecycle"]'])
})

test('files that it copies are not excluded from the build context', () => {
  const ignored = ignore().add(readFileSync('.containerignore', 'utf8'))
  const copied = argsOf(build, 'COPY').flatMap((args) => args.split(' ').slice(0, -1))
  expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src']))
  for (const path of copied) expect([path, existsSync(path), ignored.ignores(path)]).toEqual([path, true, false])
  expect(['node_modules', 'test', '.git'].filter((path) => !ignored.ignores(path))).toEqual([])
})

testWithPeer(['apt-cache', 'libvirt-schemas'], "the schemas are those of Debian's package", () => {
  expect(packages).toEqual(['libvirt0'])
  for (const name of packages) must('apt-cache', ['show', name], { cwd: scratch })
  const owned = must('dpkg-query', ['--listfiles', ...packages], { cwd: scratch }).split('\n')
  const sources = argsOf(final, 'COPY').flatMap((args) => /^--from=schemas (\S+) /.exec(args)?.[1] ?? [])
  expect(sources).toContain('/usr/share/libvirt/schemas')
  for (const source of sources) expect(owned).toContain(source)
})

testWithPeer(['registry'], 'the build produces what the last stage copies, and the program runs from there', () => {
  const context = join(scratch, 'context')
  copyProject(context)
  const root = { build: join(scratch, 'build'), final: join(scratch, 'final') }
  const env = environmentWith()
  let directory = root.build
  for (const { name, args } of build?.instructions ?? []) {
    if (name === 'WORKDIR') directory = join(root.build, args)
    mkdirSync(directory, { recursive: true })
    if (name === 'COPY') copy(args, context, directory)
    if (name === 'RUN') must('sh', ['-c', args], { cwd: directory, env })
  }
  for (const args of argsOf(final, 'COPY')) {
    const [, from, paths = ''] = /^--from=(\w+) (.*)$/.exec(args) ?? []
    if (from === 'build') copy(paths, root.build, root.final)
  }
  for (const command of argsOf(final, 'RUN')) {
    const [, target = '', link = ''] = /^ln -s (\S+) (\S+)$/.exec(command) ?? []
    mkdirSync(join(root.final, link, '..'), { recursive: true })
    symlinkSync(join(root.final, target), join(root.final, link))
  }

  const [name = ''] = JSON.parse(argsOf(final, 'ENTRYPOINT')[0] ?? '[]')
  const program = join(root.final, 'usr/local/bin', name)
  expect(run(program, ['--version'], { cwd: scratch }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  const report = ['validate', '--schema', 'embedded', '--format', 'compact', '--exclude', 'nothing/']
  const { status, stdout } = run(program, [...report, join(process.cwd(), 'examples/broken')], { cwd: scratch })
  expect(stdout).toContain('web02.xml:8:16: error:')
  expect(status).toBe(1)
  const modules = join(root.final, 'opt/virt-lifecycle/node_modules')
  expect(existsSync(join(modules, 'globby'))).toBe(true)
  expect(['typescript', 'jest', 'libxmljs2'].filter((each) => existsSync(join(modules, each)))).toEqual([])
})

/** COPY: several paths into a directory, or one path to another. */
function copy(args: string, from: string, to: string): void {
  const paths = args.split(' ')
  const target = join(to, paths.pop() ?? '')
  for (const path of paths) {
    const source = join(from, path)
    const into = target.endsWith('/') || (paths.length > 1 && !lstatSync(source).isDirectory())
    cpSync(source, into ? join(target, basename(path)) : target, { recursive: true, verbatimSymlinks: true })
  }
}
