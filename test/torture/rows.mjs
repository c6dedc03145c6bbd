/** The table of docs/reliability.md, from what was counted. */
import { release, type } from 'node:os'

const counted = ([what, count]) => `${count.toLocaleString('en')} ${what}`

/** Its rows, and what they were measured on. */
export function rows(tallies) {
  const of = ({ kind, figures, failures, time }) =>
    `| ${kind.promise} | [${kind.name}](../test/torture/kinds/${kind.name}.mjs) | ${Object.entries(figures).map(counted).join(', ')}; ${failures === 0 ? 'none failed' : `${failures} rounds failed`}; ${(time / 60_000).toFixed(1)} minutes |`
  const date = new Date().toISOString().slice(0, 10)
  return [
    '',
    `${date}, Node ${process.versions.node}, ${type()} ${release().replace(/-.*/, '')}:`,
    '',
    '| promise | test | figures |',
    '|---|---|---|',
    ...tallies.map(of),
    '',
  ].join('\n')
}
