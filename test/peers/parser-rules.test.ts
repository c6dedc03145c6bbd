import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { applyEdits } from '../../src/diagnostics/index.js'
import { PARSER_RULES, parserCheck } from '../../src/domain/index.js'
import { validateDomain } from '../../src/validate/index.js'
import { decode } from '../../src/xml/index.js'
import { validDocuments } from '../schema/validators.js'
import { libvirtTestData } from './corpus.js'
import { describeWithPeer, LIBVIRT_SCHEMAS } from './programs.js'
import { defined } from './virsh-define.js'

const domain = (
  content: string,
  { memory = '<memory>8192</memory>', os = '<os><type>hvm</type></os>', name = 'vm' } = {},
) => `<domain type="test"><name>${name}</name>${memory}${os}${content}</domain>`
const devices = (content: string, more: Parameters<typeof domain>[1] = {}) =>
  domain(`<devices>${content}</devices>`, more)
const disk = (target: string, more = '') =>
  `<disk type="file" device="disk"><source file="/a"/><target ${target}/>${more}</disk>`
const serial = (type: string, source: string) => devices(`<serial type="${type}">${source}</serial>`)
const usb = (vendor: string, product: string) =>
  devices(
    `<hostdev mode="subsystem" type="usb"><source><vendor id="${vendor}"/><product id="${product}"/></source></hostdev>`,
  )
/** A guest has no ports for USB unless a controller is asked for. */
const USB = '<controller type="usb"/>'
const rng = (source: string) => `<rng model="virtio"><backend model="egd" type="udp">${source}</backend></rng>`
const net = (more: string) => `<interface type="user">${more}</interface>`

