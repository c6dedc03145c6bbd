import type { Explanation } from '../../src/index.js'
import { attributeRow, START_ATTRIBUTE_NAMES } from '../../src/lifecycle/index.js'
import { make } from './elements.js'
import { inWordsOfThePage } from './words.js'

type Action = NonNullable<Explanation['hostStop']>

/** Say in words what happens to a machine, in place of what is there. */
export function explainMachine(list: HTMLElement, explanation: Explanation): void {
  const flags = Object.entries(explanation.autostart).map(([reading, flag]) => `${reading}: ${flagText(flag)}`)
  const rows: readonly (readonly [string, readonly (Node | string)[]])[] = [
    ['When the host stops', actionText(explanation.hostStop, '')],
    ['When it starts again', actionText(explanation.hostStart, attributesText(explanation))],
    ["libvirt's autostart", [flags.join(', ')]],
    ["Today's libvirt", explanation.libvirtLoses.map(inWordsOfThePage)],
  ]
  list.replaceChildren(
    ...rows
      .filter(([, texts]) => texts.length > 0)
      .flatMap(([term, texts]) => [make('dt', {}, term), ...texts.map((text) => make('dd', {}, text))]),
  )
}

function actionText(action: Action | null, more: string): readonly (Node | string)[] {
  if (action === null) return ["not set: the hypervisor's default applies"]
  const { property, value, name, powershell } = action.hyperv
  return [
    make('span', {}, make('code', {}, action.value), ` – the machine ${action.meaning}${more}`),
    `Hyper-V: ${property} ${value} “${name}”, in PowerShell ${powershell}`,
  ]
}

/** What the attributes of the start add, in words; where the machine is not started they have no effect. */
function attributesText(explanation: Explanation): string {
  const set = START_ATTRIBUTE_NAMES.filter((name) => explanation[name])
  if (set.length === 0) return ''
  if (explanation.hostStart === null || explanation.hostStart.value === 'ignore')
    return ` (${set.join(' and ')} ${set.length === 1 ? 'has' : 'have'} no effect)`
  return set.map((name) => `, ${attributeRow(name).phrase(explanation[name] ?? 0)}`).join('')
}

function flagText(flag: boolean | null): string {
  if (flag === null) return 'unknown'
  return flag ? 'on' : 'off'
}
