import { describe, expect, test } from '@jest/globals'
import type { Placement } from '../../src/domain/index.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import { withLifecycle } from './documents.js'

const NS = 'urn:x-virt-lifecycle:domain:1.0'

/** The children of `<domain>` in the order in which libvirt writes them (virDomainDefFormatInternalSetRootName). */
const AS_LIBVIRT_WRITES =
  'name uuid genid title description metadata maxMemory memory currentMemory blkiotune memtune memoryBacking vcpu vcpus iothreads iothreadids defaultiothread cputune numatune resource sysinfo bootloader bootloader_args os idmap features cpu clock | pm perf devices seclabel keywrap launchSecurity'
const [BEFORE = [], AFTER = []] = AS_LIBVIRT_WRITES.split(' | ').map((names) => names.split(' '))

describe('new elements go where libvirt would write them', () => {
  test.each(BEFORE)('after <%s>', (name) => {
    const rest = AFTER.map((other) => `<${other}/>`).join('')
    expect(withLifecycle(`<domain><${name}/>${rest}</domain>`, { hostStop: 'save' }, 'element')).toBe(
      `<domain><${name}/><on_hoststop>save</on_hoststop>${rest}</domain>`,
    )
  })

  test.each(AFTER)('before <%s>', (name) => {
    expect(withLifecycle(`<domain><${name}/></domain>`, { hostStop: 'save' }, 'element')).toBe(
      `<domain><on_hoststop>save</on_hoststop><${name}/></domain>`,
    )
  })

  test('not after elements of others, whatever their names', () => {
    const others = '<x:on_crash xmlns:x="urn:x"/><x:name xmlns:x="urn:x"/>'
    for (const anchor of ['<name>a</name>', '<on_crash>destroy</on_crash>']) {
      expect(withLifecycle(`<domain>${anchor}${others}</domain>`, { hostStop: 'save' }, 'element')).toBe(
        `<domain>${anchor}<on_hoststop>save</on_hoststop>${others}</domain>`,
      )
    }
  })

  test.each(['name', 'uuid', 'genid', 'hwuuid', 'title', 'description'])('<metadata> after <%s>', (name) => {
    const others = '<memory/><x:name xmlns:x="urn:x"/>'
    expect(withLifecycle(`<domain><${name}/>${others}</domain>`, { hostStop: 'save' }, 'metadata')).toBe(
      `<domain><${name}/><metadata><lifecycle xmlns='${NS}'><on_hoststop>save</on_hoststop></lifecycle></metadata>${others}</domain>`,
    )
  })
})

describe('only what changes is changed', () => {
  const start = '<on_hoststart delay = "090"\n  order="1">start</on_hoststart>'
  test.each<[string, string, Lifecycle, Placement, string]>([
    ['a number that is the same', start, { hostStart: 'start', delay: 90, order: 1 }, 'element', start],
    [
      'another number, between its quotes',
      start,
      { hostStart: 'start', delay: 9, order: 1 },
      'element',
      '<on_hoststart delay = "9"\n  order="1">start</on_hoststart>',
    ],
    [
      'a number that goes, with the white space before it',
      start,
      { hostStart: 'start', delay: 90 },
      'element',
      '<on_hoststart delay = "090">start</on_hoststart>',
    ],
    ['both go', start, { hostStart: 'restart-if-active' }, 'element', '<on_hoststart>restart-if-active</on_hoststart>'],
    [
      'a number more, in the quotes of the one before',
      '<on_hoststart delay="9">start</on_hoststart>',
      { hostStart: 'start', delay: 9, order: 3 },
      'element',
      '<on_hoststart delay="9" order="3">start</on_hoststart>',
    ],
    [
      'the first one, in the quotes of an element around',
      '<on_hoststart>start</on_hoststart>',
      { hostStart: 'start', order: 3 },
      'element',
      "<on_hoststart order='3'>start</on_hoststart>",
    ],
    [
      'an element instead of the other one',
      '<on_hoststart>start</on_hoststart>',
      { hostStop: 'save' },
      'element',
      '<on_hoststop>save</on_hoststop>',
    ],
    [
      'one element less',
      `${start}<on_hoststop>save</on_hoststop>`,
      { hostStop: 'save' },
      'element',
      '<on_hoststop>save</on_hoststop>',
    ],
    [
      'in the metadata, with its prefix',
      `<metadata><l:lifecycle xmlns:l="${NS}"><l:on_hoststart>start</l:on_hoststart></l:lifecycle></metadata>`,
      { hostStart: 'ignore', hostStop: 'save' },
      'metadata',
      `<metadata><l:lifecycle xmlns:l="${NS}"><l:on_hoststart>ignore</l:on_hoststart><l:on_hoststop>save</l:on_hoststop></l:lifecycle></metadata>`,
    ],
    [
      'metadata that only had the lifecycle',
      `<metadata> <lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle> </metadata>`,
      {},
      'element',
      '',
    ],
    [
      'metadata with something else',
      `<metadata><lifecycle xmlns="${NS}"><on_hoststop>save</on_hoststop></lifecycle><!-- c --></metadata>`,
      {},
      'element',
      '<metadata><!-- c --></metadata>',
    ],
  ])('%s', (_, before, lifecycle, placement, after) => {
    const around = (content: string): string => `<domain type='kvm'><name>a</name>${content}<devices/></domain>`
    expect(withLifecycle(around(before), lifecycle, placement)).toBe(around(after))
  })
})
