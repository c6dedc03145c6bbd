import { outcomeOfRestart, RESTART_CASES } from '../../src/guests/restart.js'
import type { Lifecycle } from '../../src/lifecycle/index.js'
import type { Listed } from '../protocol.js'
import { make, makeButton } from './elements.js'

/** Most machines that are listed. */
const MOST = 100

/** What is done with a machine when its host stops. */
const STOPPED = {
  destroy: 'powered off',
  save: 'saved',
  shutdown: 'shut down',
  'stop-and-restart-on-next-boot': 'shut down',
} as const

/** What comes of a machine that ran. */
const THEN = { resumes: 'resumed', boots: 'booted', kept: 'left off, its memory saved', off: 'left off' } as const

/** What happens to a machine across a restart of its host, in a few words. */
function outcomeInWords(lifecycle: Lifecycle): string {
  const { hostStart, hostStop } = lifecycle
  if (hostStart === undefined && hostStop === undefined) return 'nothing is set: the hypervisor’s defaults apply'
  if (hostStop === undefined) return 'what happens when the host stops is not set: the hypervisor’s default applies'
  const stopped = STOPPED[hostStop]
  if (hostStart === undefined) return `${stopped}; its start is not set: the hypervisor’s default applies`
  const [ran = 'off', wasOff, lostPower] = RESTART_CASES.map((each) => outcomeOfRestart(lifecycle, each))
  const isBack = ran === 'resumes' || ran === 'boots'
  const more = [
    ...(wasOff === 'boots' ? ['started even if it was off'] : isBack ? ['stays off if it was off'] : []),
    ...(lostPower === 'boots' ? ['booted after a power failure'] : []),
  ]
  return [`${stopped}, then ${THEN[ran]}`, ...more].join('; ')
}

/** List the machines with what happens to each; a click looks at it. */
export function listOutcomes(
  list: HTMLElement,
  machines: readonly Listed[],
  current: number,
  lookAt: (index: number) => void,
): void {
  const items = machines.slice(0, MOST).map(({ label, lifecycle }, i) => {
    const name = makeButton(label, () => lookAt(i), {
      className: 'link',
      ...(i === current ? { ariaCurrent: 'true' } : {}),
    })
    return make('li', {}, name, `: ${outcomeInWords(lifecycle)}.`)
  })
  if (machines.length > MOST) items.push(make('li', {}, `… and ${machines.length - MOST} more`))
  list.replaceChildren(...items)
  list.hidden = machines.length === 0
}
