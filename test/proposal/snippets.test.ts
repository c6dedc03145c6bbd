import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { CONCERNS } from '../../proposal/change/concerns.mjs'
import { DOMAINS } from '../../proposal/change/tests.mjs'
import { LIFECYCLE_VALUES } from '../../src/lifecycle/index.js'
import { START_ACTIONS, STOP_ACTIONS } from '../../src/translate/hyperv/vocabulary.js'

const snippet = (name: string): string => readFileSync(`proposal/snippets/${name}`, 'utf8')

/** The shorthand stays out of libvirt (proposal/README.md). */
const VALUES = {
  Start: LIFECYCLE_VALUES.on_hoststart,
  Stop: LIFECYCLE_VALUES.on_hoststop.filter((value) => value !== 'stop-and-restart-on-next-boot'),
}

/** The name of a value in C. */
const constant = (element: string, value: string): string =>
  `VIR_DOMAIN_HOST_${element}_${value}`.replaceAll('-', '_').toUpperCase()

describe.each([
  ['Start', START_ACTIONS],
  ['Stop', STOP_ACTIONS],
] as const)('the values of on_host%s', (element, actions) => {
  const values = VALUES[element]

  test('are the same, in the same order, in C', () => {
    const [, strings = ''] = new RegExp(`VIR_ENUM_IMPL\\(virDomainHost${element},[^"]*([^)]*)\\)`).exec(
      snippet('domain_conf.c.enums'),
    ) as RegExpExecArray
    expect([...strings.matchAll(/"(.*)"/g)].map(([, value]) => value)).toEqual(['default', ...values])
    const [constants] = new RegExp(`typedef enum [^}]*} virDomainHost${element}Action;`).exec(
      snippet('domain_conf.h.enums'),
    ) as RegExpExecArray
    expect([...constants.matchAll(/VIR_\w+/g)].map(([name]) => name)).toEqual(
      ['default', ...values, 'last'].map((value) => constant(element, value)),
    )
  })

  test('are the same in the schema', () => {
    const [options] = new RegExp(`<define name="host${element.toLowerCase()}Options">[^]*?</define>`).exec(
      snippet('domaincommon.rng.options'),
    ) as RegExpExecArray
    expect([...options.matchAll(/<value>(.*)<\/value>/g)].map(([, value]) => value)).toEqual(values)
  })

  test("have Hyper-V's numbers in its driver", () => {
    const table = [...snippet('hyperv_driver.c.functions').matchAll(/\[(VIR_DOMAIN_HOST_\w+)\] = (\d+),/g)]
    expect(
      table.filter(([, name = '']) => name.includes(`HOST_${element.toUpperCase()}_`)).map((row) => row.slice(1)),
    ).toEqual(Object.entries(actions).map(([value, { v2 }]) => [constant(element, value), String(v2)]))
  })

  test('are all explained, and in a test', () => {
    for (const value of values) {
      expect(snippet('formatdomain.rst.elements')).toContain(`\n\`\`${value}\`\`\n`)
      const written = new RegExp(`<on_host${element.toLowerCase()}\\b[^>]*>${value}<`)
      const names = Object.entries(DOMAINS).flatMap(([name, elements]) =>
        written.test(elements.join('')) ? [name] : [],
      )
      expect(names.filter((name) => !name.endsWith('-invalid'))).not.toEqual([])
    }
  })
})

test.each(CONCERNS.map(({ subject, body }) => [subject, body] as const))(
  'the message of "%s" has the length that libvirt asks for',
  (subject, body) => {
    expect(subject.length).toBeLessThanOrEqual(70)
    expect(Math.max(...body.split('\n').map((text) => text.length))).toBeLessThanOrEqual(75)
  },
)
