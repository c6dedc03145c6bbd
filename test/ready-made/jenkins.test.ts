import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { testWithPeer } from '../peers/programs.js'
import { cloneProject, environmentWith, putFiles, run, WRONG_DOMAIN } from './repositories.js'

const pipeline = readFileSync('ci/Jenkinsfile', 'utf8')
const commands = [...pipeline.matchAll(/^ *sh '''\n([\s\S]*?)'''$/gm)].map(([, script = '']) => script)
const report = /^ *junit '([^']+)'$/m.exec(pipeline)?.[1] ?? ''

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-jenkins-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('the report is collected whatever the outcome', () => {
  expect(pipeline).toMatch(/post \{\s+always \{\s+junit '/)
  expect(pipeline.match(/[{]/g)?.length).toBe(pipeline.match(/[}]/g)?.length)
})

testWithPeer(['registry'], 'its commands build the program, fail for an invalid domain, and write the report', () => {
  const source = join(scratch, 'source')
  const ref = cloneProject(source)
  const workspace = join(scratch, 'workspace')
  const environment = Object.fromEntries(
    [...pipeline.matchAll(/^ *(VIRT_LIFECYCLE_\w+) = '([^']*)'$/gm)].map(([, name, value]) => [name, value]),
  )
  expect(environment).toEqual({
    VIRT_LIFECYCLE_SOURCE: 'https://HOST/OWNER/virt-lifecycle.git',
    VIRT_LIFECYCLE_REF: 'main',
  })
  mkdirSync(`${workspace}@tmp`)
  putFiles(workspace, { 'vms/web02.xml': { example: WRONG_DOMAIN } })
  // A report left by an earlier build must not be mistaken for a domain.
  writeFileSync(join(workspace, report), '<testsuites/>')
  const env = environmentWith({
    WORKSPACE: workspace,
    WORKSPACE_TMP: `${workspace}@tmp`,
    VIRT_LIFECYCLE_SOURCE: source,
    VIRT_LIFECYCLE_REF: ref,
  })
  const [build, validate] = commands.map((script) => run('sh', ['-xec', script], { cwd: workspace, env }))
  expect(commands).toHaveLength(2)
  expect(build?.status).toBe(0)
  expect(validate?.stderr).toContain('1 document checked')
  expect(validate?.status).toBe(1)
  expect(readFileSync(join(workspace, report), 'utf8')).toMatch(/<testsuite [^>]*tests="1" failures="1"/)
})
