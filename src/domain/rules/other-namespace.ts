import { quote } from '../../diagnostics/index.js'
import { LIFECYCLE_NAMESPACE } from '../../lifecycle/index.js'
import { type Rule, rangeOfName } from './rule.js'

/** VL217: a lifecycle that nobody reads, because its namespace is nearly ours: misspelt, or that of another version. */
export const otherNamespace: Rule = function* ({ domain: { document, unread } }) {
  for (const element of unread) {
    const message = `<${element.name}> is in the namespace ${quote(element.uri)}, so it is not read`
    const hint = `the namespace must be ${quote(LIFECYCLE_NAMESPACE)}`
    yield document.diagnostic({ code: 'VL217', message, hint }, ...rangeOfName(element))
  }
}
