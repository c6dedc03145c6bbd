import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { singleQuoted } from '../../../src/translate/hyperv/powershell.js'
import { type Machine, type WriteMachinesOptions, writeMachines } from '../../../src/translate/index.js'

/** PowerShell's rule for single quotes (about_Quoting_Rules): nothing is special but the quote, doubled for itself. */
const QUOTES = "'\u2018\u2019\u201a\u201b"

/** Read a single-quoted string at the start of a text as PowerShell does: its value, and what follows. */
function readSingleQuoted(text: string): { value: string; rest: string } {
  let value = ''
  for (let i = 1; i < text.length; i++) {
    const character = text[i] ?? ''
    if (!QUOTES.includes(character)) value += character
    else if (QUOTES.includes(text[i + 1] ?? '\0')) value += text[i++]
    else return { value, rest: text.slice(i + 1) }
  }
  throw new Error('the string does not end')
}

const UUID = '6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01'
const source = { format: 'json', document: new SourceText('in.json', '{}'), start: 0, end: 2 } as const
const machine = (lifecycle: Lifecycle, more: Partial<Machine>): Machine => ({ lifecycle, source, ...more })
const script = (machines: readonly Machine[], options: WriteMachinesOptions = {}) => {
  const { documents, diagnostics } = writeMachines(machines, 'powershell', options)
  return { text: documents[0]?.text ?? '', codes: diagnostics.map(({ code }) => code) }
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...QUOTES, '"', '\u201c', '`', '$', '(', ')', ';', '\n', '\r', '#', ' ', 'a') }),
  fc.constant("'; Remove-VM *"),
)

test('the string for a name denotes the name and ends where it should, whatever the name is', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      expect(readSingleQuoted(`${singleQuoted(name)} # more`)).toEqual({ value: name, rest: ' # more' })
    }),
  )
})

/** The calls in a script, below its functions. */
const callsIn = (text: string) => text.match(/^(Set-Lifecycle|Disable-Start) .*$/gm) ?? []
const call = (machine: Machine) => callsIn(script([machine]).text)[0]

test.each([{}, { fence: true }])('a name changes nothing of the script but its own string: %j', (options) => {
  const plain = script([machine({ hostStop: 'save' }, { name: 'NAME', uuid: UUID })], options).text
  const [before, after] = plain.split("'NAME'")
  fc.assert(
    fc.property(
      hostile.filter((name) => !name.includes('\0')),
      (name) => {
        const { text } = script([machine({ hostStop: 'save' }, { name, uuid: UUID })], options)
        const body = text.replace(/^\ufeff/, '')
        expect(body.startsWith(before ?? '?')).toBe(true)
        expect(readSingleQuoted(body.slice(before?.length))).toEqual({ value: name, rest: after })
      },
    ),
  )
})

describe('a call', () => {
  test('names the machine, and its settings of the start and the stop apart', () => {
    const web = machine({ hostStart: 'start', delay: 30, hostStop: 'shutdown' }, { name: 'web', uuid: UUID })
    expect(call(web)).toBe(
      `Set-Lifecycle -Id '${UUID}' -Name 'web' -ByName any -Start @{ AutomaticStartAction = 'Start'; AutomaticStartDelay = 30 } -Stop @{ AutomaticStopAction = 'ShutDown' }`,
    )
    expect(script([web]).codes).toEqual([])
  })

  test('has only the side that is set, and an explicit delay of 0', () => {
    expect(call(machine({ hostStop: 'save' }, { name: 'w*b' }))).toBe(
      "Set-Lifecycle -Id '' -Name 'w*b' -ByName any -Stop @{ AutomaticStopAction = 'Save' }",
    )
    expect(call(machine({ delay: 0 }, { uuid: UUID }))).toBe(
      `Set-Lifecycle -Id '${UUID}' -Name '' -ByName no -Start @{ AutomaticStartDelay = 0 }`,
    )
  })

  test('does not look for a name that is not unique among the machines', () => {
    const more = [
      machine({}, { name: 'a', uuid: UUID.replace('6f', '00') }),
      machine({ hostStop: 'save' }, { name: 'B' }),
    ]
    const { text } = script([
      machine({ hostStop: 'save' }, { name: 'a', uuid: UUID }),
      ...more,
      machine({}, { name: 'b' }),
    ])
    expect(callsIn(text).map((line) => /-ByName (\S+)/.exec(line)?.[1])).toEqual(['no', 'exact'])
  })

  test('is absent for a machine without settings, but its Id is known', () => {
    const { text } = script([machine({}, { name: 'quiet', uuid: UUID }), machine({ hostStop: 'save' }, { name: 'a' })])
    expect(text).not.toContain('quiet')
    expect(text).toContain(`$ids = @(\n    '${UUID}'\n)`)
  })

  test('cannot carry the order, nor a machine that cannot be told from another', () => {
    expect(script([machine({ hostStart: 'start', order: 3 }, { name: 'a' })]).codes).toEqual(['VL303'])
    expect(script([machine({ order: 3 }, { name: 'a' })]).codes).toEqual(['VL303', 'VL320'])
    expect(script([machine({ hostStop: 'save' }, {})]).codes).toEqual(['VL307'])
    expect(script([machine({ hostStop: 'save' }, { name: 'a\0b' })]).codes).toEqual(['VL309'])
    const twin = machine({ hostStop: 'save' }, { name: 'a' })
    expect(script([twin, twin]).codes).toEqual(['VL336', 'VL336'])
  })
})

test('with fence, every machine is kept from starting, and what it has is printed', () => {
  const { text, codes } = script(
    [
      machine({ hostStart: 'start', order: 1, hostStop: 'save' }, { name: 'a', uuid: UUID }),
      machine({}, { name: 'b' }),
    ],
    { fence: true },
  )
  expect(codes).toEqual([])
  expect(callsIn(text)).toEqual([
    `Disable-Start -Id '${UUID}' -Name 'a' -ByName any`,
    "Disable-Start -Id '' -Name 'b' -ByName any",
  ])
  expect(text.match(/Set-VM .*/g)).toEqual(["Set-VM -VM $vm -AutomaticStartAction 'Nothing' -WhatIf:$WhatIfPreference"])
  expect(text.indexOf('$vm | Select-Object -Property Name, Id, State, AutomaticStartAction')).toBeLessThan(
    text.indexOf('Set-VM'),
  )
})

test.each([{}, { fence: true }])(
  'each cmdlet that changes something takes -WhatIf, and quotes and braces are paired: %j',
  (options) => {
    const { text } = script([machine({ hostStart: 'start', hostStop: 'save' }, { name: "it's", uuid: UUID })], options)
    for (const line of text.match(/^.*\bSet-VM .*$/gm) ?? []) {
      if (!line.startsWith('#')) expect(line).toMatch(/ -WhatIf:\$WhatIfPreference$/)
    }
    const code = text.replace(/^ *#.*$/gm, '').replace(/'[^']*'/g, "''")
    for (const [open, close] of ['()', '{}', '[]']) {
      expect([open, code.split(open ?? '').length]).toEqual([open, code.split(close ?? '').length])
    }
  },
)

test('only a script with characters outside ASCII gets a byte order mark', () => {
  expect(script([machine({ hostStop: 'save' }, { name: 'web' })]).text.startsWith('#Requires')).toBe(true)
  expect(script([machine({ hostStop: 'save' }, { name: 'w\u00e9b' })]).text.startsWith('\ufeff#Requires')).toBe(true)
})
