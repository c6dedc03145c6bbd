import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

interface Workflow {
  readonly on: { readonly push: { readonly tags: readonly string[] } }
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

const workflow: Workflow = parse(readFileSync('ci/release.yml', 'utf8'))
const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
const { scripts, version } = JSON.parse(readFileSync('package.json', 'utf8'))

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-release-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** What the script says of a tag, in a project with this changelog. */
function notes(tag: string, changelog: string): { readonly status: number | null; readonly said: string } {
  mkdirSync(join(scratch, 'scripts'), { recursive: true })
  cpSync('scripts/release-notes.sh', join(scratch, 'scripts/release-notes.sh'))
  cpSync('package.json', join(scratch, 'package.json'))
  writeFileSync(join(scratch, 'CHANGELOG.md'), changelog)
  const { status, stdout, stderr } = spawnSync(join(scratch, 'scripts/release-notes.sh'), [tag], { encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

describe('the release workflow', () => {
  test('calls only scripts that there are', () => {
    const called = runs.flatMap((run) => [...run.matchAll(/npm run (\S+)/g)].map(([, name]) => name ?? ''))
    expect(called.length).toBeGreaterThan(0)
    expect(called.filter((name) => !(name in scripts))).toEqual([])
    expect(runs.filter((run) => run.includes('release-notes.sh'))).toHaveLength(1)
  })

  test('may write only where a job publishes something', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    const writing = Object.entries(workflow.jobs).filter(([, { permissions = {} }]) =>
      Object.values(permissions).includes('write'),
    )
    expect(writing.map(([name]) => name)).toEqual(['npm', 'image', 'page'])
  })

  test('uses actions by their version', () => {
    const used = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []))
    expect(used.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action))).toEqual([])
  })

  test('hands no expression of GitHub to a shell', () => {
    expect(runs.filter((run) => run.includes('${{'))).toEqual([])
  })
})

const CHANGELOG = `# Changelog\n\n## ${version} - 2026-12-01\n\n### Library\n\n* New.\n\n## 0.0.1\n\n* Old.\n`

describe('the notes of a release', () => {
  test('are the section of its version', () => {
    expect(notes(`v${version}`, CHANGELOG)).toEqual({ status: 0, said: '### Library\n\n* New.\n' })
  })

  test.each([
    ['another tag', 'v99.0.0', CHANGELOG, /^release-notes: the tag is v99\.0\.0, but package\.json has the version /],
    [
      'no section',
      `v${version}`,
      '# Changelog\n\n## Unreleased\n\n* New.\n',
      /^release-notes: CHANGELOG\.md has no section /,
    ],
    ['an empty section', `v${version}`, `## ${version}\n\n## 0.0.1\n\n* Old.\n`, /has no section/],
    ['a longer version', `v${version}`, `## ${version}1\n\n* Other.\n`, /has no section/],
  ])('are refused for %s', (_, tag, changelog, said) => {
    const refused = notes(tag, changelog)
    expect(refused.status).toBe(1)
    expect(refused.said).toMatch(said)
  })
})
