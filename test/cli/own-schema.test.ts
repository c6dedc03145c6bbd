import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { virtLifecycle } from './program.js'

const cwd = mkdtempSync(join(tmpdir(), 'virt-lifecycle-own-schema-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

writeFileSync(
  join(cwd, 'domain.rng'),
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><element name="domain">
    <element name="memory"><text/></element><element name="os"><element name="type"><text/></element></element>
    <optional><element name="on_hoststart"><value>start</value></element></optional>
  </element></start></grammar>`,
)

test("validate uses a libvirt's schema that has the elements as it is", async () => {
  const run = (value: string) =>
    virtLifecycle(['validate', '--schema', '.'], {
      cwd,
      input: `<domain><memory>1</memory><os><type>hvm</type></os><on_hoststart>${value}</on_hoststart></domain>`,
    })
  const { status, stdout, stderr } = await run('start')
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  expect(stderr).toMatch(/^1 document checked against \.: all valid\n/)
  expect((await run('ignore')).status).toBe(1)
})

test('schema --libvirt prints no extension for it', async () => {
  expect(await virtLifecycle(['schema', '--libvirt', '.'], { cwd })).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^schema:1:1 error VL402 the schemas in "\." define the lifecycle elements themselves\n.*as it is\n$/,
    ),
  })
})
