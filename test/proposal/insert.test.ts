import { describe, expect, test } from '@jest/globals'
import { line, lines, range } from '../../proposal/change/anchors.mjs'
import { applyConcerns } from '../../proposal/change/insert.mjs'

const SOURCE = 'enum {\n    A,\n};\n\nint f(void)\n{\n    g();\n    return 0;\n}\n\nint h(void)\n{\n    return 0;\n}\n'

type Place = 'before' | 'after'

const inserted = (anchor: RegExp, text = 'NEW\n', source = SOURCE, place: Place = 'after') =>
  applyConcerns([{ subject: 's', body: '', edits: [{ file: 'a.c', anchor, place, text }] }], [['a.c', source]], '1.2.3')
const changed = (...args: Parameters<typeof inserted>): string | undefined =>
  inserted(...args).changes[0]?.files[0]?.after

describe('a snippet goes', () => {
  test.each<[string, RegExp, Place, string]>([
    ['after a line', line('    A,'), 'after', '    A,\nNEW\n};'],
    ['before a line', line('    A,'), 'before', 'enum {\nNEW\n    A,\n'],
    ['after several lines', lines('enum {', '    A,'), 'after', '    A,\nNEW\n};'],
    [
      'after the first such line of a function',
      range('int f(', '    return 0;'),
      'after',
      'return 0;\nNEW\n}\n\nint h',
    ],
    ['before a function', lines('int h(void)', '{'), 'before', '}\n\nNEW\nint h(void)'],
  ])('%s', (_, anchor, place, expected) => {
    expect(changed(anchor, 'NEW\n', SOURCE, place)).toContain(expected)
  })

  test('with the version in it', () => {
    expect(changed(line('    A,'), 'since @VERSION@\n')).toContain('since 1.2.3\n')
  })
})

describe('nothing is changed, and it is said where', () => {
  test.each<[string, RegExp, string]>([
    ['an anchor is missing', line('    B,'), 'a.c: the anchor was not found: "    B,"'],
    ['an anchor is in another function only', range('int h(', '    g();'), 'a.c: the anchor was not found: "int h(…"'],
    [
      'an anchor is there twice',
      line('    return 0;'),
      'a.c: the anchor was found 2 times (lines 8, 13): "    return 0;"',
    ],
  ])('%s', (_, anchor, problem) => {
    expect(inserted(anchor)).toMatchObject({ problems: [problem], state: 'none' })
  })

  test('a file is missing', () => {
    const edits = [{ file: 'b.c', anchor: line('x'), place: 'after', text: 'NEW\n' }]
    expect(applyConcerns([{ subject: 's', body: '', edits }], [], '1.2.3').problems).toEqual(['b.c: no such file'])
  })

  test('a new file is there with other content', () => {
    const concerns = [{ subject: 's', body: '', edits: [{ file: 'new', text: 'x\n' }] }]
    expect(applyConcerns(concerns, [['new', 'y\n']], '1.2.3').problems).toEqual([
      'new: a file of this name with other content already exists',
    ])
    expect(applyConcerns(concerns, [['new', 'x\n']], '1.2.3')).toMatchObject({ problems: [], state: 'all' })
  })

  test('a source has the element in a form of its own', () => {
    const source = `${SOURCE}/* on_hoststart */\n`
    expect(inserted(line('    A,'), 'NEW\n', source).problems).toEqual([
      'a.c: on_hoststart is there already, in another form',
    ])
  })
})

test('what is there already is recognised, in part or whole', () => {
  const edits = [
    { file: 'a.c', anchor: line('    A,'), place: 'after', text: '    B,\n' },
    { file: 'a.c', anchor: line('    g();'), place: 'after', text: '    h();\n' },
  ]
  const applied = (source: string) => applyConcerns([{ subject: 's', body: '', edits }], [['a.c', source]], '1.2.3')
  const once = applied(SOURCE).changes[0]?.files[0]?.after ?? ''
  expect(applied(once)).toMatchObject({ problems: [], state: 'all', changes: [{ files: [] }] })
  expect(applied(once.replace('    h();\n', ''))).toMatchObject({ state: 'some' })
})
