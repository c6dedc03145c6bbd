import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { testWithPeer } from '../peers/programs.js'

const check = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['proposal/check-virsh.mjs', ...args], { encoding: 'utf8' })

testWithPeer(['virsh'], "a libvirt without the change does not pass, because it doesn't know the elements", () => {
  const { status, stdout, stderr } = check('virsh')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('XML document failed to validate')
})

test.each([
  [[], 'usage: '],
  [['./no-such-virsh'], 'cannot run ./no-such-virsh: '],
])('a virsh that cannot be run is said to be so: %j', (args, message) => {
  const { status, stderr } = check(...args)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
})
