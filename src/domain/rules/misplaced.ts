import type { Rule } from './rule.js'

/** VL206: an element of ours that is not allowed where it is, so it has no effect. */
export const misplaced: Rule = function* ({ domain: { document, misplaced } }) {
  for (const element of misplaced) {
    const where = element.parent === undefined ? 'as the root element' : `in <${element.parent.name}>`
    const hint =
      element.uri === ''
        ? 'move it to <domain>, next to <on_poweroff>'
        : "elements of this namespace belong in <lifecycle>, in the domain's <metadata>"
    const message = `<${element.name}> is not allowed ${where}`
    yield document.diagnostic({ code: 'VL206', message, hint }, element.start, element.openEnd)
  }
}
