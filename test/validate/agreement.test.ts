import { expect, test } from '@jest/globals'
import { hasErrors } from '../../src/diagnostics/index.js'
import { validateDomain } from '../../src/validate/index.js'
import { DOMAINS } from '../schema/documents.js'

test('the rules, without any engine, give the verdicts of the embedded schema', () => {
  const verdict = (document: string): boolean => !hasErrors(validateDomain(document, { engine: 'none' }))
  // No grammar can say that the two placements are equal; and of a snapshot the rules look at one definition only.
  const different = /<on_hoststop>save<.*<on_hoststop>destroy<|<inactiveDomain><on_hoststop>sav</
  const documents = Object.keys(DOMAINS).filter((document) => !different.test(document))
  expect(Object.fromEntries(documents.map((document) => [document, verdict(document)]))).toEqual(
    Object.fromEntries(documents.map((document) => [document, DOMAINS[document]])),
  )
})
