import { describe, expect, test } from '@jest/globals'
import { type ReadOptions, readMachines } from '../../../src/translate/index.js'

const GUID = '6F1A2C34-8D0E-4A57-9B61-2F0C7C5B1E01'
const UUID = GUID.toLowerCase()

/** What machines are read, and all that is said but where. */
function read(document: string | object, options: ReadOptions = {}) {
  const { machines, diagnostics } = readMachines(
    typeof document === 'string' ? document : JSON.stringify(document),
    options,
  )
  return {
    machines: machines.map(({ source: _, ...machine }) => machine),
    said: diagnostics.map(({ code, severity, path, message, hint, leavesOut }) => {
      return { said: `${severity} ${code} ${path} ${message}`, hint, leavesOut }
    }),
  }
}

describe('a value that is refused', () => {
  const actions = 'not one of: 2 (Nothing), 3 (StartIfRunning), 4 (Start)'

  test('leaves out the machine, and what it leaves out is said', () => {
    expect(read([{ VMName: 'a', VMId: GUID, State: 2, AutomaticStartAction: 9 }])).toEqual({
      machines: [],
      said: [
        {
          said: `error VL301 $[0].AutomaticStartAction machine "a": AutomaticStartAction is 9, ${actions}; the machine is left out`,
          hint: undefined,
          leavesOut: { name: 'a', uuid: UUID, running: true },
        },
      ],
    })
  })

  test('leaves out only the property, if that is asked for', () => {
    const object = { VMName: 'a', AutomaticStartAction: 'Sart', AutomaticStopAction: 3 }
    expect(read(object, { onReserved: 'skip' })).toEqual({
      machines: [{ name: 'a', lifecycle: { hostStop: 'save' } }],
      said: [
        {
          said: `warning VL302 $.AutomaticStartAction machine "a": AutomaticStartAction is the text "Sart", ${actions}; the property is left out`,
          hint: 'did you mean "Start"?',
          leavesOut: undefined,
        },
      ],
    })
  })

  test('is not the only one that is said', () => {
    const { machines, said } = read({ VMName: 'a', AutomaticStartAction: 9, AutomaticStopAction: [3] })
    expect(machines).toEqual([])
    expect(said.map((each) => each.said)).toEqual([
      expect.stringMatching(/AutomaticStartAction is 9,/),
      expect.stringMatching(/AutomaticStopAction is an array, not one of: 2 \(TurnOff\), 3 \(Save\), 4 \(ShutDown\); /),
    ])
  })
})

describe('a setting twice', () => {
  test.each([
    ['"DelayStartSeconds":1,"delaystartseconds":2', 'duplicate DelayStartSeconds'],
    ['"DelayStart":1,"DELAYSTART":2', 'duplicate DelayStart'],
    ['"DelayStartSeconds":1,"DelayStartSeconds":2,"DelayStart":3', 'duplicate DelayStartSeconds'],
    ['"DelayStartSeconds":1,"DelayStart":2', 'DelayStartSeconds and DelayStart are the same setting'],
    ['"DelayStartSeconds":1,"DelayStart":1', 'DelayStartSeconds and DelayStart are the same setting'],
  ])('%s', (members, message) => {
    const { machines, said } = read(`{"Name":"a",${members}}`)
    expect(machines).toEqual([])
    expect(said).toEqual([
      {
        said: expect.stringMatching(`^error VL310 \\$\\.\\w+ machine "a": ${message}$`),
        hint: 'keep one of them',
        leavesOut: { name: 'a' },
      },
    ])
  })

  test.each([
    ['"DelayStartSeconds":1,"DelayStart":null', 1],
    ['"DelayStartSeconds":null,"DelayStart":2', 2],
    ['"DelayStart":2', 2],
  ])('not %s', (members, delay) => {
    expect(read(`{"Name":"a",${members}}`)).toEqual({ machines: [{ name: 'a', lifecycle: { delay } }], said: [] })
  })

  test('its value is refused under the name that it has', () => {
    expect(read({ Name: 'a', DelayStart: -1 }).said).toMatchObject([
      { said: expect.stringMatching(/machine "a": DelayStart is -1, not a delay from 0 to /) },
    ])
  })
})

describe('machines without any setting', () => {
  const hint = 'include these properties when you export the machines'
  const wanted = 'looked for AutomaticStartAction, AutomaticStartDelay, AutomaticStopAction'

  test('up to five properties that may be meant are named', () => {
    const others = { AutoStart: 1, StopX: 1, hostSHUTDOWN: 1, Notes: 1, 'start"': 1, startB: 1, startC: 1 }
    expect(read({ VMName: 'a', ...others }).said).toEqual([
      {
        said: `warning VL319 $ the machine in this document has no lifecycle setting: ${wanted}; it has AutoStart, StopX, hostSHUTDOWN, start\\", startB`,
        hint,
        leavesOut: undefined,
      },
    ])
  })

  test('each property of machines of several kinds is looked for once', () => {
    const objects = [{ VMName: 'a' }, { ElementName: 'b' }, { VMName: 'c', AutomaticStopAction: null }]
    expect(read(objects).said).toEqual([
      {
        said: `warning VL319 $[0] none of the 3 machines in this document has a lifecycle setting: ${wanted}, AutomaticStartupAction, AutomaticStartupActionDelay, AutomaticStartupActionSequenceNumber, AutomaticShutdownAction`,
        hint,
        leavesOut: undefined,
      },
    ])
  })

  test('the first of them may be behind something else', () => {
    expect(read([{ foo: 1 }, { VMName: 'a' }]).said.map(({ said }) => said)).toEqual([
      expect.stringMatching(/^error VL305 \$\[0\] this object is not a machine/),
      expect.stringMatching(/^warning VL319 \$\[1\] the machine in this document/),
    ])
  })

  test('nothing is said of them after one that has a setting, or a wrong one', () => {
    expect(read([{ VMName: 'a', AutomaticStopAction: 3 }, { VMName: 'b' }]).said).toEqual([])
    expect(read([{ VMName: 'a' }, { VMName: 'b', AutomaticStopAction: 3 }]).said).toEqual([])
    const wrong = { VMName: 'a', AutomaticStopAction: 9 }
    expect(read([wrong, { VMName: 'b' }]).said.map(({ said }) => said)).toEqual([expect.stringMatching(/VL301/)])
  })

  test('snapshots are no such machines', () => {
    expect(read([{ VMName: 'a', SnapshotType: 1 }]).said.map(({ said }) => said)).toEqual([
      'note VL304 $[0] "a" is a snapshot (SnapshotType) and is left out',
    ])
  })
})

test('the machines in a cluster are counted, and snapshots are not', () => {
  const vm = { VMName: 'a', AutomaticStopAction: 3, IsClustered: true }
  const message = 'in a cluster, which decides about the start (IsClustered); the settings are translated as they are'
  const hint = 'on the hosts of a cluster, the start action should be Nothing'
  expect(read([{ ...vm, IsClustered: false }, vm, { ...vm, SnapshotType: 1 }]).said).toMatchObject([
    { said: expect.stringContaining('VL304') },
    { said: `note VL321 $[1] 1 machine is ${message}`, hint },
  ])
  expect(read([vm, vm, { ...vm, AutomaticStopAction: 9 }]).said).toMatchObject([
    { said: expect.stringContaining('VL301') },
    { said: `note VL321 $[0] 3 machines are ${message}`, hint },
  ])
})
