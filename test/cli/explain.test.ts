import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { JSON_SCHEMAS } from '../../src/schemas/index.js'
import { virtLifecycle } from './program.js'

describe('explain', () => {
  test('a domain in words', async () => {
    const { status, stdout, stderr } = await virtLifecycle(['explain', 'examples/domains/dc01.xml'])
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: '1 machine: on_hoststart 1 "start"; today\'s libvirt can carry out only a part of the settings of 1\n',
    })
    expect(stdout).toBe(`dc01 (b3f5ad3e-7c0b-4a68-9f2a-9ad1c2d0aa03) in examples/domains/dc01.xml
  host stops:      shutdown: the machine is asked to shut down
                   Hyper-V: AutomaticShutdownAction 4 "Shutdown", in PowerShell ShutDown
  host starts:     start: the machine is always started, 10 seconds after the host is up, at position 1 in the start order (lower starts earlier)
                   Hyper-V: AutomaticStartupAction 4 "Always startup", in PowerShell Start
  autostart:       always: on, configured: on, running: on
  today's libvirt: "virsh define" drops the elements silently and "define --validate" refuses them; --placement metadata survives both
                   on_hoststop "shutdown": what happens when the host stops can be set for the whole host only (libvirt-guests, or auto_shutdown_* in qemu.conf since 11.2)
                   delay "10": libvirt-guests has one START_DELAY for all machines
                   order "1": the order of autostart cannot be set
`)
  })

  test('the readings of autostart differ where Hyper-V says "restart if it was active"', async () => {
    const vm = { Name: 'a', AutomaticStartAction: 3 }
    const explain = async (more: object) =>
      (await virtLifecycle(['explain'], { input: JSON.stringify({ ...vm, ...more }) })).stdout.match(
        /autostart: +(.*)/,
      )?.[1]
    expect(await explain({ State: 2 })).toBe('always: off, configured: on, running: on')
    expect(await explain({ State: 3 })).toBe('always: off, configured: on, running: off')
    expect(await explain({})).toBe('always: off, configured: on, running: unknown')
  })

  test('what is not said is not guessed', async () => {
    const { stdout } = await virtLifecycle(['explain'], { input: '<domain><name>a</name></domain>' })
    expect(stdout).toContain("host stops:      not set: the hypervisor's default applies")
    expect(stdout).toContain('always: unknown, configured: unknown, running: unknown')
  })

  test('a delay without effect', async () => {
    const { stdout } = await virtLifecycle(['explain'], {
      input: '<domain><on_hoststart delay="5">ignore</on_hoststart></domain>',
    })
    expect(stdout).toContain('delay has no effect')
  })

  test('--json is the same as data, and follows its schema', async () => {
    const { status, stdout, stderr } = await virtLifecycle([
      'explain',
      '--json',
      'examples/domains',
      'examples/hyperv-synthetic/get-vm.json',
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const data: unknown = JSON.parse(stdout)
    const check = new Ajv({ allErrors: true }).compile(JSON_SCHEMAS['explanation'])
    check(data)
    expect(check.errors).toBeNull()
    expect(data).toMatchObject({
      version: 1,
      machines: expect.arrayContaining([expect.objectContaining({ name: 'dc01', delay: 10 })]),
    })
  })

  test('a machine that is wrong is said on standard error, the others are explained', async () => {
    const vms = [
      { Name: 'a', AutomaticStartAction: 9 },
      { Name: 'b', AutomaticStartAction: 2 },
    ]
    const { status, stdout, stderr } = await virtLifecycle(['explain'], { input: JSON.stringify(vms) })
    expect(status).toBe(1)
    expect(stdout).toContain('b in <stdin>')
    expect(stdout).not.toContain('a in <stdin>')
    expect(stderr).toContain('VL301')
  })
})
