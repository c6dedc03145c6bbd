import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { codeRow, nearest } from '../../src/diagnostics/index.js'
import { type RuleFinding, readWritten, type WrittenLifecycle } from '../../src/lifecycle/index.js'

const SHORTHAND = 'stop-and-restart-on-next-boot'

function read(written: WrittenLifecycle) {
  const { lifecycle, findings } = readWritten(written)
  return { lifecycle, found: findings.map(({ code, property }) => `${code} ${codeRow(code).severity} ${property}`) }
}

describe('a written lifecycle', () => {
  test('a megabyte of white space inside a value is read at once', () => {
    const inner = `x${' '.repeat(1_000_000)}save`
    expect(read({ hostStop: ` ${inner} ` }).found).toEqual(['VL209 warning hostStop', 'VL203 error hostStop'])
  })

  test('where 0 is a value, a machine that is not started may have it', () => {
    const zeros = { delay: '0', order: '0' }
    expect(readWritten(zeros, { explicitZero: true }).findings).toEqual([])
    expect(readWritten({ hostStart: 'ignore', ...zeros }, { explicitZero: true }).findings).toEqual([])
  })

  test('but not another number, which would have an effect if it were', () => {
    const { findings } = readWritten({ hostStart: 'ignore', delay: '5', order: '0' }, { explicitZero: true })
    expect(findings.map(({ code, property }) => `${code} ${property}`)).toEqual(['VL208 delay'])
  })

  test.each<[WrittenLifecycle, Pick<RuleFinding, 'message' | 'hint' | 'replacement'>]>([
    [
      { hostStop: '' },
      {
        message: 'on_hoststop is empty',
        hint: 'give it a value, or remove it to leave the choice to the hypervisor',
      },
    ],
    [
      { hostStop: 'Save' },
      {
        message: `on_hoststop is "Save", not one of: destroy, save, shutdown, ${SHORTHAND}`,
        hint: 'did you mean "save"?',
        replacement: 'save',
      },
    ],
    [{ hostStart: 'xyz' }, { message: 'on_hoststart is "xyz", not one of: ignore, restart-if-active, start' }],
    [
      { hostStart: 'start', order: '0' },
      {
        message: 'order is "0", not an integer from 1 to 65535 (position in the start order)',
        hint: 'remove order: without it there is no position',
      },
    ],
    [{ hostStart: 'start', delay: '-1' }, { message: 'delay is "-1", not an integer from 0 to 2147483647 (seconds)' }],
    [
      { hostStart: 'ignore', delay: '5' },
      {
        message: 'delay has no effect: on_hoststart is "ignore", so the machine is not started',
        hint: 'remove delay, or choose another on_hoststart',
      },
    ],
    [
      { hostStart: 'start', delay: ' 5' },
      {
        message: 'delay has white space around its value',
        hint: "remove it: libvirt's parser compares the values of on_* elements exactly",
        replacement: '5',
      },
    ],
    [
      { hostStart: 'ignore', hostStop: SHORTHAND },
      {
        message: `on_hoststop is "${SHORTHAND}", but on_hoststart is "ignore": the machine cannot both be restarted and stay off`,
        hint: 'set on_hoststop to "shutdown" to keep it off, or remove on_hoststart to have it restarted',
      },
    ],
    [
      { hostStart: 'start', hostStop: SHORTHAND },
      {
        message: `on_hoststop is "${SHORTHAND}", but on_hoststart is "start": the machine is always started`,
        hint: 'set on_hoststop to "shutdown", which has the same effect',
      },
    ],
  ])('what is said about %j', (written, said) => {
    const findings = readWritten(written).findings.map(({ code, property, ...rest }) => rest)
    expect(findings).toStrictEqual([said])
  })

  test.each<[string, WrittenLifecycle, object | undefined, string[]]>([
    ['nothing', {}, {}, []],
    [
      'all of it',
      { hostStart: 'start', delay: '007', order: '65535', hostStop: 'save' },
      { hostStart: 'start', delay: 7, order: 65535, hostStop: 'save' },
      [],
    ],
    ['a delay of 0 is a value', { hostStart: 'start', delay: '0' }, { hostStart: 'start', delay: 0 }, []],
    ['the longest delay', { hostStart: 'start', delay: '2147483647' }, { hostStart: 'start', delay: 2147483647 }, []],
    ['one more', { hostStart: 'start', delay: '2147483648' }, undefined, ['VL207 error delay']],
    ['an order of 0', { hostStart: 'start', order: '0' }, undefined, ['VL207 error order']],
    ['an order of 65536', { hostStart: 'start', order: '65536' }, undefined, ['VL207 error order']],
    ['an exponent', { hostStart: 'start', delay: '5e3' }, undefined, ['VL207 error delay']],
    ['hexadecimal', { hostStart: 'start', order: '0x10' }, undefined, ['VL207 error order']],
    ['a sign', { hostStart: 'start', delay: '+5' }, undefined, ['VL207 error delay']],
    ['the shorthand alone', { hostStop: SHORTHAND }, { hostStart: 'restart-if-active', hostStop: 'shutdown' }, []],
    [
      'the shorthand and its pair',
      { hostStart: 'restart-if-active', delay: '9', hostStop: SHORTHAND },
      { hostStart: 'restart-if-active', delay: 9, hostStop: 'shutdown' },
      [],
    ],
    [
      'the shorthand, always started',
      { hostStart: 'start', hostStop: SHORTHAND },
      { hostStart: 'start', hostStop: 'shutdown' },
      ['VL211 warning hostStop'],
    ],
    ['the shorthand, never started', { hostStart: 'ignore', hostStop: SHORTHAND }, undefined, ['VL210 error hostStop']],
    ['the shorthand in the wrong element', { hostStart: SHORTHAND }, undefined, ['VL203 error hostStart']],
    [
      'white space',
      { hostStart: '\n start\t', hostStop: ' save\r' },
      { hostStart: 'start', hostStop: 'save' },
      ['VL209 warning hostStart', 'VL209 warning hostStop'],
    ],
    ['a space that XML does not know', { hostStop: '\u00a0save' }, undefined, ['VL203 error hostStop']],
    ['empty', { hostStart: '', hostStop: ' ' }, undefined, ['VL202 error hostStart', 'VL202 error hostStop']],
    ['in capitals', { hostStop: 'Save' }, undefined, ['VL203 error hostStop']],
    [
      'of no use',
      { hostStart: 'ignore', delay: '5', order: '1' },
      { hostStart: 'ignore', delay: 5, order: 1 },
      ['VL208 warning delay', 'VL208 warning order'],
    ],
    ['a delay alone', { delay: '5' }, { delay: 5 }, []],
    [
      'a delay with the shorthand alone',
      { delay: '5', hostStop: SHORTHAND },
      { hostStart: 'restart-if-active', delay: 5, hostStop: 'shutdown' },
      [],
    ],
  ])('%s', (_, written, lifecycle, found) => {
    expect(read(written)).toEqual({ lifecycle, found })
  })

  test('any text is read or refused, and never throws', () => {
    const text = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('start', 'save', SHORTHAND)), {
      nil: undefined,
    })
    fc.assert(
      fc.property(fc.record({ hostStart: text, delay: text, order: text, hostStop: text }), (record) => {
        const written = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
        const { lifecycle, findings } = readWritten(written)
        expect(lifecycle === undefined).toBe(findings.some(({ code }) => codeRow(code).severity === 'error'))
      }),
    )
  })
})

describe('what was probably meant', () => {
  const values = ['destroy', 'save', 'shutdown', SHORTHAND]
  test.each([
    ['sav', 'save'],
    ['SAVE', 'save'],
    ['shut-down', 'shutdown'],
    ['shutdwon', 'shutdown'],
    ['stop_and_restart_on_next_boot', SHORTHAND],
    ['stop-and-restart', SHORTHAND],
    ['xyz', undefined],
    ['', undefined],
    ['-', undefined],
    ['s'.repeat(10_000), undefined],
  ])('%s', (text, meant) => {
    expect(nearest(text, values)).toBe(meant)
  })

  test('the beginning of a value counts for more than letters in common with another', () => {
    expect(nearest('restart', ['ignore', 'restart-if-active', 'start'])).toBe('restart-if-active')
  })
})
