import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { connect } from '../../src/cli/guests/connection.js'
import { uuidOf } from '../guests/guests.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-guests-virsh-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A virsh that prints marks as the real one does, and misses the end of its first save. */
const VIRSH = `#!/bin/sh
for last; do :; done
printf '%s\\n' "$last" | sed 's/; /\\n/g' | while IFS= read -r line; do
  case $line in
    'echo --err '*) echo "\${line#echo --err }" >&2 ;;
    'echo '*) echo "\${line#echo }" ;;
    uri) echo qemu:///system ;;
    domjobinfo*) echo 'Job type:         None' ;;
    managedsave*)
      if [ -e '${scratch}/asked' ]; then echo 'error: it cannot be saved' >&2; else touch '${scratch}/asked'; sleep 600; fi ;;
  esac
done
`

test('a virsh that misses the end of a save is ended, and the guest is asked again', async () => {
  writeFileSync(join(scratch, 'virsh'), VIRSH)
  chmodSync(join(scratch, 'virsh'), 0o755)
  const env = { PATH: `${scratch}${delimiter}${process.env['PATH']}` }
  const { hypervisor } = await connect({ cwd: scratch, env, now: () => performance.now() }, '', 100)
  const guest = { uuid: uuidOf(1), name: 'vm1' }
  const save = () => hypervisor.request('save', guest, 600, new AbortController().signal)
  expect(await save()).toBe('busy')
  expect(await save()).toEqual({ refused: 'it cannot be saved' })
})
