import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, quote, SourceText } from '../../diagnostics/index.js'
import type { Io } from '../io.js'

/** Options of the QEMU driver that make libvirt itself stop all guests alike (libvirt 11.2 and later). */
const AUTO_SHUTDOWN = /^[ \t]*(auto_shutdown_(?:try_save|try_shutdown|poweroff))[ \t]*=[ \t]*"?(\w+)"?/gm

/** A connection to this host; the test driver has no guests that anybody else could stop. */
const LOCAL = /^(?!test)[a-z]+(\+unix)?:\/\/\//

/**
 * What else stops and starts the guests of these connections when the host does: two services that do must not meet.
 *
 * @param code VL602 if that is a reason to do nothing, VL603 if it is only reported
 * @param uris the connections, as libvirt itself names them
 */
export function otherServices(
  { env, system }: Pick<Io, 'env' | 'system'>,
  uris: readonly string[],
  code: 'VL602' | 'VL603',
): readonly Diagnostic[] {
  const { root, home } = system
  const qemuOf = (mode: string) => uris.some((uri) => new RegExp(`^qemu(\\+unix)?:///${mode}`).test(uri))
  const configuration = env['XDG_CONFIG_HOME'] || join(home, '.config')
  return [
    ...(uris.some((uri) => LOCAL.test(uri)) ? libvirtGuests(root, code) : []),
    ...(qemuOf('system') ? autoShutdown(join(root, 'etc/libvirt/qemu.conf'), code) : []),
    ...(qemuOf('session') ? autoShutdown(join(configuration, 'libvirt/qemu.conf'), code) : []),
  ]
}

/** Whether systemd starts libvirt-guests, which it does if a unit wants it. */
function libvirtGuests(root: string, code: 'VL602' | 'VL603'): readonly Diagnostic[] {
  const directory = join(root, 'etc/systemd/system')
  const wanting = namesIn(directory).find(
    (name) => name.endsWith('.wants') && namesIn(join(directory, name)).includes('libvirt-guests.service'),
  )
  if (wanting === undefined) return []
  const file = join(directory, wanting, 'libvirt-guests.service')
  const message = 'libvirt-guests is enabled, which stops and starts all guests alike'
  // Without its list, stopping the service would stop the guests.
  const hint =
    'run "touch /var/lib/libvirt/libvirt-guests", so that it leaves the guests alone, then "systemctl disable --now libvirt-guests"; --force runs beside it'
  return [new SourceText(file, '').diagnostic({ code, message, hint }, 0)]
}

function autoShutdown(file: string, code: 'VL602' | 'VL603'): readonly Diagnostic[] {
  const document = new SourceText(file, textOf(file))
  return [...document.text.matchAll(AUTO_SHUTDOWN)].flatMap((match) => {
    const [whole, name = '', value = ''] = match
    if (value === 'none' || value === '0') return []
    const message = `${name} is ${quote(value)}, so libvirt itself stops all guests alike`
    const hint = `set ${name} to "none" and restart libvirt's daemon, or use --force to run beside it`
    return [document.diagnostic({ code, message, hint }, match.index, match.index + whole.length)]
  })
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
