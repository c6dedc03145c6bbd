import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { FORMATS, isDomainMachine, readMachines, SourceText, writeMachines } from '../../src/index.js'
import { decodeExport } from '../../src/translate/index.js'
import { encode } from '../../src/xml/index.js'
import { LIBVIRT_SOURCE } from '../peers/programs.js'
import { describeSite, download, drop, dropFromDisk, paste, said, seriousFaults, textOf } from './site.js'

const HYPERV = 'examples/hyperv-synthetic'
const web01 = readFileSync('examples/domains/web01.xml', 'utf8')
const csv = readFileSync(`${HYPERV}/get-vm.csv`)

const SCHEMAS = join(LIBVIRT_SOURCE, 'src/conf/schemas')

/** libvirt's schemas, as files. */
const schemas = () => {
  const names = readdirSync(SCHEMAS).filter((name) => name.endsWith('.rng'))
  return names.map((name) => ({ name, content: readFileSync(join(SCHEMAS, name)) }))
}

describeSite(['chromium', 'libvirt-source'], 'the page', (site) => {
  test('a CSV of Get-VM that is dropped on it becomes domain XML in one step', async () => {
    const page = await site.open()
    await dropFromDisk(page, `${HYPERV}/get-vm.csv`)
    expect(await said(page, /machines/)).toBe('CSV, 3 machines: no errors.')
    expect(await textOf(page, 'result')).toContain('<on_hoststart delay="30">start</on_hoststart>')
    expect(await page.locator('#explanation').textContent()).toContain('the machine is asked to shut down')
    expect(await page.locator('td.lit').textContent()).toMatch(/^web01/)
    await page.getByRole('combobox', { name: 'Machine' }).selectOption('db01')
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    expect(await page.locator('td.lit').getAttribute('data-pair')).toBe('restart-if-active save')
    const { name, bytes } = await download(page)
    const [, db01] = machinesOf('get-vm.csv', csv)
    expect({ name, text: bytes.toString() }).toEqual({
      name: 'db01.xml',
      text: writeMachines(db01 === undefined ? [] : [db01], 'domain').documents[0]?.text,
    })
  })

  test('every form of Hyper-V becomes domain XML', async () => {
    const page = await site.open()
    for (const name of readdirSync(HYPERV).filter((file) => !file.endsWith('.ndjson'))) {
      const content = readFileSync(`${HYPERV}/${name}`)
      const [machine] = machinesOf(name, content)
      // Without a document in between, the one before could pass for this one.
      await paste(page, '')
      await page.getByRole('heading', { name: 'What happens to the machine' }).waitFor()
      await drop(page, { name, content })
      await page.getByRole('heading', { name: `What happens to ${machine?.name}`, exact: true }).waitFor()
      const [document] = writeMachines(machine === undefined ? [] : [machine], 'domain').documents
      expect({ name, written: (await download(page)).bytes.toString() }).toEqual({ name, written: document?.text })
    }
  })

  test('a JSON document on each line is read, too', async () => {
    const page = await site.open()
    await dropFromDisk(page, `${HYPERV}/all-hosts.ndjson`)
    expect(await said(page, /machines/)).toBe('Get-VM as JSON, 3 machines: no errors.')
    await paste(page, '{"VMName": "a", "AutomaticStopAction": 3}\n\n{"VMName": "b", "AutomaticStopAction": 9}')
    await said(page, /1 left out/)
    expect(await page.locator('#findings').textContent()).toContain('line 3, column 40')
  })

  test('a way out that is an option of the command line is a field of the page', async () => {
    const page = await site.open()
    await paste(page, '{"ElementName": "old01", "AutomaticStartupAction": 0}')
    await said(page, /1 error/)
    expect(await page.locator('#findings').textContent()).toContain('If so, choose v1 as the Hyper-V class')
    await page.getByLabel('Hyper-V class').selectOption('v1')
    await said(page, /1 machine/)
    await page.getByLabel('Placement').selectOption('metadata')
    await page.locator('#result').getByText('urn:x-virt-lifecycle').waitFor()
    await page.getByLabel('Read it as').selectOption('csv')
    await said(page, /1 error/)
    expect(await page.locator('#findings').textContent()).toContain('choose “what it looks like” at “Read it as”')
    await page.getByLabel('Read it as').selectOption('')
    await paste(page, '{"VMName": "a"}\n{"VMName":\n"b"}')
    await page.locator('#findings').getByText('put each on a line of its own').waitFor()
  })

  test('domain XML becomes every form', async () => {
    const page = await site.open()
    await paste(page, web01)
    await said(page, /1 machine/)
    const { machines } = readMachines(new SourceText('document', web01))
    for (const { id, write } of FORMATS) {
      if (write === undefined) continue
      await page.locator(`input[value="${id}"]`).check()
      await page
        .locator('#description')
        .filter({ hasText: descriptionOf(id) })
        .waitFor()
      const [document] = writeMachines(machines, id).documents
      expect({ id, written: (await download(page)).bytes.toString() }).toEqual({ id, written: document?.text })
    }
  })

  test('a domain keeps its bytes: encoding, byte order mark, line ends', async () => {
    const page = await site.open()
    const text = `\ufeff<?xml version="1.0" encoding="UTF-16"?>\n${web01.replace('Public', 'Öffentlich 🖥')}`
    const content = encode(text.replaceAll('\n', '\r\n'), 'UTF-16LE')
    await drop(page, { name: 'web01.xml', content })
    await said(page, /1 machine: no errors/)
    await page.locator('input[value="domain"]').check()
    await page.getByLabel('Placement').selectOption('metadata')
    await page.locator('#result').getByText('urn:x-virt-lifecycle').waitFor()
    const machines = machinesOf('web01.xml', content)
    expect(machines.every(isDomainMachine)).toBe(true)
    const [document] = writeMachines(machines, 'domain', { placement: 'metadata' }).documents
    expect((await download(page)).bytes).toEqual(Buffer.from(encode(document?.text ?? '', 'UTF-16LE')))
  })

  test('an error is listed under the text, and one click fixes it', async () => {
    const page = await site.open()
    await paste(page, web01.replace('>shutdown<', '>shut-down<'))
    expect(await said(page, /error/)).toBe('domain XML: 1 error.')
    const finding = page.getByRole('list', { name: 'What was found in it' }).getByRole('listitem')
    expect(await finding.textContent()).toContain('on_hoststop is "shut-down"')
    await finding.getByText('VL203').click()
    expect(await finding.textContent()).toContain('The value is not allowed.')
    await finding.getByRole('button', { name: /^Fix:/ }).click()
    expect(await said(page, /no errors/)).toBe('domain XML, 1 machine: no errors.')
    expect(await textOf(page, 'editor')).toBe(web01)
    await page.keyboard.press('Control+z')
    await said(page, /1 error/)
  })

  test('all fixes can be made at once', async () => {
    const page = await site.open()
    const text = web01.replace('>shutdown<', '>shut-down<').replace('>start<', '>Start<')
    await paste(page, text)
    await said(page, /2 errors/)
    await page.getByRole('button', { name: 'Make all the fixes' }).click()
    await said(page, /no errors/)
    expect(await textOf(page, 'editor')).toBe(web01)
  })

  test.each([
    ['hello', 'Not recognised: 1 error.', 'the format is not recognised'],
    ['[{"Name": "a", "AutomaticStartAction": 9}]', 'Get-VM as JSON, 1 left out: 1 error.', 'AutomaticStartAction is 9'],
    ['<network><name>a</name></network>', 'domain XML: 1 error.', 'network'],
  ])('what cannot be read is said, not passed over: %s', async (text, summary, message) => {
    const page = await site.open()
    await paste(page, text)
    expect(await said(page, /error/)).toBe(summary)
    expect(await page.locator('#findings').textContent()).toContain(message)
    expect(await page.locator('#description').textContent()).toContain('Nothing can be written')
    expect(await page.getByRole('button', { name: 'Copy', exact: true }).isDisabled()).toBe(true)
  })

  test("libvirt's schemas that are dropped on it change the verdict", async () => {
    const page = await site.open()
    await paste(page, web01.replace("bus='virtio'", "bus='virtoi'"))
    await said(page, /no errors/)
    await dropFromDisk(page, SCHEMAS)
    await said(page, /1 error/)
    expect(await page.locator('#findings').textContent()).toContain('"virtoi"')
    await paste(page, '<network><name>a</name></network>')
    await said(page, /no errors/)
    await page.getByRole('button', { name: 'Use the embedded schema again' }).click()
    await said(page, /1 error/)
  })

  test('one schema of your own is used as it is', async () => {
    const page = await site.open()
    await paste(page, '<domain><name>a</name></domain>')
    await said(page, /no errors/)
    const content = `<element name="domain" xmlns="http://relaxng.org/ns/structure/1.0">
      <element name="title"><text/></element></element>`
    await drop(page, { name: 'own.rng', content })
    await page.locator('#schema').filter({ hasText: 'checked against own.rng' }).waitFor()
    await said(page, /2 errors/)
    expect(await page.locator('#findings').textContent()).toContain('<title>')
  })

  test('schemas that cannot be used are refused, and nothing changes', async () => {
    const page = await site.open()
    await paste(page, web01)
    await drop(page, ...schemas().filter(({ name }) => name !== 'domain.rng'))
    await page.locator('#schema').filter({ hasText: 'domain.rng is not among' }).waitFor()
    await drop(page, { name: 'own.rng', content: '<grammar xmlns="http://relaxng.org/ns/structure/1.0"/>' })
    await page.locator('#schema').filter({ hasText: 'cannot be used: own.rng:1:' }).waitFor()
    await said(page, /no errors/)
  })

  test('elements, attributes and values are completed from the schema', async () => {
    const page = await site.open()
    await paste(page, '<domain>\n<on_hoststop>save</on_hoststop>\n</domain>')
    await goToLine(page, 1)
    await page.keyboard.press('End')
    expect(await offered(page, '<on_')).toEqual(['on_hoststart'])
    await choose(page, 'on_hoststart')
    expect(await offered(page, 'st')).toEqual(['start', 'restart-if-active'])
    await choose(page, 'start')
    await goToLine(page, 1)
    for (let i = 0; i < '<domain><on_hoststart'.length; i++) await page.keyboard.press('ArrowRight')
    expect(await offered(page, ' ')).toEqual(['delay', 'order'])
    await choose(page, 'delay')
    await page.keyboard.type('30')
    await said(page, /no errors/)
    const [first] = (await textOf(page, 'editor')).split('\n')
    expect(first).toBe("<domain><on_hoststart delay='30'>start</on_hoststart>")
    await drop(page, ...schemas())
    await page.locator('#schema').filter({ hasText: "libvirt's schema" }).waitFor()
    await goToLine(page, 2)
    expect(await offered(page, '<devi')).toEqual(['devices'])
  })

  test('a link holds the document', async () => {
    const page = await site.open()
    const text = web01.replace('Public', 'Öffentlicher 🖥 <!-- "%&+/= -->')
    await paste(page, text)
    await page.getByRole('button', { name: 'Copy a link to it' }).click()
    await page.locator('#link-said').filter({ hasText: 'link of' }).waitFor()
    const link = await page.locator('#link').inputValue()
    expect(link.startsWith(`${site.url}#`)).toBe(true)
    const fragment = link.slice(site.url.length)
    expect(await textOf(await openLink(fragment, /1 machine/), 'editor')).toBe(text)
    const cut = fragment.slice(0, fragment.indexOf('&file') - 20)
    expect(await textOf(await openLink(cut, /cut/), 'editor')).not.toContain('domain>')
    // A browser that cannot compress makes a longer one.
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'CompressionStream'))
    await page.getByRole('button', { name: 'Copy a link to it' }).click()
    await page.waitForFunction((before) => document.querySelector<HTMLInputElement>('#link')?.value !== before, link)
    const plain = (await page.locator('#link').inputValue()).slice(site.url.length)
    expect(plain.length).toBeGreaterThan(fragment.length)
    expect(await textOf(await openLink(plain, /1 machine/), 'editor')).toBe(text)
  })

  async function openLink(fragment: string, expected: RegExp): Promise<Page> {
    const page = await site.open({ fragment })
    await said(page, expected)
    return page
  }

  test('a megabyte is read while one types', async () => {
    const page = await site.open()
    const machines = Array.from({ length: 10_000 }, (_, i) => ({
      VMName: `vm${i}`,
      VMId: `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`,
      AutomaticStartAction: 4,
      AutomaticStopAction: 3,
    }))
    await paste(page, JSON.stringify(machines, null, 1))
    await page.keyboard.type('\n\n')
    expect(await said(page, /machines/)).toBe('Get-VM as JSON, 10000 machines: no errors.')
    await page.getByRole('combobox', { name: 'Machine' }).selectOption('vm9999')
    await page.getByRole('heading', { name: 'What happens to vm9999' }).waitFor()
  })

  test('it can be used with the keyboard alone', async () => {
    const page = await site.open()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Open files…')
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab')
    await page.keyboard.type('VMName,AutomaticStopAction\nweb01,Save')
    await said(page, /1 machine/)
    // The editor keeps no one: Tab leaves it.
    for (let i = 0; (await focused(page)) !== 'domain' && i < 20; i++) await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    await page.locator('#result').getByText('virsh').first().waitFor()
  })

  test.each(['light', 'dark'] as const)('axe finds nothing serious in it: %s', async (colorScheme) => {
    const page = await site.open({ colorScheme })
    expect(await seriousFaults(page)).toEqual([])
    await paste(page, web01.replace('>shutdown<', '>shut-down<'))
    await said(page, /1 error/)
    await page.getByText('VL203').click()
    expect(await seriousFaults(page)).toEqual([])
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    expect(await seriousFaults(page)).toEqual([])
    // What was written before, in grey.
    await page.getByRole('textbox', { name: 'Your document' }).click()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('x')
    await page.locator('#written.stale').waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('it fits on a phone', async () => {
    const page = await site.open({ viewport: { width: 360, height: 740 } })
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    await page.getByRole('button', { name: 'Copy a link to it' }).click()
    await page.locator('#link-said').filter({ hasText: 'link of' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  test('it is one small file, with the licences of what is in it', () => {
    const page = readFileSync(site.file)
    expect(readdirSync(join(site.file, '..'))).toEqual(['index.html'])
    expect(gzipSync(page, { level: 9 }).length).toBeLessThanOrEqual(400_000)
    const licences = /<pre[^>]*>([\s\S]*)<\/pre>/.exec(page.toString())?.[1]
    expect(licences).toMatch(/@codemirror\/view [\d.]+ \(MIT\)[\s\S]{0,200}Permission is hereby granted/)
    expect(licences).toMatch(/saxes [\d.]+ \(ISC\)/)
  })
})

function machinesOf(name: string, content: Uint8Array) {
  const decoded = decodeExport(content, name)
  if ('diagnostic' in decoded) throw new Error(decoded.diagnostic.message)
  return readMachines(decoded.document).machines
}

function descriptionOf(id: string): string {
  return (FORMATS.find((format) => format.id === id)?.description ?? '').replace(/; also .*/, '')
}

/** Put the cursor at the beginning of a line. */
async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+Home')
  for (let i = 1; i < line; i++) await page.keyboard.press('ArrowDown')
}

/** What the editor offers once this has been typed. */
async function offered(page: Page, typed: string): Promise<readonly string[]> {
  await page.keyboard.type(typed)
  await page.waitForFunction(() =>
    document.querySelector('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)'),
  )
  return await page.locator('.cm-completionLabel').allTextContents()
}

/** Take what is offered. */
async function choose(page: Page, label: string): Promise<void> {
  await page.locator('.cm-completionLabel').getByText(label, { exact: true }).click()
  await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' })
}

/** What has the focus: its words, or the value of a choice. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document
    return activeElement instanceof HTMLInputElement ? activeElement.value : (activeElement?.textContent ?? '')
  })
}