/** For each rule: domains that libvirt refuses, and how they would be right. */
const CASES: Readonly<Record<string, { readonly wrong: readonly string[]; readonly right: readonly string[] }>> = {
  VL221: {
    wrong: [devices(net('<boot order="1"/>'), { os: '<os><type>hvm</type><boot dev="hd"/></os>' })],
    right: [devices(net('<boot order="1"/>')), devices(net(''), { os: '<os><type>hvm</type><boot dev="hd"/></os>' })],
  },
  VL222: {
    wrong: [
      devices(`${disk('dev="vda" bus="virtio"', '<boot order="1"/>')}${net('<boot order="1"/>')}`),
      devices(`${net('<boot order="01"/>')}${net('<boot order="1"/>')}`),
    ],
    right: [
      devices(`${disk('dev="vda" bus="virtio"', '<boot order="1"/>')}${net('<boot order="2"/>')}`),
      devices(net('<boot order="1"/>').repeat(2), { os: '<os><type>exe</type><init>/sbin/init</init></os>' }),
    ],
  },
  VL223: {
    wrong: [domain('', { memory: '' }), domain('', { memory: '<memory>0</memory>' })],
    right: ['', '<memory>0</memory>'].map((memory) =>
      domain('<vcpu>1</vcpu><cpu><numa><cell cpus="0" memory="8192"/></numa></cpu>', { memory }),
    ),
  },
  VL224: {
    wrong: [devices(disk('dev="vda" bus="virtio"') + disk('dev="vda" bus="virtio"'))],
    right: [devices(disk('dev="vda" bus="virtio"') + disk('dev="vdb" bus="virtio"'))],
  },
  VL225: { wrong: [domain('', { name: 'a/b' })], right: [domain('', { name: 'a-b' })] },
  VL226: {
    wrong: [
      domain('', { os: '' }),
      domain('<bootloader/>', { os: '' }),
      domain('<bootloader></bootloader>', { os: '' }),
    ],
    right: [domain(''), domain('<bootloader>/usr/bin/pygrub</bootloader>', { os: '' })],
  },
  VL227: {
    wrong: [devices('<interface type="bridge"/>')],
    right: [devices('<interface type="bridge"><source bridge="br0"/></interface>')],
  },
  VL228: {
    wrong: [
      domain('<cpu mode="host-model" migratable="on"/>'),
      domain('<cpu mode="custom" migratable="off"><model>kvm64</model></cpu>'),
      domain('<cpu migratable="on"><model>kvm64</model></cpu>'),
    ],
    right: [
      domain('<cpu mode="host-passthrough" migratable="on"/>'),
      domain('<cpu mode="maximum" migratable="on"/>'),
      domain('<cpu mode="host-model"/>'),
    ],
  },
  VL229: {
    wrong: [domain('<clock offset="timezone"/>')],
    right: [domain('<clock offset="timezone" timezone="UTC"/>')],
  },
  VL230: {
    wrong: [
      serial('file', ''),
      serial('dev', ''),
      serial('pipe', ''),
      serial('unix', '<source mode="bind"/>'),
      serial('tcp', '<source mode="connect" host="h"/>'),
      serial('tcp', '<source mode="connect" service="1"/>'),
      serial('udp', '<source mode="bind" service="1"/>'),
      serial('udp', ''),
      devices('<parallel type="dev"/>'),
      devices('<console type="pipe"/>'),
      devices('<console type="unix"><target type="virtio"/></console>'),
      devices('<channel type="unix"><target type="guestfwd" address="10.0.2.1" port="4600"/></channel>'),
      devices('<channel type="file"><target type="virtio" name="a"/></channel>'),
      devices(`${USB}<redirdev bus="usb" type="tcp"><source mode="connect" host="h"/></redirdev>`),
      devices('<smartcard mode="passthrough" type="tcp"/>'),
      devices(rng('<source mode="bind" service="1"/>')),
    ],
    right: [
      serial('file', '<source path="/a"/>'),
      serial('pty', ''),
      serial('unix', '<source mode="bind" path="/a"/>'),
      serial('tcp', '<source mode="connect" host="h" service="1"/>'),
      serial('udp', '<source mode="connect" host="h" service="1"/>'),
      serial('udp', '<source service="1"/>'),
      serial('udp', '<source mode="bind" service="1"/><source mode="connect" host="h" service="2"/>'),
      devices('<channel type="unix"><target type="virtio" name="a"/></channel>'),
      devices('<channel type="unix"><target type="xen" name="a"/></channel>'),
      devices(`${USB}<redirdev bus="usb" type="tcp"><source mode="connect" host="h" service="1"/></redirdev>`),
      devices(
        '<smartcard mode="passthrough" type="tcp"><source mode="bind" host="127.0.0.1" service="1"/></smartcard>',
      ),
      devices(rng('<source mode="bind" service="1"/><source mode="connect" host="h" service="2"/>')),
    ],
  },
  VL231: {
    wrong: [
      domain('<features><hyperv><spinlocks state="on" retries="4094"/></hyperv></features>'),
      domain('<features><hyperv><spinlocks state="on"/></hyperv></features>'),
    ],
    right: [
      domain('<features><hyperv><spinlocks state="on" retries="4095"/></hyperv></features>'),
      domain('<features><hyperv><spinlocks state="off" retries="4094"/></hyperv></features>'),
      domain('<features><hyperv><spinlocks state="off"/></hyperv></features>'),
    ],
  },
  VL232: { wrong: [usb('beef', '0x1'), usb('0x1', '00aF')], right: [usb('0xbeef', '0x00aF'), usb('1234', '1')] },
  VL233: {
    wrong: [
      devices(net('<alias name="ua-1"/>') + net('<alias name="ua-1"/>')),
      devices(disk('dev="vda" bus="virtio"', '<alias name="ua-1"/>') + net('<alias name="ua-1"/>')),
      devices('<shmem name="a"><alias name="ua-1"/></shmem><shmem name="b"><alias name="ua-1"/></shmem>'),
    ],
    right: [
      devices(net('<alias name="ua-1"/>') + net('<alias name="ua-2"/>')),
      devices(net('<alias name="net0"/>') + net('<alias name="net0"/>')),
      devices(net('<alias name="a-ua-1"/>') + net('<alias name="a-ua-1"/>')),
    ],
  },
  VL234: {
    wrong: [domain('<vcpu current="4">2</vcpu>'), domain('<vcpu current="10">9</vcpu>')],
    right: [domain('<vcpu current="2">2</vcpu>'), domain('<vcpu current="1">2</vcpu>'), domain('<vcpu>2</vcpu>')],
  },
  VL235: {
    wrong: [
      domain('<cputune><shares>1</shares></cputune>'),
      domain('<cputune><shares>262145</shares></cputune>'),
      domain('<cputune><quota>999</quota></cputune>'),
      domain('<cputune><global_quota>999</global_quota></cputune>'),
      domain('<cputune><emulator_quota>1</emulator_quota></cputune>'),
      domain('<cputune><iothread_quota>999</iothread_quota></cputune>'),
    ],
    right: [
      domain('<cputune><shares>2</shares></cputune>'),
      domain('<cputune><shares>262144</shares></cputune>'),
      domain('<cputune><shares>0</shares></cputune>'),
      domain('<cputune><quota>-1</quota></cputune>'),
      domain('<cputune><quota>1000</quota></cputune>'),
      domain('<cputune><global_quota>1000</global_quota></cputune>'),
      domain('<cputune><emulator_quota>1000</emulator_quota></cputune>'),
      domain('<cputune><iothread_quota>1000</iothread_quota></cputune>'),
    ],
  },
  VL236: {
    wrong: [
      domain('<vcpu cpuset="3-1">2</vcpu>'),
      domain('<vcpu>1</vcpu><cputune><vcpupin vcpu="0" cpuset="0,5-4"/></cputune>'),
      domain('<cputune><emulatorpin cpuset="3-1"/></cputune>'),
      domain('<iothreads>1</iothreads><cputune><iothreadpin iothread="1" cpuset="3-1"/></cputune>'),
    ],
    right: [domain('<vcpu cpuset="1-1,3-4,^4">2</vcpu>'), domain('<vcpu cpuset="9-10">2</vcpu>')],
  },
  VL237: {
    wrong: [
      domain('<numatune><memory mode="strict"/></numatune>'),
      domain('<vcpu placement="static">1</vcpu><numatune><memory mode="strict" placement="static"/></numatune>'),
      domain('<vcpu placement="auto">1</vcpu><numatune><memory mode="strict" placement="static"/></numatune>'),
      domain('<vcpu placement="static">1</vcpu><numatune><memory mode="strict"/></numatune>'),
      domain('<vcpu>1</vcpu><numatune><memory mode="strict"/></numatune>'),
    ],
    right: [
      domain('<numatune><memory mode="strict" nodeset="0"/></numatune>'),
      domain('<numatune><memory mode="strict" placement="auto"/></numatune>'),
      domain('<vcpu placement="auto">1</vcpu><numatune><memory mode="strict"/></numatune>'),
    ],
  },
  VL238: {
    wrong: [
      devices('<panic model="isa"/><panic model="isa"/>'),
      devices('<panic/><panic/>'),
      devices('<video><model type="vga" primary="yes"/></video><video><model type="qxl" primary="yes"/></video>'),
    ],
    right: [
      devices('<panic model="isa"/><panic model="hyperv"/>'),
      devices('<panic model="isa"/><panic/>'),
      devices('<video><model type="vga" primary="yes"/></video><video><model type="qxl"/></video>'),
      devices('<video><model type="vga" primary="no"/></video>'.repeat(2)),
      // With white space around it, the word says nothing.
      devices('<video><model type="vga" primary=" yes "/></video>'.repeat(2)),
    ],
  },
  VL239: {
    wrong: [
      serial('unix', '<source mode="client" path="/a"/>'),
      serial('tcp', '<source mode="BIND" host="h" service="1"/>'),
      serial('udp', '<source mode="" host="h" service="1"/>'),
      devices(`${USB}<redirdev bus="usb" type="tcp"><source mode="connect " host="h" service="1"/></redirdev>`),
    ],
    right: [
      serial('unix', '<source mode="connect" path="/a"/>'),
      serial('tcp', '<source mode="bind" host="h" service="1"/>'),
      // It is not read.
      serial('pty', '<source mode="client" path="/a"/>'),
    ],
  },
  VL240: {
    wrong: [
      ...['', '0 ', '0x1', '1x', 'ttyS0', '4294967296'].flatMap((port) => [
        devices(`<serial type="pty"><target port="${port}"/></serial>`),
        devices(`<parallel type="pty"><target port="${port}"/></parallel>`),
        devices(`<console type="pty"><target port="${port}"/></console>`),
      ]),
      ...['', '-1', '1 '].map((port) =>
        devices(`<channel type="pty"><target type="guestfwd" address="10.0.2.1" port="${port}"/></channel>`),
      ),
    ],
    right: [
      ...[' 0', '-1', '+1', '01', '4294967295'].map((port) =>
        devices(`<parallel type="pty"><target port="${port}"/></parallel>`),
      ),
      ...[' 1', '+1', '4600'].map((port) =>
        devices(`<channel type="pty"><target type="guestfwd" address="10.0.2.1" port="${port}"/></channel>`),
      ),
    ],
  },
}

