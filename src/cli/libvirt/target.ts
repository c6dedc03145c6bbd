import { type Diagnostic, quote, SourceText } from '../../diagnostics/index.js'
import { lifecycleText } from '../../domain/index.js'
import {
  autostart,
  inDomainXml,
  isEmptyLifecycle,
  LIFECYCLE_NAMESPACE,
  type Lifecycle,
  sameLifecycle,
} from '../../lifecycle/index.js'
import { unifiedDiff } from '../../report/patch.js'
import {
  type DomainMachine,
  joinReadings,
  type MergedDomain,
  machineDiagnostic,
  machineLabel,
  readMachines,
} from '../../translate/index.js'
import type { Terminal } from '../console/terminal.js'
import type { Target, Unchanged, Written } from '../convert/target.js'
import { dumpCommand, LISTS, type LibvirtDomain, namesByUuid, readLibvirt } from './read.js'
import { runVirsh, type VirshIo } from './virsh.js'

/** The key, which is the prefix, of the element in the metadata. */
const KEY = 'lifecycle'

/**
 * The domains of a running libvirt: settings go into their metadata, which libvirt keeps, and the nearest autostart is set.
 *
 * @param uri the connection; empty for virsh's default
 */
export async function libvirtTarget(
  terminal: Terminal,
  uri: string,
  { maxDepth }: { readonly maxDepth: number },
): Promise<Target> {
  const { domains, diagnostics } = await readLibvirt(terminal.io, uri, { from: 'domain', maxDepth })
  const states = new Map(
    domains.flatMap((domain) => domain.reading.machines.map((machine) => [machine, domain] as const)),
  )
  const wanted = ({ domain, machine, lifecycle, edits }: MergedDomain): State | undefined => {
    const state = states.get(domain)
    if (state === undefined || machine === undefined) return undefined
    const flag = autostart('always', lifecycle.hostStart, undefined) ?? state.autostart
    if (edits.length === 0 && flag === state.autostart) return undefined
    return { domain: state, lifecycle: inDomainXml(lifecycle), autostart: flag }
  }
  return {
    domains: joinReadings([...domains.map(({ reading }) => reading), { machines: [], diagnostics }]),
    placement: 'metadata',
    plan: (merge) => {
      const toChange = merge.domains.filter((merged) => wanted(merged) !== undefined)
      const isPersistent = ({ domain }: MergedDomain): boolean => states.get(domain)?.isPersistent === true
      return {
        changes: toChange.filter(isPersistent),
        refused: toChange
          .filter((merged) => !isPersistent(merged))
          .map((merged) => ({ merged, diagnostic: transient(merged.domain) })),
      }
    },
    show: async (changes) => {
      for (const merged of changes) terminal.result(changeText(merged, states.get(merged.domain), wanted(merged)))
    },
    write: (changes, allOrNothing) =>
      writeStates(
        terminal.io,
        uri,
        changes.flatMap((merged) => {
          const after = wanted(merged)
          if (after === undefined) return []
          const before = {
            ...after,
            lifecycle: inDomainXml(merged.domain.lifecycle),
            autostart: after.domain.autostart,
          }
          return [{ merged, before, after }]
        }),
        allOrNothing,
      ),
  }
}

/** What a domain is to hold. */
interface State {
  readonly domain: LibvirtDomain
  readonly lifecycle: Lifecycle
  readonly autostart: boolean
}

/** A domain that is to change from one state to another. */
interface StateChange {
  readonly merged: MergedDomain
  readonly before: State
  readonly after: State
}

function transient(domain: DomainMachine): Diagnostic {
  return machineDiagnostic(domain, {
    code: 'VL344',
    message: `${machineLabel(domain)}: the domain is transient, so libvirt forgets it and all its settings when it stops`,
    hint: 'define it first ("virsh dumpxml", then "virsh define")',
  })
}

function changeText(
  { domain, text }: MergedDomain,
  before: LibvirtDomain | undefined,
  after: State | undefined,
): string {
  const flags = [before?.autostart, after?.autostart].map((flag) => (flag === true ? 'on' : 'off'))
  const line = flags[0] === flags[1] ? '' : `autostart of ${quote(before?.name ?? '')}: ${flags.join(' -> ')}\n`
  return `${line}${unifiedDiff(`${before?.name}.xml`, domain.source.document.text, text)}`
}

async function writeStates(
  io: VirshIo,
  uri: string,
  changes: readonly StateChange[],
  allOrNothing: boolean,
): Promise<Written> {
  const reasons = await apply(
    io,
    uri,
    changes.map(({ before, after }) => [before, after]),
  )
  const failed = (merged: MergedDomain, i: number): readonly Unchanged[] => {
    const reason = reasons[i]
    if (reason === undefined) return []
    const what = typeof reason === 'string' ? notChanged(merged.domain, reason) : reason
    return [{ merged, diagnostic: what }]
  }
  const failures = changes.flatMap(({ merged }, i) => failed(merged, i))
  const done = changes.filter((_, i) => reasons[i] === undefined)
  if (!allOrNothing || failures.length === 0) return { done: done.map(({ merged }) => merged), failures, others: [] }
  const undone = await apply(
    io,
    uri,
    changes.map(({ before, after }) => [after, before]),
  )
  const kept = changes.filter((change, i) => done.includes(change) && undone[i] !== undefined)
  return { done: kept.map(({ merged }) => merged), failures, others: [] }
}

function notChanged(domain: DomainMachine, reason: string): Diagnostic {
  return machineDiagnostic(domain, {
    code: 'VL511',
    message: `${machineLabel(domain)}: the domain was not changed: ${reason}`,
    hint: 'it may hold a part of the settings now; run this again to complete them',
  })
}

/**
 * Bring domains from one state to another, and read again what they hold then.
 *
 * @returns for each pair, in order: undefined if the domain holds the second state, else why it does not
 */
async function apply(
  io: VirshIo,
  uri: string,
  pairs: readonly (readonly [from: State, to: State])[],
): Promise<readonly (string | Diagnostic | undefined)[]> {
  const commands = pairs.map(([from, to]) => commandFor(from, to))
  const checks = [LISTS.autostart, ...pairs.map(([{ domain }]) => dumpCommand(domain))]
  const result = await runVirsh(io, uri, [...commands, ...checks])
  if ('diagnostic' in result) return pairs.map(() => result.diagnostic)
  const [list = { stdout: '', stderr: '' }, ...dumps] = result.printed.slice(commands.length)
  const started = namesByUuid(list)
  return pairs.map(([, to], i) => {
    const { machines } = readMachines(new SourceText('dumpxml', dumps[i]?.stdout ?? ''), { from: 'domain' })
    const lifecycle = machines[0]?.lifecycle
    if (
      lifecycle !== undefined &&
      sameLifecycle(lifecycle, to.lifecycle) &&
      started.has(to.domain.uuid) === to.autostart
    ) {
      return undefined
    }
    return result.printed[i]?.stderr || dumps[i]?.stderr || 'libvirt holds other settings than those that were set'
  })
}

/** The virsh commands that bring a domain from one state to another. UUIDs and the words of a lifecycle hold no quotes. */
function commandFor(from: State, { domain: { uuid }, lifecycle, autostart: flag }: State): string {
  const change = isEmptyLifecycle(lifecycle) ? '--remove' : `--key ${KEY} --set '${lifecycleText(lifecycle)}'`
  const metadata = `metadata --domain ${uuid} --uri ${LIFECYCLE_NAMESPACE} --config ${change}`
  return flag === from.autostart ? metadata : `${metadata}; autostart --domain ${uuid}${flag ? '' : ' --disable'}`
}
