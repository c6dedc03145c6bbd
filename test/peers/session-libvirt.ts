import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
  /** Kill the daemon, but not its guests, and start it again after a while. */
  readonly restart: (afterMilliseconds: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Start libvirtd with directories of its own. */
export async function startSessionLibvirt(): Promise<SessionLibvirt> {
  const home = mkdtempSync(join(tmpdir(), 'virt-lifecycle-libvirtd-'))
  const directories = ['config', 'cache', 'run', 'data'].map((name) => join(home, name))
  const [config = '', cache = '', run = '', data = ''] = directories
  const isRoot = process.getuid?.() === 0
  for (const directory of directories) mkdirSync(directory, { mode: 0o700 })
  writeFileSync(join(home, 'libvirtd.conf'), `unix_sock_dir = "${run}"\n`)
  if (isRoot) {
    chmodSync(home, 0o755)
    for (const directory of directories) chownSync(directory, NOBODY, NOBODY)
  }
  const log = join(home, 'log')
  const daemon = ['libvirtd', '--config', join(home, 'libvirtd.conf'), '--pid-file', join(run, 'pid')]
  const asUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...daemon] : daemon
  const [program = '', ...args] = asUser
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
      if (existsSync(home)) writeFileSync(log, said)
    })
    for (let waited = 0; !existsSync(socket); waited += 50) {
      if (started.exitCode !== null || waited > 60_000) throw new Error(`libvirtd did not start: ${said}`)
      await pause(50)
    }
    return started
  }
  let child = await start()
  const uri = `qemu+unix:///session?socket=${socket}`
  return {
    uri,
    virsh: (...commands) => {
      const { status, stdout, stderr } = spawnSync('virsh', ['-q', '-c', uri, commands.join('; ')], {
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`${stderr}\n${readFileSync(log, 'utf8')}`)
      return stdout
    },
    restart: async (afterMilliseconds) => {
      await ended(child, 'SIGKILL')
      child.stderr.destroy()
      rmSync(socket)
      await pause(afterMilliseconds)
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
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill(signal)
  })
}
