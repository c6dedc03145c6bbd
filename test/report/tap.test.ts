import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escapeControls } from '../../src/diagnostics/index.js'
import { testPoints } from './consumers.js'
import { reportedDocuments } from './diagnostics.js'
import { STREAMS } from './streams.js'
import { UNUSUAL, unusualFinding } from './unusual.js'
import { documentWith, INTERRUPTED, wholeReport } from './whole-report.js'

test('is a test point for each document, with its findings, and the plan', async () => {
  const { documents, run } = STREAMS['two documents with findings, and one without']
  expect(await wholeReport('tap', [...documents, documentWith('net.xml', [], 'other')], run)).toBe(`TAP version 14
not ok 1 - a.xml
  ---
  findings:
    - code: "VL203"
      severity: "error"
      message: "it is misspelt"
      hint: "did you mean \\"save\\"?"
      line: 2
      column: 17
    - code: "VL209"
      severity: "warning"
      message: "white space around it"
      line: 2
      column: 16
  ...
ok 2 - b.xml
not ok 3 - c.xml
  ---
  findings:
    - code: "VL203"
      severity: "error"
      message: "it is misspelt"
      hint: "did you mean \\"save\\"?"
      line: 2
      column: 17
    - code: "VL209"
      severity: "warning"
      message: "white space around it"
      line: 2
      column: 16
  ...
ok 4 - net.xml # SKIP not a domain
1..4
`)
})

test.each(Object.entries(STREAMS))('a strict parser reads %s', async (_, { documents, run }) => {
  const report = await wholeReport('tap', documents, run)
  expect(testPoints(report).map(({ ok, skip }) => [ok, skip !== false])).toEqual(
    documents.map(({ outcome }) => [outcome === 'valid' || outcome === 'other', outcome === 'other']),
  )
  expect(report.endsWith('Bail out! the run ended early\n')).toBe(run.interrupted)
})

test('a run of nothing is skipped, one that was stopped is not', async () => {
  expect(await wholeReport('tap', [])).toBe('TAP version 14\n1..0 # SKIP nothing to validate\n')
  expect(await wholeReport('tap', [], INTERRUPTED)).toMatch(/\nBail out! .*\n$/)
})

describe('whatever is in a document', () => {
  test.each(Object.entries(UNUSUAL))('%s', async (_, text) => {
    const { message, file, ...finding } = unusualFinding(text)
    const points = testPoints(await wholeReport('tap', [documentWith(file, [{ message, file, ...finding }])]))
    expect(points).toMatchObject([{ ok: false, skip: false, findings: [{ code: 'VL203', line: 3, column: 5 }] }])
    expect(points[0]?.name).toBe(escapeControls(file))
    expect(points[0]?.findings[0]?.message).toBe(message)
  })

  test('a path that looks like a directive is none', async () => {
    const points = testPoints(await wholeReport('tap', [documentWith('a # SKIP b \\# TODO.xml', [])]))
    expect(points).toEqual([{ ok: true, name: 'a # SKIP b \\# TODO.xml', skip: false, findings: [] }])
  })

  test('there is a test point for each', async () => {
    await fc.assert(
      fc.asyncProperty(reportedDocuments(), async (documents) => {
        const points = testPoints(await wholeReport('tap', documents))
        expect(points.map(({ findings }) => findings.map(({ code, message }) => [code, message]))).toEqual(
          documents.map(({ diagnostics }) => diagnostics.map(({ code, message }) => [code, message])),
        )
      }),
      { numRuns: 50 },
    )
  })
})
