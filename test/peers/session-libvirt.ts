import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** Debian's user without rights; libvirtd that is started by root would use the system's own directories. */
const NOBODY = 65_534

/** A libvirt of its own, with QEMU and without KVM, which nothing but the test that started it uses. */
export interface SessionLibvirt {
  readonly uri: string
  /** Run commands in one virsh. */
  readonly virsh: (...commands: readonly string[]) => string
  /** What the daemon and its hooks have for HOME. */
  readonly home: string
  /** Kill the daemon, but not its guests, and start it again after a while. */
  readonly restart: (afterMilliseconds: number) => Promise<void>
  /** Kill everything at once, as a loss of power does, and start the daemon again. */
  readonly losePower: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** What a daemon sees in other places than everybody else; needs the peer `mount-namespace`. */
export interface Mounts {
  /** A directory for /etc/libvirt. */
  readonly configuration: string
  /** A file for /proc/sys/kernel/random/boot_id. */
  readonly bootId: string
}

const MOUNT =
  'mount --bind "$1" /etc/libvirt && mount --bind "$2" /proc/sys/kernel/random/boot_id && shift 2 && exec "$@"'

/**
 * Start libvirtd with directories of its own.
 *
 * @param settings lines of libvirtd.conf
 */
export async function startSessionLibvirt({
  mounts,
  settings = [],
}: {
  readonly mounts?: Mounts
  readonly settings?: readonly string[]
} = {}): Promise<SessionLibvirt> {
  const home = mkdtempSync(join(tmpdir(), 'virt-lifecycle-libvirtd-'))
  const directories = ['config', 'cache', 'run', 'data'].map((name) => join(home, name))
  const [config = '', cache = '', run = '', data = ''] = directories
  const isRoot = process.getuid?.() === 0
  for (const directory of directories) mkdirSync(directory, { mode: 0o700 })
  writeFileSync(join(home, 'libvirtd.conf'), [`unix_sock_dir = "${run}"`, ...settings, ''].join('\n'))
  if (isRoot) {
    chmodSync(home, 0o755)
    for (const directory of directories) chownSync(directory, NOBODY, NOBODY)
  }
  const daemon = ['libvirtd', '--config', join(home, 'libvirtd.conf'), '--pid-file', join(run, 'pid')]
  const asUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...daemon] : daemon
  const inNamespace =
    mounts === undefined
      ? asUser
      : ['unshare', '--mount', 'sh', '-c', MOUNT, 'sh', mounts.configuration, mounts.bootId, ...asUser]
  const [program = '', ...args] = inNamespace
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: config,
    XDG_CACHE_HOME: cache,
    XDG_RUNTIME_DIR: run,
    XDG_DATA_HOME: data,
  }
  const socket = join(run, 'libvirt-sock')
  let said = ''
  const start = async () => {
    const started = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    started.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    for (let waited = 0; !existsSync(socket); waited += 50) {
      if (started.exitCode !== null || waited > 60_000) throw new Error(`libvirtd did not start: ${said}`)
      await pause(50)
    }
    return started
  }
  let child = await start()
  const uri = `qemu+unix:///session?socket=${socket}`
  const kill = async () => {
    await ended(child, 'SIGKILL')
    child.stderr.destroy()
    rmSync(socket)
  }
  return {
    uri,
    home,
    virsh: (...commands) => {
      const { status, stdout, stderr } = spawnSync('virsh', ['-q', '-c', uri, commands.join('; ')], {
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`${stderr}\n${said}`)
      return stdout
    },
    restart: async (afterMilliseconds) => {
      await kill()
      await pause(afterMilliseconds)
      child = await start()
    },
    losePower: async () => {
      await kill()
      const guests = join(run, 'libvirt/qemu/run')
      // The daemon's own is driver.pid.
      for (const name of readdirSync(guests).filter((file) => file.endsWith('.pid') && file !== 'driver.pid')) {
        process.kill(Number(readFileSync(join(guests, name), 'utf8')), 'SIGKILL')
      }
      // What is there is lost with the memory of the host.
      for (const name of readdirSync(run)) rmSync(join(run, name), { recursive: true })
      child = await start()
    },
    stop: async () => {
      await ended(child, 'SIGTERM')
      // What the daemon started may still hold the other end.
      child.stderr.destroy()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** End a process and wait for it. */
function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill(signal)
  })
}
