import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../../src/diagnostics/index.js'

/** A finding in a document of the repository. */
export interface KnownFinding extends Pick<Diagnostic, 'file' | 'line' | 'column' | 'severity' | 'code'> {
  /** A part of the message that no other finding in the repository contains. */
  readonly says: string
  /** Present if only libvirt's own schemas find it, or only the embedded one does, which is for domains. */
  readonly schema?: 'embedded' | 'libvirt'
}

/** The number of domains in the repository, valid and invalid. */
const DOMAINS = 40

/** The examples that its domains are made from. */
const EXAMPLES = ['build01', 'db01', 'dc01', 'files01', 'mail01', 'web01'] as const

const DIRECTORIES = ['hosts/alpha', 'hosts/beta', 'hosts/beta/spare', 'sites/north', 'sites/south'] as const

/** A name with everything that is special in a URI, a workflow command or a compiler-style line. */
const UNUSUAL = 'sites/south/gäste 100%, a:b.xml'

/** Invalid domains: the example, and what is replaced in it. */
const WRONG: readonly {
  readonly file: string
  readonly example: (typeof EXAMPLES)[number]
  readonly edits: readonly (readonly [string, string])[]
}[] = [
  {
    file: 'hosts/alpha/web.xml',
    example: 'web01',
    edits: [['  <on_hoststop>shutdown<', '\t<on_hoststop>shutdwn<']],
  },
  { file: 'hosts/beta/dc.xml', example: 'dc01', edits: [["delay='10'", "delay='soon'"]] },
  {
    file: 'sites/north/db.xml',
    example: 'db01',
    edits: [
      ['<on_hoststart>', '<on_hoststart dealy="30">'],
      ['<on_hoststop>save<', '<on_hoststop>\n    save\n  <'],
    ],
  },
  { file: 'sites/north/web.xml', example: 'web01', edits: [["dev='vda' bus=", "dev='vda' buss="]] },
  {
    file: UNUSUAL,
    example: 'build01',
    edits: [
      ['<on_hoststart>', "<!-- 🖥 --><on_hoststart delay='9'>"],
      ['<on_hoststop>destroy<', '<on_hoststop>destory<'],
    ],
  },
]

/** Documents that are not domains. */
const OTHERS: Readonly<Record<string, string>> = {
  'networks/default.xml': '<network>\n  <name>default</name>\n</network>\n',
  'sites/south/broken.xml': "<domain type='kvm'>\n  <name>a</nam>\n</domain>\n",
}

/** The number of documents in the repository. */
export const DOCUMENTS = DOMAINS + Object.keys(OTHERS).length

/**
 * Everything that is wrong in the repository, in the order in which a run finds it. Lines and columns were counted in
 * the documents: a tab is one column, and the computer emoji before the delay is two.
 */
const FINDINGS: readonly KnownFinding[] = [
  { file: 'hosts/alpha/web.xml', line: 21, column: 15, severity: 'error', code: 'VL203', says: 'is "shutdwn"' },
  { file: 'hosts/beta/dc.xml', line: 25, column: 24, severity: 'error', code: 'VL207', says: 'delay is "soon"' },
  {
    file: 'networks/default.xml',
    line: 1,
    column: 1,
    severity: 'error',
    code: 'VL109',
    says: 'virtual network',
    schema: 'embedded',
  },
  { file: 'sites/north/db.xml', line: 14, column: 17, severity: 'error', code: 'VL201', says: '"dealy"' },
  { file: 'sites/north/db.xml', line: 16, column: 5, severity: 'warning', code: 'VL209', says: 'white space' },
  {
    file: 'sites/north/web.xml',
    line: 26,
    column: 25,
    severity: 'error',
    code: 'VL403',
    says: '"buss"',
    schema: 'libvirt',
  },
  { file: 'sites/south/broken.xml', line: 2, column: 10, severity: 'error', code: 'VL101', says: '</nam>' },
  { file: UNUSUAL, line: 9, column: 35, severity: 'warning', code: 'VL208', says: 'delay has no effect' },
  { file: UNUSUAL, line: 10, column: 16, severity: 'error', code: 'VL203', says: 'is "destory"' },
]

/** What a run over the whole repository must find with the given schema. */
export function findingsWith(schema: 'embedded' | 'libvirt'): readonly KnownFinding[] {
  return FINDINGS.filter((finding) => finding.schema === undefined || finding.schema === schema)
}

/** The summary of a run with the embedded schema. */
export const SUMMARY = `42 documents checked against the embedded schema: 6 invalid (6 errors, 2 warnings)
libvirt up to 12.8 refuses the lifecycle elements of 28 domains in "virsh define --validate"
`

/** An environment in which no CI service is detected, wherever these tests run. */
export const NO_SERVICE = { GITHUB_ACTIONS: '', GITHUB_WORKSPACE: '', GITLAB_CI: '', CI_PROJECT_DIR: '' } as const

/** Create the repository in a directory, and add it to git. */
export function makeRepository(directory: string): void {
  spawnSync('git', ['init', '--quiet', directory])
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  for (let i = 0; i < DOMAINS - WRONG.length; i++) {
    write(`${DIRECTORIES[i % DIRECTORIES.length]}/vm${i}.xml`, domain(EXAMPLES[i % EXAMPLES.length] ?? 'web01', i))
  }
  WRONG.forEach(({ file, example, edits }, i) => {
    write(file, edits.reduce(replaced, domain(example, DOMAINS - WRONG.length + i)))
  })
  for (const [file, text] of Object.entries(OTHERS)) write(file, text)
}

/** An example with its own name and UUID. */
function domain(example: string, i: number): string {
  return readFileSync(`examples/domains/${example}.xml`, 'utf8')
    .replace(/<name>.*<\/name>/, `<name>vm${i}</name>`)
    .replace(/<uuid>.*<\/uuid>/, `<uuid>5d9f1c1e-0000-4000-8000-${String(i).padStart(12, '0')}</uuid>`)
}

function replaced(text: string, [before, after]: readonly [string, string]): string {
  if (!text.includes(before)) throw new Error(`no ${before} in the example`)
  return text.replace(before, after)
}
