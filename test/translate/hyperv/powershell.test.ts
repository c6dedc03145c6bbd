import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../../src/diagnostics/index.js'
import type { Lifecycle } from '../../../src/lifecycle/index.js'
import { singleQuoted } from '../../../src/translate/hyperv/powershell.js'
import { type Machine, writeMachines } from '../../../src/translate/index.js'

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
const script = (...machines: readonly Machine[]) => {
  const { documents, diagnostics } = writeMachines(machines, 'powershell')
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

test('a name changes nothing of the script but its own string', () => {
  const plain = script(machine({ hostStop: 'save' }, { name: 'NAME', uuid: UUID })).text
  const [before, after] = plain.split("'NAME'")
  fc.assert(
    fc.property(
      hostile.filter((name) => !name.includes('\0')),
      (name) => {
        const { text } = script(machine({ hostStop: 'save' }, { name, uuid: UUID }))
        const body = text.replace(/^\ufeff/, '')
        expect(body.startsWith(before ?? '?')).toBe(true)
        expect(readSingleQuoted(body.slice(before?.length))).toEqual({ value: name, rest: after })
      },
    ),
  )
})

describe('a block', () => {
  test('finds the machine by Id, and sets its settings', () => {
    const { text, codes } = script(
      machine({ hostStart: 'start', delay: 30, hostStop: 'shutdown' }, { name: 'web', uuid: UUID }),
    )
    expect(text).toContain(`Get-VM -Id '${UUID}'`)
    expect(text).toContain(
      'Set-VM -VM $vm[0] -AutomaticStartAction Start -AutomaticStartDelay 30 -AutomaticStopAction ShutDown -WhatIf:$WhatIfPreference',
    )
    expect(codes).toEqual([])
  })

  test('finds it by its exact name if it has no Id, and only if one machine has that name', () => {
    const { text } = script(machine({ hostStop: 'save' }, { name: 'w*b' }))
    expect(text).toContain("$name = 'w*b'")
    expect(text).toContain('Where-Object { $_.Name -ceq $name }')
    expect(text).toContain('if ($vm.Count -ne 1) { throw')
  })

  test('is absent for a machine without settings', () => {
    expect(script(machine({}, { name: 'quiet' })).text).not.toContain('quiet')
  })

  test('cannot carry the order, nor a machine without a name', () => {
    expect(script(machine({ hostStart: 'start', order: 3 }, { name: 'a' })).codes).toEqual(['VL303'])
    expect(script(machine({ hostStop: 'save' }, {})).codes).toEqual(['VL307'])
    expect(script(machine({ hostStop: 'save' }, { name: 'a\0b' })).codes).toEqual(['VL309'])
  })
})

test('only a script with characters outside ASCII gets a byte order mark', () => {
  expect(script(machine({ hostStop: 'save' }, { name: 'web' })).text.startsWith('#Requires')).toBe(true)
  expect(script(machine({ hostStop: 'save' }, { name: 'w\u00e9b' })).text.startsWith('\ufeff#Requires')).toBe(true)
})
