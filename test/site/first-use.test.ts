import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { describeSite, download, drop, paste, said, textOf } from './site.js'

const web01 = readFileSync('examples/domains/web01.xml', 'utf8')
const csv = readFileSync('examples/hyperv-synthetic/get-vm.csv', 'utf8')

/** A domain with what matters here only. */
const domain = (name: string, stop = 'save') =>
  `<domain>\n  <name>${name}</name>\n  <on_hoststart>start</on_hoststart>\n  <on_hoststop>${stop}</on_hoststop>\n</domain>\n`

describeSite(['chromium'], 'the page, used for the first time', (site) => {
  test.each([
    ['empty.csv', '', 'empty.csv is empty. Nothing was opened.'],
    ['blank.csv', '\ufeff\r\n', 'blank.csv is empty. Nothing was opened.'],
    ['photo.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'photo.jpg is not a text file. Nothing was opened.'],
  ])('%s does not take the place of the document', async (name, content, message) => {
    const page = await site.open()
    await paste(page, web01)
    await said(page, /1 machine/)
    await drop(page, { name, content })
    expect(await said(page, /opened/)).toBe(message)
    expect(await textOf(page, 'editor')).toBe(web01)
    expect(await page.locator('#editor .cm-placeholder').count()).toBe(0)
  })

  test('several files are one list of machines, and each can be corrected', async () => {
    const page = await site.open()
    await drop(
      page,
      { name: 'web01.xml', content: domain('web01') },
      { name: 'db01.xml', content: domain('db01', 'shut-down') },
      { name: 'lab.xml', content: domain('lab', 'destroy') },
      { name: 'empty.xml', content: '' },
    )
    expect(await said(page, /documents/)).toMatch(
      /^domain XML, 3 documents, 2 machines.*: 1 error\. empty.xml is empty\.$/,
    )
    await page.getByRole('button', { name: 'db01.xml, line 4' }).click()
    expect(await page.getByRole('combobox', { name: 'Document' }).inputValue()).toBe('db01.xml')
    expect(await textOf(page, 'editor')).toContain('shut-down')
    await page.getByRole('button', { name: /^Fix: write shutdown/ }).click()
    expect(await said(page, /no errors/)).toBe('domain XML, 3 documents, 3 machines: no errors.')
    await page.locator('input[value="csv"]').check()
    await page.locator('#result').getByText('ShutDown').waitFor()
    const { name, bytes } = await download(page)
    expect(name).toBe('machines.csv')
    expect(bytes.toString().match(/web01|db01|lab/g)).toEqual(['web01', 'db01', 'lab'])
    await page.getByRole('combobox', { name: 'Document' }).selectOption('lab.xml')
    expect(await textOf(page, 'editor')).toBe(domain('lab', 'destroy'))
  })

  test('files of different forms are read together', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv }, { name: 'new01.xml', content: domain('new01') })
    expect(await said(page, /machines/)).toBe('CSV and domain XML, 2 documents, 4 machines: no errors.')
  })

  test.each([
    ['all of it is typed', '<on_hoststop>'],
    ['it was chosen from the list', '<on_hosts'],
  ])('an end tag that is typed goes into the one that is there: %s', async (_, typed) => {
    const page = await site.open()
    await paste(page, '<domain>\n  <name>a</name>\n\n</domain>')
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type(typed)
    if (!typed.endsWith('>')) {
      // A list that has just come up takes no click yet.
      const chosen = page.locator('.cm-completionLabel').getByText('on_hoststop', { exact: true })
      await chosen.waitFor()
      await page.waitForTimeout(300)
      await chosen.click()
      await page.locator('.cm-completionLabel').first().waitFor({ state: 'hidden' })
    }
    await page.keyboard.type('save</on_hoststop><!-- b -->')
    expect(await textOf(page, 'editor')).toBe(
      '<domain>\n  <name>a</name>\n<on_hoststop>save</on_hoststop><!-- b -->\n</domain>',
    )
  })

  test('the end tag of an element within is not typed over that of the element around it', async () => {
    const page = await site.open()
    await paste(page, '<domain><b>x</domain>')
    await page.keyboard.press('Control+Home')
    for (let i = 0; i < '<domain><b>x'.length; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type('</b>')
    expect(await textOf(page, 'editor')).toBe('<domain><b>x</b></domain>')
  })

  test('all documents of a form are one archive', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    const { name, bytes } = await download(page, 'Download all 3 (ZIP)')
    expect(name).toBe('machines.zip')
    const files = Object.entries(unzipSync(bytes)).map(([file, content]) => [file, Buffer.from(content).toString()])
    const [, [, db01] = []] = files
    expect(files.map(([file]) => file)).toEqual(['web01.xml', 'db01.xml', 'dc01.xml'])
    await page.getByRole('combobox', { name: 'Machine' }).selectOption('db01')
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    expect((await download(page)).bytes.toString()).toBe(db01)
    await page.locator('input[value="csv"]').check()
    await page.locator('#result').getByText('AutomaticStartAction').waitFor()
    expect(await page.getByRole('button', { name: /Download all/ }).isVisible()).toBe(false)
  })

  test('all documents are copied in one go', async () => {
    const page = await site.open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    await page.getByRole('button', { name: 'Copy all 3 documents' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#result-said').filter({ hasText: 'Copied' }).waitFor()
    expect(await page.locator('#result-said').textContent()).toBe('Copied 3 documents, one after the other.')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.match(/<name>.*<\/name>/g)).toEqual(['web01', 'db01', 'dc01'].map((name) => `<name>${name}</name>`))
    const [first] = copied.split('\n\n')
    expect(first).toBe((await textOf(page, 'result')).trimEnd())
    await page.locator('input[value="csv"]').check()
    await page.locator('#result').getByText('AutomaticStartAction').waitFor()
    expect(await page.getByRole('button', { name: /Copy all/ }).isVisible()).toBe(false)
  })

  test('a warning above domain XML says that libvirt drops the elements, and leads to what has an effect', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    const effect = page.locator('#effect')
    expect(await effect.textContent()).toContain('libvirt up to 12.8 silently drops these two elements')
    await effect.getByRole('button', { name: 'metadata' }).click()
    await effect.getByText('does not act on it').waitFor()
    await effect.getByRole('button', { name: 'virsh script' }).click()
    await page.locator('#result').getByText('virsh').first().waitFor()
    expect(await effect.isVisible()).toBe(false)
    await page.locator('input[value="libvirt-guests"]').check()
    await page.locator('#notes').getByText('a virsh script keeps every setting').first().waitFor()
  })

  test('what was linked is no longer in the address once it is edited, and leaving is asked about', async () => {
    const page = await site.open({ fragment: await linkTo(await openPasted(web01)) })
    await said(page, /1 machine/)
    expect(await page.evaluate(() => location.hash)).not.toBe('')
    await page.getByRole('textbox', { name: 'Your document' }).click()
    await page.keyboard.type(' ')
    expect(await page.evaluate(() => location.hash)).toBe('')
    const [dialog] = await Promise.all([
      page.waitForEvent('dialog'),
      page.evaluate(() => void setTimeout(() => location.reload())),
    ])
    expect(dialog.type()).toBe('beforeunload')
    await dialog.dismiss()
    expect(await textOf(page, 'editor')).toMatch(/^ /m)
  })

  test('a link holds the form, the placement and the machine too, and all documents', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv }, { name: 'new01.xml', content: domain('new01') })
    await said(page, /4 machines/)
    await page.getByLabel('Placement').selectOption('metadata')
    await page.getByRole('combobox', { name: 'Machine' }).selectOption('db01')
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    const other = await site.open({ fragment: await linkTo(page) })
    await said(other, /4 machines/)
    await other.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    expect(await textOf(other, 'result')).toContain('urn:x-virt-lifecycle')
    await page.locator('input[value="virsh"]').check()
    await page.locator('#result').getByText('virsh').first().waitFor()
    const third = await site.open({ fragment: await linkTo(page) })
    await said(third, /4 machines/)
    expect(await third.locator('input[value="virsh"]').isChecked()).toBe(true)
    expect(await third.getByRole('combobox', { name: 'Machine' }).inputValue()).toBe('db01')
    expect(await page.locator('#link-said').textContent()).toContain('only where the file is at the same path')
  })

  test('while a word is half typed, what was written before stays, in grey', async () => {
    const page = await openPasted(web01)
    const before = await textOf(page, 'result')
    await page.keyboard.press('Control+End')
    await page.keyboard.type('<')
    await said(page, /1 error/)
    expect(await textOf(page, 'result')).toBe(before)
    expect(await page.locator('#written').getAttribute('class')).toBe('stale')
    const filter = await page.locator('#result .cm-editor').evaluate((field) => getComputedStyle(field).filter)
    expect(filter).toBe('grayscale(1)')
    expect(await page.locator('input[value="powershell"]').isChecked()).toBe(true)
    expect(await page.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true)
    await page.keyboard.press('Backspace')
    await said(page, /no errors/)
    expect(await page.locator('#written').getAttribute('class')).toBe('')
    // Of another document it says nothing.
    await page.keyboard.type('<')
    await said(page, /1 error/)
    await drop(page, { name: 'other.txt', content: 'hello' })
    await said(page, /Not recognised/)
    expect(await textOf(page, 'result')).toBe('')
  })

  test('the written form says that it is read only, and can be edited with one click', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    await page.getByRole('combobox', { name: 'Machine' }).selectOption('db01')
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    await page.locator('#result .cm-content').click()
    await page.keyboard.type('x')
    expect(await page.locator('#result-said').textContent()).toContain('read only')
    await page.getByRole('button', { name: 'Edit this' }).click()
    expect(await said(page, /documents/)).toMatch(/^domain XML, 3 documents, 3 machines/)
    expect(await page.getByRole('combobox', { name: 'Document' }).inputValue()).toBe('db01.xml')
    expect(await textOf(page, 'editor')).toContain('<name>db01</name>')
    await page.locator('input[value="csv"]').check()
    await page.locator('#result').getByText('db01').first().waitFor()
    await page.getByRole('button', { name: 'Edit this' }).click()
    expect(await said(page, /CSV/)).toBe('CSV, 3 machines: no errors.')
  })

  test('on a phone the result is in sight once a file is open, and so is what is said of a link', async () => {
    const page = await site.open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    expect(await isInSight(page, '#written-title')).toBe(true)
    await page.locator('#outcomes').getByRole('button', { name: 'db01' }).click()
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
    const [lit, names] = await page
      .locator('td.lit, tr:has(td.lit) th')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).sort((a, b) => b.left - a.left))
    expect(lit?.left).toBeGreaterThanOrEqual(names?.right ?? Number.NaN)
    await page.getByRole('button', { name: 'Copy a link to it' }).click()
    await page.locator('#link-said').filter({ hasText: 'link of' }).waitFor()
    expect(await isInSight(page, '#link-said')).toBe(true)
    expect(await isInSight(page, '#status')).toBe(true)
  })

  test('the Hyper-V class can be chosen while it is in question only', async () => {
    const page = await site.open()
    const choice = page.getByLabel('Hyper-V class')
    await paste(page, '{"ElementName": "old01", "AutomaticStartupAction": 0}')
    await said(page, /1 error/)
    await choice.selectOption('v1')
    await said(page, /1 machine/)
    expect(await choice.isVisible()).toBe(true)
    await drop(page, { name: 'web01.xml', content: web01 })
    await said(page, /domain XML/)
    expect(await choice.isVisible()).toBe(false)
    await drop(page, { name: 'bad.csv', content: csv.replace('"Start"', '"Startt"') })
    await said(page, /1 left out/)
    expect(await choice.isVisible()).toBe(false)
  })

  test('a sentence for each machine says what happens to it', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    const outcomes = page.locator('#outcomes li')
    expect(await outcomes.allTextContents()).toEqual([
      'web01: shut down, then booted; started even if it was off; booted after a power failure.',
      'db01: saved, then resumed; stays off if it was off; booted after a power failure.',
      'dc01: shut down, then booted; started even if it was off; booted after a power failure.',
    ])
    await outcomes.getByRole('button', { name: 'db01' }).click()
    await page.getByRole('heading', { name: 'What happens to db01' }).waitFor()
  })

  test('the table names the pair that has a word of its own', async () => {
    const page = await openPasted(
      domain('a', 'stop-and-restart-on-next-boot').replace('>start<', '>restart-if-active<'),
    )
    expect(await page.locator('td.lit').textContent()).toContain('as with <on_hoststop> stop-and-restart-on-next-boot')
  })

  test('forms are grouped by whose they are, and placements explained', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    expect(await page.getByRole('group', { name: 'libvirt' }).getByRole('radio').count()).toBe(4)
    expect(await page.getByRole('group', { name: 'Hyper-V' }).getByRole('radio').count()).toBe(7)
    expect(await page.getByLabel('Placement').textContent()).toContain('today’s libvirt keeps it')
    expect(await page.locator('#description').textContent()).not.toContain('read only')
  })

  test('of a table without the settings nothing is written, and the page says how to export them', async () => {
    const page = await site.open()
    await drop(page, {
      name: 'other.csv',
      content: 'VMName,VMId,CPUUsage\nweb01,3f2c1a90-7c1e-4d0f-9a55-0b6f3c1d2e01,4\n',
    })
    await said(page, /1 machine/)
    expect(await page.locator('#description').textContent()).toContain('Select-Object VMName, VMId, State, Automatic*')
    expect(await page.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true)
    expect(await textOf(page, 'result')).toBe('')
  })

  test('long lines are wrapped, and nothing moves for what is said', async () => {
    const page = await site.open()
    await drop(page, { name: 'get-vm.csv', content: csv })
    await said(page, /3 machines/)
    const widths = await page.locator('#editor .cm-scroller').evaluate((one) => [one.scrollWidth, one.clientWidth])
    expect(widths[0]).toBe(widths[1])
    const topOf = () => page.locator('#result').evaluate((one) => one.getBoundingClientRect().top + scrollY)
    const before = await topOf()
    const { name } = await download(page)
    expect(await page.locator('#result-said').textContent()).toBe(`Saved as ${name}.`)
    expect(await topOf()).toBe(before)
  })

  async function openPasted(text: string): Promise<Page> {
    const page = await site.open()
    await paste(page, text)
    await said(page, /1 machine/)
    return page
  }

  /** The fragment of a link to what a page shows. */
  async function linkTo(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Copy a link to it' }).click()
    await page.locator('#link-said').filter({ hasText: 'link of' }).waitFor()
    return (await page.locator('#link').inputValue()).slice(site.url.length)
  }
})

/** Whether an element is within the window. */
function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  })
}