const said = (text: string) => validateDomain(text, { engine: 'none', parserCheck })
const codes = (text: string): readonly string[] => said(text).map(({ code }) => code)

const wrong = Object.values(CASES).flatMap((each) => each.wrong)
const right = Object.values(CASES).flatMap((each) => each.right)

describe("what libvirt's parser refuses is reported", () => {
  test('each rule has a case', () => {
    expect(Object.keys(CASES)).toEqual(PARSER_RULES.map(({ code }) => code).sort())
  })

  test.each(Object.entries(CASES))('%s', (code, each) => {
    expect(each.wrong.map(codes)).toEqual(each.wrong.map(() => [code]))
    expect(each.right.map(codes)).toEqual(each.right.map(() => []))
  })

  test('what the schema refuses is not reported, however much is missing', () => {
    const channel = '<channel type="unix"><target type="virtio"/><target/></channel>'
    const content = `<interface><alias/><alias/></interface><serial/><hostdev><source><vendor/></source></hostdev>${channel}`
    expect(codes(devices(content))).toEqual([])
    expect(codes(devices('<channel type="unix"><target/></channel>'))).toEqual(['VL230'])
    expect(codes(domain('<cpu/><clock/><features><hyperv><spinlocks retries="1"/></hyperv></features>'))).toEqual([])
  })

  test('the fix of an identifier without "0x" writes that, and leaves the digits as they are', () => {
    const text = usb('beef', '00aF')
    const fixed = applyEdits(
      text,
      said(text).flatMap(({ fix = [] }) => fix),
    )
    expect(fixed).toBe(usb('0xbeef', '0x00aF'))
    expect(codes(fixed)).toEqual([])
  })
})

