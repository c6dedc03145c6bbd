import { describe, expect, test } from '@jest/globals'
import { SourceText } from '../../../src/diagnostics/index.js'
import { readMachines } from '../../../src/translate/index.js'

const SAVE = '<I32 N="AutomaticStopAction">3</I32>'
const A = { name: 'a', lifecycle: { hostStop: 'save' } }

const objs = (objects: string) =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n${objects}</Objs>`
const obj = (properties: string, type = '') =>
  `<Obj RefId="0">${type}<Props><S N="Name">a</S>${properties}</Props></Obj>\n`
const type = (...names: readonly string[]) => `<TN RefId="0">${names.map((name) => `<T>${name}</T>`).join('')}</TN>`

function read(objects: string) {
  const { machines, diagnostics } = readMachines(new SourceText('in', objs(objects)))
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, line, column, endColumn, message, hint }) => [
      `${severity} ${code} ${line}:${column}-${endColumn} ${message}`,
      hint,
    ]),
  }
}

describe('where objects are', () => {
  test.each(['LST', 'STK', 'QUE', 'IE'])('in a <%s>, in order', (list) => {
    const inside = ['a', 'b', 'c'].map((name) => obj(SAVE).replace('>a<', `>${name}<`)).join('')
    const { machines, said } = read(`<Obj RefId="9"><${list}>${inside}</${list}></Obj>${obj(SAVE)}`)
    expect({ names: machines.map(({ name }) => name), said }).toEqual({ names: ['a', 'b', 'c', 'a'], said: [] })
  })

  test('a dictionary is an object itself', () => {
    expect(read(`<Obj RefId="9"><DCT>${obj(SAVE)}</DCT></Obj>`)).toMatchObject({
      machines: [],
      said: [[expect.stringMatching(/^error VL305 2:1-5 this object is not a machine/), expect.any(String)]],
    })
  })

  test('a reference is to one that is elsewhere', () => {
    expect(read(`${obj(SAVE)}<Ref RefId="0"/>`)).toEqual({ machines: [A], said: [] })
  })

  test.each(['<S>text</S>', '<Nil/>', '<I32>3</I32>'])('%s is none', (element) => {
    const name = /\w+/.exec(element)?.[0] ?? ''
    expect(read(obj(SAVE) + element)).toEqual({
      machines: [A],
      said: [[`error VL305 3:1-${name.length + 2} expected a machine, not <${name}>`, 'export whole objects']],
    })
  })

  test('what is in an object beside its properties is none', () => {
    const beside = `<Other><I32 N="AutomaticStopAction">2</I32></Other>`
    expect(read(obj(SAVE).replace('<Props>', `${beside}<Props>`))).toEqual({ machines: [A], said: [] })
  })

  test('properties that were added to an object are like its own', () => {
    expect(read(`<Obj RefId="0"><MS><S N="Name">a</S></MS><Props>${SAVE}</Props></Obj>`).machines).toEqual([A])
  })
})

describe('the values of a property', () => {
  test.each(['SB', 'By', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64', 'S', 'TS', 'G', 'DT', 'Version', 'URI'])(
    '<%s>',
    (element) => {
      expect(read(obj(`<${element} N="AutomaticStopAction">3</${element}>`))).toEqual({ machines: [A], said: [] })
    },
  )

  const actions = 'not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the machine is left out'
  test.each([
    ['<Db N="AutomaticStopAction">3</Db>', 'an object', 40, 43],
    ['<B N="AutomaticStopAction"> true </B>', 'true', 40, 42],
    ['<I32 N="AutomaticStopAction">7</I32>', '7', 69, 70],
    ['<S N="AutomaticStopAction">x_x0041_</S>', 'the text "xA"', 67, 75],
    ['<Ref N="AutomaticStopAction" RefId="7"/>', 'a reference to an object that is not in this document', 40, 44],
    ['<Obj N="AutomaticStopAction"><Props/></Obj>', 'an object', 40, 44],
    ['<Obj N="AutomaticStopAction"><ToString>Save</ToString><I32>2</I32></Obj>', '2 (Save)', 99, 100],
    ['<Obj N="AutomaticStopAction"><ToString> Save</ToString><I32>2</I32></Obj>', '2 (Save)', 100, 101],
    ['<Obj N="AutomaticStopAction"><ToString>7</ToString><I32>7</I32></Obj>', '7', 96, 97],
  ])('%s is refused', (property, shown, column, end) => {
    const { machines, said } = read(obj(property))
    const message = `machine "a": AutomaticStopAction is ${shown}, ${actions}`
    expect(machines).toEqual([])
    expect(said.map(([first]) => first)).toEqual([`error VL301 2:${column}-${end} ${message}`])
  })

  test.each([
    ['an enumeration', '<ToString>Save</ToString><I32>3</I32>', 'save'],
    ['its name between spaces', '<ToString> Save </ToString><I32>3</I32>', 'save'],
    ['its name with an escape', '<ToString>S_x0061_ve</ToString><I32>3</I32>', 'save'],
    ['a number without a name', '<I32>3</I32>', 'save'],
    ['a number with itself as name', '<ToString>3</ToString><I32>3</I32>', 'save'],
    ['an empty name', '<ToString/><I32>3</I32>', 'save'],
  ])('%s', (_, content, hostStop) => {
    const property = `<Obj N="AutomaticStopAction" RefId="5">${content}</Obj>`
    expect(read(obj(property))).toEqual({ machines: [{ name: 'a', lifecycle: { hostStop } }], said: [] })
  })

  test('a duration in an object, and one that another object has', () => {
    const span = '<Obj N="Other" RefId="5"><TS>PT9S</TS></Obj><Ref N="AutomaticStartDelay" RefId="5"/>'
    expect(read(obj(span)).machines).toEqual([{ name: 'a', lifecycle: { delay: 9 } }])
    expect(read(obj('<Obj N="AutomaticStartDelay"><ToString>9</ToString><TS>PT9S</TS></Obj>')).machines).toEqual([
      { name: 'a', lifecycle: { delay: 9 } },
    ])
  })

  test('true and false', () => {
    const clustered = (value: string) => read(obj(`${SAVE}<B N="IsClustered">${value}</B>`)).said.length
    expect([' true ', 'true', 'false', '1'].map(clustered)).toEqual([1, 1, 0, 0])
  })

  test('names of properties have escapes, too', () => {
    expect(read(obj(SAVE.replace('AutomaticStop', 'Automatic_x0053_top'))).machines).toEqual([A])
  })
})

describe('the CIM class is one of the names of the type', () => {
  const start = '<S N="ElementName">a</S><U16 N="AutomaticStartupAction">2</U16>'
  const V1 = 'Msvm_VirtualSystemGlobalSettingData'

  test.each([
    [`Microsoft.Management.Infrastructure.CimInstance#root/virtualization/${V1}`, 'start'],
    [`System.Management.ManagementObject#root\\virtualization\\${V1}`, 'start'],
    [`root/virtualization:${V1}`, 'start'],
    [`x${V1}`, 'ignore'],
    [`x/${V1}.`, 'ignore'],
    [`x/Other_${V1}`, 'ignore'],
  ])('%s', (name, hostStart) => {
    expect(read(obj(start, type('x', name))).machines).toMatchObject([{ lifecycle: { hostStart } }])
  })

  test('a type may be that of another object', () => {
    expect(read(obj(start, type(`x/${V1}`)) + obj(start, '<TNRef RefId="0"/>'))).toMatchObject({
      machines: [{ lifecycle: { hostStart: 'start' } }, { lifecycle: { hostStart: 'start' } }],
      said: [],
    })
  })

  test('a type that is not in the document', () => {
    expect(read(obj(SAVE, '<TNRef RefId="5"/>'))).toEqual({
      machines: [A],
      said: [
        [
          'warning VL317 2:16-22 this object refers to a type that is not in this document',
          'is it the whole file that Export-Clixml wrote?',
        ],
      ],
    })
  })

  test('another class', () => {
    expect(read(obj(start, type('x/CIM_Other', `x/${V1}`))).said).toMatchObject([
      [expect.stringMatching(/^error VL305 2:1-5 "a" is an instance of "CIM_Other", which/), expect.any(String)],
    ])
  })
})
