import { describe, expect, test } from '@jest/globals'
import { readMachines } from '../../../src/translate/index.js'

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'
const UUID = GUID.toLowerCase()
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000001'

function read(object: object) {
  const { machines, diagnostics } = readMachines(JSON.stringify(object))
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, message }) => `${severity} ${code} ${message}`),
  }
}

const SAVE = { AutomaticStopAction: 3 }
const save = { lifecycle: { hostStop: 'save' } }

describe('who a machine is', () => {
  test.each([
    [{ Name: 'a', VMName: 'b' }, { name: 'a' }],
    [{ Name: null, VMName: 'b' }, { name: 'b' }],
    [{ Id: UUID, VMId: GUID }, { uuid: UUID }],
    [{ VMId: GUID }, { uuid: UUID }],
    [{ Id: null, VMId: GUID }, { uuid: UUID }],
    [
      { Name: 'a', Id: OTHER, VMId: 'x' },
      { name: 'a', uuid: OTHER },
    ],
  ])('%j', (object, who) => {
    expect(read({ ...SAVE, ...object })).toEqual({ machines: [{ ...who, ...save }], said: [] })
  })

  test.each([
    ['Id', { Id: 'x', VMId: GUID }],
    ['Id', { Id: 'x' }],
    ['VMId', { VMId: 'x' }],
    ['VMId', { Id: null, VMId: 'x' }],
  ])('%s that is no GUID: %j', (property, object) => {
    expect(read({ ...SAVE, Name: 'a', ...object })).toEqual({
      machines: [{ name: 'a', ...save }],
      said: [`warning VL316 machine "a": ${property} is "x", which is not a GUID, so the machine has no UUID`],
    })
  })
})

describe('whether it runs', () => {
  test.each([
    [2, true],
    [3, false],
    [6, false],
    [9, true],
    ['Running', true],
    ['off', false],
    ['Saved', false],
    ['PAUSED', true],
    [{ value: 9, Value: 'Paused' }, true],
    [4, undefined],
    [10, undefined],
    ['Starting', undefined],
    [null, undefined],
    [{ value: 2, Value: 'Off' }, undefined],
  ])('%j', (State, running) => {
    const { machines, said } = read({ ...SAVE, Name: 'a', State })
    expect({ machines, said }).toEqual({
      machines: [{ name: 'a', ...save, ...(running === undefined ? {} : { running }) }],
      said: [],
    })
  })
})

describe('what a snapshot is', () => {
  test.each([
    [{ Name: 'a', SnapshotType: 0 }, '"a" is a snapshot (SnapshotType)'],
    [{ Name: 'a', VMName: 'b', Id: OTHER, VMId: GUID }, '"a" is a snapshot (its Id differs from its VMId)'],
    [{ Id: OTHER, VMId: GUID }, 'an instance without a name is a snapshot (its Id differs from its VMId)'],
  ])('%j', (object, message) => {
    expect(read({ ...SAVE, ...object })).toEqual({ machines: [], said: [`note VL304 ${message} and is left out`] })
  })

  test.each([{ SnapshotType: null }, { Id: UUID, VMId: GUID }, { Id: OTHER, VMId: 'x' }, { Id: OTHER }])(
    'not %j',
    (object) => {
      expect(read({ ...SAVE, Name: 'a', ...object }).machines).toMatchObject([save])
    },
  )
})

describe('a cluster that decides about the start', () => {
  const message =
    '1 machine is in a cluster, which decides about the start (IsClustered); the settings are translated as they are'

  test.each([true, 'true', ' TRUE '])('%j', (IsClustered) => {
    const { diagnostics } = readMachines(JSON.stringify({ ...SAVE, Name: 'a', IsClustered }))
    expect(diagnostics).toMatchObject([
      { code: 'VL321', message, hint: 'on the hosts of a cluster, the start action should be Nothing' },
    ])
  })

  test.each([false, 'false', 'yes', 1, null, ''])('not %j', (IsClustered) => {
    const { machines } = readMachines(JSON.stringify({ ...SAVE, Name: 'a' }))
    expect(machines).toHaveLength(1)
    expect(read({ ...SAVE, Name: 'a', IsClustered }).said).toEqual([])
  })
})

describe('by what it is recognised without a setting', () => {
  test.each([{ VMName: 'a' }, { VMId: 'x' }, { Name: 'a', Id: UUID }, { Name: 'a', State: 2 }, { Id: UUID, State: 2 }])(
    '%j',
    (object) => {
      expect(read(object).said).toEqual(expect.arrayContaining([expect.stringMatching(/^warning VL319/)]))
    },
  )

  test.each([
    { Name: 'a' },
    { State: 2 },
    { Id: UUID },
    { Name: 'a', Id: 'x' },
    { Name: 'a', Id: 7 },
    { Id: 7, State: 2 },
  ])('not %j', (object) => {
    expect(read(object)).toEqual({ machines: [], said: [expect.stringMatching(/^error VL108/)] })
  })
})