describeWithPeer(['virsh', 'xmllint', 'libvirt-schemas'], 'libvirt', () => {
  test('its schema allows all of it, and virsh define refuses what is reported and takes what is not', async () => {
    const verdicts = await validDocuments('xmllint', join(LIBVIRT_SCHEMAS, 'domain.rng'), [...wrong, ...right])
    expect([...wrong, ...right].filter((text) => verdicts[text] !== true)).toEqual([])
    const taken = defined([...wrong, ...right])
    expect(wrong.filter((_, i) => taken[i])).toEqual([])
    expect(right.filter((_, i) => !taken[wrong.length + i])).toEqual([])
  })
})

describeWithPeer(['libvirt-source'], "domains of libvirt's own tests", () => {
  test('nothing is reported of those that QEMU is started with', () => {
    const data = libvirtTestData()
    const started = new Set(
      data.flatMap(({ path }) => (path.includes('/qemuxml2xmloutdata/') ? [path.replace(/^.*\//, '')] : [])),
    )
    const reported = data.flatMap(({ path, bytes }) => {
      if (!path.includes('/qemuxml2argvdata/') || !started.has(path.replace(/^.*\//, ''))) return []
      const decoded = decode(bytes, path)
      if (!('document' in decoded)) return []
      const found = said(decoded.document.text)
      return found.filter(({ code }) => /^VL2[23]/.test(code)).map(({ code, message }) => [path, code, message])
    })
    expect(started.size).toBeGreaterThan(300)
    expect(reported).toEqual([])
  })
})
