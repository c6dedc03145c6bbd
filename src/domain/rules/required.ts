import { ON_HOSTSTART, ON_HOSTSTOP } from '../../lifecycle/index.js'
import { type PolicyRule, REQUIREMENTS, type Requirement, rangeOfName } from './rule.js'

const SAID_BY = {
  hoststart: { property: 'hostStart', element: ON_HOSTSTART },
  hoststop: { property: 'hostStop', element: ON_HOSTSTOP },
} as const satisfies Readonly<Record<Requirement, object>>

/** VL214: a setting that the policy requires is missing. */
export const required: PolicyRule = ({ domain, lifecycle, policy: { require = [] } }) =>
  REQUIREMENTS.filter((name) => require.includes(name) && lifecycle[SAID_BY[name].property] === undefined).map(
    (name) => {
      const { element } = SAID_BY[name]
      const message = `the domain is missing the required element <${element}>`
      const hint = `add <${element}> to <domain>, or to the <lifecycle> in its metadata`
      return domain.document.diagnostic({ code: 'VL214', message, hint }, ...rangeOfName(domain.domain))
    },
  )
