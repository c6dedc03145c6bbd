/** Which tests a mutant must get past. */
import { readdirSync } from 'node:fs'
import quick from '../../jest.quick.config.mjs'

/** What tests a folder of src/ besides the folder of test/ that mirrors it. */
const ALSO = {
  lifecycle: ['test/domain', 'test/translate/merge'],
  domain: ['test/translate/merge', 'test/validate/mistakes.test.ts', 'test/peers/parser-rules.test.ts'],
  translate: ['test/cli/into.test.ts'],
}

/** The test files for a folder or file of src/: those about the folder directly below src/ which it is in; of folders the quick ones. */
export function testFilesFor(path) {
  const [, area] = path.split('/')
  return [`test/${area}`, ...(ALSO[area] ?? [])].flatMap((path) =>
    path.endsWith('.ts') ? path : quickTestsBelow(path),
  )
}

function quickTestsBelow(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`)
  const isLong = (file) => quick.testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(`/${file}`))
  return files.filter((file) => file.endsWith('.test.ts') && !isLong(file)).sort()
}
