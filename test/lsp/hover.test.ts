import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SourceText } from '../../src/diagnostics/index.js'
import { hoverAt } from '../../src/lsp/index.js'

/** What is said at `|`, and of what. */
function hovered(marked: string): { readonly of: string; readonly said: string } | undefined {
  const offset = marked.indexOf('|')
  const text = marked.replace('|', '')
  const hover = hoverAt(new SourceText('a', text), offset)
  if (hover?.range === undefined) return undefined
  const { start, end } = hover.range
  return { of: text.slice(start.character, end.character), said: (hover.contents as { readonly value: string }).value }
}

describe('hover', () => {
  test.each([
    ['<domain><on_host|stop>save</on_hoststop>', 'on_hoststop', '* `save`: the machine has its state saved to disk'],
    ['<on_hoststop>save</on_hosts|top>', 'on_hoststop', 'What happens to the machine when its host stops'],
    [
      '<on_hoststop> sa|ve </on_hoststop>',
      'save',
      'Hyper-V: AutomaticShutdownAction 3 "Save state", in PowerShell Save',
    ],
    ['<v:on_hoststart>igno|re</v:on_hoststart>', 'ignore', 'the machine stays off when the host starts'],
    [
      '<on_hoststop>|stop-and-restart-on-next-boot',
      'stop-and-restart-on-next-boot',
      'the machine is asked to shut down; it is started if it was active when the host stopped or lost power',
    ],
    ['<on_hoststart delay="3|0"', 'delay="30', 'The machine is started 30 seconds after the host is up'],
    ['<on_hoststart del|ay', 'delay', '`delay`: seconds, from 0 to 2147483647'],
    ["<on_hoststart order='|1'>", "order='1", 'Hyper-V: AutomaticStartupActionSequenceNumber'],
  ])('%s', (marked, of, said) => {
    expect(hovered(marked)).toEqual({ of, said: expect.stringContaining(said) })
  })

  test.each([
    '<domain|>',
    '<on_hoststop>sa|v</on_hoststop>',
    '<on_hoststop delay|="1">',
    '<on_hoststop>save</on_hoststop>|',
    '<!-- on_host|stop -->',
    '|',
  ])('nothing: %s', (marked) => expect(hovered(marked)).toBeUndefined())

  test('any text at any offset', () => {
    const piece = fc.constantFrom(
      '<on_hoststart',
      ' delay="1"',
      '>',
      'start',
      '</',
      'on_hoststop',
      '<!--',
      '<',
      '"',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.nat(200), (pieces, offset) => {
        expect(() => hoverAt(new SourceText('a', pieces.join('')), offset)).not.toThrow()
      }),
    )
  })
})
