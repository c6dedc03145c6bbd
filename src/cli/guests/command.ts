import { Argument } from 'commander'
import type { Diagnostic } from '../../diagnostics/index.js'
import { isActive, longestDuration, planStart, planStop } from '../../guests/index.js'
import type { Describe } from '../command.js'
import { Terminal } from '../console/terminal.js'
import { type ExitStatus, exitStatus } from '../exit-status.js'
import { deafHook } from './hook-files.js'
import { install } from './install.js'
import {
  type InstallOptions,
  type RunOptions,
  type ShowOptions,
  type UninstallOptions,
  withConnections,
  withInstalling,
  withParallel,
  withReport,
  withStopping,
} from './options.js'
import { otherServices } from './other-services.js'
import { defaultRecordDirectory, loadRecord } from './record-directory.js'
import { connectAll, type Kind, planAll, runGuests } from './run.js'
import { shortTimeout } from './short-timeout.js'
import { plansAsJson, planTable, statusAsJson, statusTable } from './show.js'
import { uninstall } from './uninstall.js'

/** Print what `guests stop` or `guests start` would do. */
async function printPlan(terminal: Terminal, kind: Kind, options: ShowOptions): Promise<ExitStatus> {
  const { io } = terminal
  const connections = await connectAll(io, options)
  const { planned, diagnostics } = await planAll(io, kind, connections, options)
  const services = otherServices(io, urisOf(planned), 'VL603')
  if (options.json === true) {
    terminal.result(`${JSON.stringify(plansAsJson(planned, options.parallel), null, 2)}\n`)
  } else {
    terminal.result(planTable(planned))
    for (const { label, plan } of planned) {
      if (plan.stages.length > 0 && kind === 'stop') {
        terminal.note(`${label}: this takes at most ${longestDuration(plan, options.parallel)} s`)
      }
    }
  }
  return end(terminal, [...services, ...diagnostics])
}

/** Print what would happen with each guest if the host stopped now and started again. */
async function printStatus(terminal: Terminal, options: ShowOptions): Promise<ExitStatus> {
  const connections = await connectAll(terminal.io, options)
  const statuses = connections.flatMap(({ uri, guests }) => {
    if (uri === undefined) return []
    const active = new Set(guests.filter(({ state }) => isActive(state)).map(({ uuid }) => uuid))
    const stop = planStop(guests, options)
    const left = guests.filter(({ persistent }) => persistent)
    const start = planStart(
      left.map((guest) => ({ ...guest, state: 'shut off' as const })),
      { active },
    )
    return [{ uri, guests, stop, start }]
  })
  terminal.result(
    options.json === true ? `${JSON.stringify(statusAsJson(statuses), null, 2)}\n` : statusTable(statuses),
  )
  const plans = statuses.flatMap(({ stop, start }) => [...stop.diagnostics, ...start.diagnostics])
  const services = otherServices(terminal.io, urisOf(statuses), 'VL603')
  const { system } = terminal.io
  const deaf = await Promise.all(statuses.map(({ uri, guests }) => deafHook(system, uri, guests)))
  const short = await shortTimeout(system, statuses)
  const read = connections.flatMap(({ diagnostics }) => diagnostics)
  const { cwd } = terminal.io
  const records = await Promise.all(statuses.map(({ uri }) => loadRecord(cwd, options.record, uri)))
  const damaged = records.flatMap((loaded) => ('diagnostics' in loaded ? loaded.diagnostics : []))
  return end(terminal, [...read, ...damaged, ...services, ...short, ...deaf.flat(), ...plans])
}

function urisOf(connections: readonly { readonly uri: string }[]): readonly string[] {
  return connections.map(({ uri }) => uri)
}

async function end(terminal: Terminal, diagnostics: readonly Diagnostic[]): Promise<ExitStatus> {
  await terminal.diagnostics(diagnostics)
  return exitStatus(diagnostics)
}

/** The commands below `guests`, their options and help, and what they run. */
export const describe: Describe = (command, io, end) => {
  const { processors } = io.system
  const directory = defaultRecordDirectory(io)
  command
    .description("Stop and start the guests of today's libvirt as their settings say.")
    .addHelpText('after', EXAMPLES)

  const plan = command
    .command('plan')
    .summary('print what stop or start would do')
    .description('Print what "guests stop" or "guests start" would do now, and why; nothing is changed.')
    .addArgument(new Argument('<what>', 'what to plan').choices(['stop', 'start']))
    .option('--json', 'print JSON')
  withStopping(withParallel(withConnections(plan, directory), processors))
    .addHelpText('after', '\nExample:\n  $ virt-lifecycle guests plan stop --uri qemu:///system')
    .action(async (what: Kind, options: ShowOptions) => end(await printPlan(new Terminal(io), what, options)))

  const status = command
    .command('status')
    .summary('say what would happen with each guest')
    .description('Say what would happen with each guest if the host stopped now and started again, and what conflicts.')
    .option('--json', 'print JSON')
  withStopping(withConnections(status, directory))
    .addHelpText('after', '\nExample:\n  $ virt-lifecycle guests status')
    .action(async (options: ShowOptions) => end(await printStatus(new Terminal(io), options)))

  const stop = command
    .command('stop')
    .summary('stop the active guests')
    .description('Record which guests are active, and stop each as its on_hoststop says: before the host stops.')
  withReport(withStopping(withParallel(withConnections(stop, directory), processors)))
    .addHelpText('after', '\nExample:\n  $ virt-lifecycle guests stop --timeout 300 --report stopped.json')
    .action(async (options: RunOptions) => end(await runGuests(new Terminal(io), 'stop', options)))

  const start = command
    .command('start')
    .summary('start the guests that are to run')
    .description(
      'Start each guest whose on_hoststart says so: after the host has started. The second run does nothing.',
    )
  withReport(withParallel(withConnections(start, directory), processors))
    .addHelpText('after', '\nExample:\n  $ virt-lifecycle guests start --uri qemu:///system --uri lxc:///system')
    .action(async (options: RunOptions) => end(await runGuests(new Terminal(io), 'start', options)))

  const installing = command
    .command('install')
    .summary('have this host stop and start its guests')
    .description(
      'Install units of systemd that run "guests stop" and "guests start" when the host stops and starts, and a hook of ' +
        'libvirt that keeps which guests are active, for a loss of power. The units get the options that are given here.',
    )
  withInstalling(withStopping(withParallel(withConnections(installing, directory), processors)))
    .option('--force', 'install beside another service that stops the guests, and replace files that were changed')
    .addHelpText('after', '\nExample:\n  # virt-lifecycle guests install --uri qemu:///system --timeout 300')
    .action(async (options: InstallOptions) => {
      const isGiven = (name: string): boolean => installing.getOptionValueSource(name) === 'cli'
      end(await install(new Terminal(io), options, isGiven))
    })

  withInstalling(command.command('uninstall'))
    .summary('undo install')
    .description('Remove what "guests install" has made. The guests go on running.')
    .option('--force', 'remove files that were changed, too')
    .addHelpText('after', '\nExample:\n  # virt-lifecycle guests uninstall')
    .action(async (options: UninstallOptions) => end(await uninstall(new Terminal(io), options)))
}

const EXAMPLES = `
Examples:
  $ virt-lifecycle guests status
  $ virt-lifecycle guests plan stop
  $ virt-lifecycle guests stop
  $ virt-lifecycle guests start
  # virt-lifecycle guests install`
