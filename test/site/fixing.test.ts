import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { describeSite, drop, paste, said, seriousFaults, textOf } from './site.js'

const read = (name: string): string => readFileSync(`examples/hyperv-synthetic/${name}`, 'utf8')

const NEUTRAL = `{
  "format": "virt-lifecycle",
  "version": 1,
  "machines": [
    { "name": "a", "on_hoststart": "start", "on_hoststop": "save" },
    { "name": "b", "on_hoststart": "ignore", "on_hoststop": "shutdown" }
  ]
}
`

const CIM = `<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData">
<PROPERTY NAME="ElementName" TYPE="string"><VALUE>a</VALUE></PROPERTY>
<PROPERTY NAME="AutomaticStartupAction" TYPE="uint16"><VALUE>Always startup</VALUE></PROPERTY>
<PROPERTY NAME="AutomaticShutdownAction" TYPE="uint16"><VALUE>Save state</VALUE></PROPERTY>
</INSTANCE>
`

/** Documents of several forms, and what is misspelt in them, in each of two machines or twice in one. */
const FORMS: readonly (readonly [form: string, right: string, slips: readonly (readonly [string, string])[]])[] = [
  [
    'CSV',
    'VMName,AutomaticStartAction,AutomaticStopAction\na,"Start",Save\nb,Nothing,ShutDown\n',
    [
      ['"Start"', '"Strat"'],
      [',ShutDown', ',Shutdwon'],
    ],
  ],
  [
    'Format-List',
    read('get-vm-list.txt').replaceAll('\r\n', '\n'),
    [
      [': StartIfRunning', ': StartIfRuning'],
      [': Save', ': Savee'],
    ],
  ],
  [
    'Get-VM as JSON',
    '[\n{"VMName":"a","AutomaticStartAction":"Start"},\n{"VMName":"b","AutomaticStopAction":"TurnOff"}\n]',
    [
      ['"Start"', '"Satrt"'],
      ['"TurnOff"', '"TurnOf"'],
    ],
  ],
  [
    'newline-delimited JSON',
    '{"VMName":"a","AutomaticStartAction":"Start"}\n\n{"VMName":"b","AutomaticStopAction":"TurnOff"}\n',
    [
      ['"Start"', '"Satrt"'],
      ['"TurnOff"', '"TurnOf"'],
    ],
  ],
  [
    'neutral JSON',
    NEUTRAL,
    [
      ['"ignore"', '"ignroe"'],
      ['"save"', '"saev"'],
    ],
  ],
  [
    'CIM-XML',
    CIM,
    [
      ['Always startup', 'Alway startup'],
      ['Save state', 'Save satte'],
    ],
  ],
]

describeSite(['chromium'], 'fixing on the page', (site) => {
  test.each(FORMS)('%s: one misspelt action, or all of them', async (_, right, slips) => {
    const page = await site.open()
    const wrong = slips.reduce((text, [word, slip]) => text.replace(word, slip), right)
    await paste(page, wrong)
    await said(page, /2 errors/)
    const fixes = page.locator('#findings').getByRole('button', { name: /^Fix: write/ })
    expect(await fixes.count()).toBe(2)
    await fixes.first().click()
    expect(await said(page, /1 error\b/)).toContain('1 error')
    expect(await page.getByRole('button', { name: 'Make all the fixes' }).isVisible()).toBe(false)
    await page.keyboard.press('Control+z')
    await said(page, /2 errors/)
    expect(await textOf(page, 'editor')).toBe(wrong)
    await page.getByRole('button', { name: 'Make all the fixes' }).click()
    expect(await said(page, /Corrected/)).toMatch(/: no errors\. Corrected 2 mistakes\.$/)
    expect(await textOf(page, 'editor')).toBe(right)
  })

  test('all the fixes are made with the keyboard, in every document, and each is undone by itself', async () => {
    const page = await site.open()
    const [csv, , , , json] = FORMS.map(([, right, [[word, slip] = ['', '']]]) => right.replace(word, slip))
    await drop(page, { name: 'a.csv', content: csv ?? '' }, { name: 'b.json', content: json ?? '' })
    await said(page, /2 errors/)
    await page.getByRole('button', { name: 'Make all the fixes' }).focus()
    await page.keyboard.press('Enter')
    expect(await said(page, /Corrected/)).toMatch(/4 machines: no errors\. Corrected 2 mistakes\.$/)
    expect(await focused(page)).toBe('Your document')
    await page.keyboard.press('Control+z')
    await said(page, /1 error\b/)
    expect(await textOf(page, 'editor')).toBe(csv)
    await page.getByRole('combobox', { name: 'Document' }).selectOption('b.json')
    expect(await textOf(page, 'editor')).toBe(NEUTRAL)
    await page.getByRole('textbox', { name: 'Your document' }).click()
    await page.keyboard.press('Control+z')
    await said(page, /2 errors/)
    expect(await textOf(page, 'editor')).toBe(json)
  })

  test.each(['light', 'dark'] as const)('axe finds nothing serious in the buttons: %s', async (colorScheme) => {
    const page = await site.open({ colorScheme })
    await drop(page, { name: 'get-vm.csv', content: read('get-vm.csv').replace('"Save"', '"Savee"') })
    await said(page, /1 error/)
    expect(await seriousFaults(page)).toEqual([])
    await paste(
      page,
      read('get-vm.csv').replaceAll('\r\n', '\n').replace('"Save"', '"Savee"').replace('"Start"', '"Strat"'),
    )
    await page.getByRole('button', { name: 'Make all the fixes' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })
})

/** The label of what has the focus. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
}
