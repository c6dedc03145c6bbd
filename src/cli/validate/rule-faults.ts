import {
  codeRow,
  type Finding,
  isDiagnosticCode,
  mayBeLowered,
  nearest,
  quote,
  validationCodes,
} from '../../diagnostics/index.js'
import { type JsonMember, type JsonObject, memberNamed } from '../../json/index.js'
import type { SettingsFault } from '../files/settings-file.js'

/** What is wrong with the codes in the `rules` of a configuration: unknown ones (VL523), and those that cannot be lowered (VL524). */
export function ruleFaults(root: JsonObject): readonly SettingsFault[] {
  const rules = memberNamed(root, 'rules')?.value
  if (rules?.type !== 'object') return []
  return rules.members.flatMap((member) => {
    const finding = faultOf(member)
    return finding === undefined ? [] : [{ finding, start: member.nameStart, end: member.nameEnd }]
  })
}

function faultOf({ name, value }: JsonMember): Finding | undefined {
  const codes = validationCodes()
  if (!isDiagnosticCode(name)) {
    const meant = nearest(name, codes)
    const hint =
      meant === undefined ? '"virt-lifecycle validate --list-rules" lists the codes' : `did you mean ${meant}?`
    return { code: 'VL523', message: `${quote(name)} in "rules" is not a code of this program`, hint }
  }
  if (!codes.includes(name) && codeRow(name).couldNotRun !== true) {
    const hint = '"virt-lifecycle validate --list-rules" lists the codes that it does'
    return { code: 'VL523', message: `"validate" does not report ${name} in documents`, hint }
  }
  const isLowered = value.type !== 'string' || value.value !== 'error'
  if (mayBeLowered(name) || !isLowered) return undefined
  const hint =
    codeRow(name).couldNotRun === true
      ? 'it says that the run could not do what it was asked'
      : 'anything could be wrong in the document after it: correct the document, or exclude it'
  return { code: 'VL524', message: `${name} must stay an error`, hint }
}
