/** The files with settings of the command line, which only it reads. */
import { strict as assert } from 'node:assert'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runHere } from '../faults/program.mjs'

const ARGS = {
  config: ['validate', '--config', 'settings.json', 'a.xml'],
  baseline: ['validate', '--schema', 'embedded', '--baseline', 'settings.json', 'a.xml'],
}

/** Laws for the texts of settings, by their kind. */
export const SETTINGS_LAWS = Object.fromEntries(
  Object.entries(ARGS).map(([kind, args]) => [
    kind,
    async (text) => {
      const directory = mkdtempSync(join(tmpdir(), 'virt-lifecycle-torture-'))
      try {
        writeFileSync(join(directory, 'a.xml'), '<domain><name>a</name><on_hoststop>sav</on_hoststop></domain>')
        writeFileSync(join(directory, 'settings.json'), text)
        const { status, output } = await runHere(args, directory)
        assert([0, 1, 2].includes(status), `exit status ${status}`)
        assert(status === 0 || /VL\d{3}|error:/.test(output), `status ${status} without a message: ${output}`)
      } finally {
        rmSync(directory, { recursive: true })
      }
    },
  ]),
)
