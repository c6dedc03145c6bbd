import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** libvirt's daemon of the system, as root, for which its files are those of a machine of its own. */
export interface SystemLibvirt {
  /** Run a program for which that daemon is the machine's. */
  readonly run: (...command: readonly [string, ...string[]]) => {
    status: number | null
    stdout: string
    stderr: string
  }
  /** Run commands in one virsh. */
  readonly virsh: (...commands: readonly string[]) => string
  readonly stop: () => Promise<void>
}

/**
 * What the daemon starts with: directories of its own instead of those of the machine that it would change, and the user
 * that Debian's package libvirt-daemon-system makes, without whom the QEMU driver does not start.
 */
const SCRIPT = `set -e
mount --make-rprivate /
for directory in /etc/libvirt /run /var/lib /var/log /var/cache; do
  [ -d "$directory" ] || continue
  mount -t tmpfs tmpfs "$directory"
done
for file in passwd group; do
  cp "/etc/$file" "/run/$file"
  mount --bind "/run/$file" "/etc/$file"
done
echo 'libvirt-qemu:x:64055:64055::/nonexistent:/bin/false' >>/etc/passwd
echo 'libvirt-qemu:x:64055:' >>/etc/group
cat >/etc/libvirt/qemu.conf <<'END'
user = "root"
group = "root"
security_driver = "none"
cgroup_controllers = []
namespaces = []
stdio_handler = "file"
END
echo 'auth_unix_rw = "none"' >/etc/libvirt/libvirtd.conf
exec libvirtd
`

/** Start libvirtd as the system's daemon; needs the peer `mount-namespace`. */
export async function startSystemLibvirt(): Promise<SystemLibvirt> {
  const child = spawn('unshare', ['--mount', '--net', 'sh', '-c', SCRIPT], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  await listening(child, () => said)
  const run: SystemLibvirt['run'] = (...command) =>
    spawnSync('nsenter', ['--mount', '--net', '--target', String(child.pid), ...command], { encoding: 'utf8' })
  return {
    run,
    virsh: (...commands) => {
      const { status, stdout, stderr } = run('virsh', '-q', '-c', 'qemu:///system', commands.join('; '))
      if (status !== 0) throw new Error(`${stderr}\n${said}`)
      return stdout
    },
    stop: async () => {
      const exited = once(child, 'exit')
      child.kill()
      await exited
      // What the daemon started may still hold the other end.
      child.stderr.destroy()
    },
  }
}

/** Wait until the daemon listens. */
async function listening(child: ChildProcess, said: () => string): Promise<void> {
  for (let waited = 0; !existsSync(`/proc/${child.pid}/root/run/libvirt/libvirt-sock`); waited += 100) {
    if (child.exitCode !== null || waited > 60_000) throw new Error(`libvirtd did not start: ${said()}`)
    await pause(100)
  }
}
