import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from '@jest/globals'
import { hasErrors, SourceText } from '../../src/diagnostics/index.js'
import { bindToLibvirt } from '../../src/schemas/index.js'
import { createEngine, type Engine, validateDomain } from '../../src/validate/index.js'
import { decode } from '../../src/xml/index.js'
import { type CorpusFile, libvirtTestData } from './corpus.js'
import { describeWithPeer, LIBVIRT_SOURCE } from './programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-verdicts-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** xmllint's verdict on each file, from what it says: "FILE validates" or "FILE fails to validate". */
function xmllintVerdicts(schema: string, files: readonly CorpusFile[]): ReadonlyMap<string, boolean> {
  const { stderr } = spawnSync('xmllint', ['--noout', '--relaxng', schema, ...files.map(({ path }) => path)], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const verdicts = new Map(files.map(({ path }) => [path, false]))
  for (const [, path = ''] of stderr.matchAll(/^(.+) validates$/gm)) verdicts.set(path, true)
  return verdicts
}

async function libvirtEngine(text: string): Promise<Engine> {
  const load = (url: URL) => new SourceText(url.href, readFileSync(url, 'utf8'))
  const created = await createEngine('libxml2', { source: new SourceText('domain.rng', text) }, load)
  if ('diagnostics' in created) throw new Error(created.diagnostics[0]?.message)
  return created.engine
}

function isValid(engine: Engine, { path, bytes }: CorpusFile): boolean {
  const decoded = decode(bytes, path)
  return 'document' in decoded && !hasErrors(validateDomain(decoded.document, { engine }))
}

describeWithPeer(['libvirt-source', 'xmllint'], "validate over libvirt's test data", () => {
  const files = libvirtTestData()
  const schema = join(LIBVIRT_SOURCE, 'src/conf/schemas/domain.rng')

  test('gives the verdict of xmllint', async () => {
    const extension = bindToLibvirt(pathToFileURL(schema).href)
    const engine = await libvirtEngine(extension)
    const overlay = join(scratch, 'extension.rng')
    writeFileSync(overlay, extension)
    const plain = xmllintVerdicts(schema, files)
    const extended = xmllintVerdicts(overlay, files)
    const ours = new Map(files.map((file) => [file.path, isValid(engine, file)]))
    const differing = files.filter(
      ({ path }) => ours.get(path) !== extended.get(path) || ours.get(path) !== plain.get(path),
    )
    expect(differing.map(({ path }) => path)).toEqual([])
    expect([...ours.values()].filter((valid) => valid).length).toBeGreaterThan(1000)
    expect([...ours.values()].filter((valid) => !valid).length).toBeGreaterThan(20)
  })
})
