import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { FileMarks } from '../../../src/cli/files/file-marks.js'
import { GrowingFile } from '../../../src/cli/files/growing-file.js'
import { writeOutput } from '../../../src/cli/files/outputs.js'
import { PYTHON, testWithPeer } from '../../peers/programs.js'

const scratch = mkdtempSync(join(tmpdir(), 'virt-lifecycle-marks-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** An access control list as Linux stores it: rw for the owner and user 1, r for the rest (linux/posix_acl_xattr.h). */
const LIST = '02000000 01000600ffffffff 0200060001000000 04000400ffffffff 10000600ffffffff 20000400ffffffff'

const python = (code: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', `import os, sys\n${code}`, ...args], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}
const setList = (path: string, which = 'access') =>
  python(`os.setxattr(sys.argv[1], "system.posix_acl_${which}", bytes.fromhex("${LIST}"))`, path)
const listOf = (path: string) =>
  python('print(os.getxattr(sys.argv[1], "system.posix_acl_access").hex(), end="")', path)

testWithPeer(
  ['access control lists'],
  'an access control list is kept, alone and among files without one',
  async () => {
    for (const others of [[], ['other.xml']]) {
      const directory = mkdtempSync(join(scratch, 'test-'))
      for (const name of ['a.xml', ...others]) writeFileSync(join(directory, name), 'old')
      const file = join(directory, 'a.xml')
      setList(file)
      const { ino } = statSync(file)
      expect(await writeOutput(directory, 'a.xml', Buffer.from('new'))).toBeUndefined()
      const growing = await GrowingFile.open(file)
      await growing.write(Buffer.from('newer'))
      await growing.complete()
      expect(readFileSync(file, 'utf8')).toBe('newer')
      expect({ ino: statSync(file).ino, list: listOf(file) }).toEqual({ ino, list: LIST.replaceAll(' ', '') })
      // A file without one is replaced, which no reader sees half done.
      for (const name of others) {
        const before = statSync(join(directory, name)).ino
        await writeOutput(directory, name, Buffer.from('new'))
        expect(statSync(join(directory, name)).ino).not.toBe(before)
      }
    }
  },
)

testWithPeer(['access control lists'], 'a file gets no list of its directory that it did not have', async () => {
  const directory = join(scratch, 'inheriting')
  mkdirSync(directory)
  writeFileSync(join(directory, 'a.xml'), 'old')
  setList(directory, 'default')
  setList(directory)
  const { mode } = statSync(join(directory, 'a.xml'))
  expect(await writeOutput(directory, 'a.xml', Buffer.from('new'))).toBeUndefined()
  expect(statSync(join(directory, 'a.xml')).mode).toBe(mode)
  expect(await new FileMarks().has(join(directory, 'a.xml'))).toBe(true)
  expect(spawnSync('ls', ['-l', join(directory, 'a.xml')], { encoding: 'utf8' }).stdout[10]).toBe(' ')
})

testWithPeer(['extended attributes'], 'what a user attached to a file is kept, alone and among others', async () => {
  for (const others of [[], ['other.xml', ' # file: .xml']]) {
    const directory = mkdtempSync(join(scratch, 'attached-'))
    for (const name of ['a.xml', ...others]) writeFileSync(join(directory, name), 'old')
    const file = join(directory, 'a.xml')
    python('os.setxattr(sys.argv[1], "user.origin", b"here")', file)
    expect(await writeOutput(directory, 'a.xml', Buffer.from('new'))).toBeUndefined()
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(python('print(os.getxattr(sys.argv[1], "user.origin").decode(), end="")', file)).toBe('here')
    for (const name of others) {
      const before = statSync(join(directory, name)).ino
      await writeOutput(directory, name, Buffer.from('new'))
      expect(statSync(join(directory, name)).ino).not.toBe(before)
    }
  }
})

test('a file that does not exist has none', async () => {
  expect(await new FileMarks().has(join(scratch, 'nowhere', 'a.xml'))).toBe(false)
})
