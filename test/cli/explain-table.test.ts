import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { virtLifecycle } from './program.js'

const tableOf = async (machines: readonly object[]) => {
  const { status, stdout, stderr } = await virtLifecycle(['explain', '--table'], { input: JSON.stringify(machines) })
  return { status, lines: stdout.split('\n').slice(0, -1), stderr }
}

describe('explain --table', () => {
  test('one line per machine, and a summary on standard error', async () => {
    const { status, stdout, stderr } = await virtLifecycle(['explain', '--table', 'examples/domains'])
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `MACHINE  START              DELAY  ORDER  STOP      AUTOSTART  LOST TODAY
build01  ignore             -      -      destroy   off        stop
db01     restart-if-active  -      -      save      off        stop start
dc01     start              10     1      shutdown  on         stop delay order
files01  restart-if-active  -      20     shutdown  off        stop start order
mail01   -                  -      -      -         -          -
web01    start              30     -      shutdown  on         stop delay
`,
      stderr:
        '6 machines: on_hoststart 1 "ignore", 2 "restart-if-active", 2 "start", 1 not set; today\'s libvirt can carry out only a part of the settings of 5\n',
    })
  })

  test("a machine that today's libvirt can serve, with an explicit delay of 0", async () => {
    const { lines, stderr } = await tableOf([{ Name: 'a', AutomaticStartAction: 4, AutomaticStartDelay: 0 }])
    expect(lines[1]).toBe('a        start  0      -      -     on         -')
    expect(stderr).toBe('1 machine: on_hoststart 1 "start"; today\'s libvirt can carry out all their settings\n')
  })

  test('is aligned whatever the names are, and long names are cut', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('漢', 'e\u0301', '👩‍👩‍👧', 'a', '\u001b', '\n'), minLength: 1, maxLength: 60 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), async (names) => {
        const { lines } = await tableOf(names.map((Name) => ({ Name, AutomaticStartAction: 2 })))
        expect(lines).toHaveLength(names.length + 1)
        const columns = lines.map((line, i) =>
          stringWidth(line.slice(0, i === 0 ? line.indexOf('START') : line.lastIndexOf('ignore'))),
        )
        expect(new Set(columns).size).toBe(1)
        expect(Math.max(...columns)).toBeLessThanOrEqual(38)
      }),
    )
  })

  test('excludes --json', async () => {
    const { status, stderr } = await virtLifecycle(['explain', '--table', '--json'], { input: '[]' })
    expect(status).toBe(2)
    expect(stderr).toContain("option '--table' cannot be used with option '--json'")
  })
})

test('no machine, no summary', async () => {
  const { stderr } = await virtLifecycle(['explain'], { input: '[]' })
  expect(stderr).toContain('VL306')
  expect(stderr).not.toContain('0 machines')
})
