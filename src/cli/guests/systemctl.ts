import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Diagnostic, escapeControls, SourceText } from '../../diagnostics/index.js'
import { kindOf } from '../files/paths.js'
import type { Io } from '../io.js'

/** systemctl may wait for a unit, and a hanging system manager must not hang the program: milliseconds. */
const TIMEOUT_MS = 120_000

/** Whether systemd runs this host, as sd_booted(3) finds out. */
export async function isSystemdRunning(root: string): Promise<boolean> {
  return (await kindOf(join(root, 'run/systemd/system'))) === 'directory'
}

/**
 * Run systemctl.
 *
 * @returns what it printed, or VL616 if it failed
 */
export function systemctl(
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  args: readonly string[],
): Promise<{ readonly stdout: string } | { readonly diagnostic: Diagnostic }> {
  return new Promise((resolve) => {
    const printed = { stdout: '', stderr: '' }
    const options = { cwd, env: { ...env, LC_ALL: 'C' }, timeout: TIMEOUT_MS } as const
    const child = spawn('systemctl', ['--no-ask-password', ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const failed = (reason: string): void => resolve({ diagnostic: failure(args, reason) })
    child.stdout.on('data', (chunk: Buffer) => {
      printed.stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      printed.stderr += chunk.toString()
    })
    child.on('error', (error) => failed(error.message))
    child.on('close', (status, signal) => {
      if (status === 0) resolve({ stdout: printed.stdout })
      else failed(printed.stderr.trim() || (signal === null ? `status ${status}` : `it was ended by ${signal}`))
    })
  })
}

function failure(args: readonly string[], reason: string): Diagnostic {
  const command = `systemctl ${args.join(' ')}`
  const message = `"${command}" failed: ${escapeControls(reason.replaceAll('\n', '; '))}`
  return systemdDiagnostic(message, 'run it by hand; "journalctl -xe" may say more')
}

/** What could not be done with systemd (VL616). */
export function systemdDiagnostic(message: string, hint: string): Diagnostic {
  return new SourceText('systemd', '').diagnostic({ code: 'VL616', message, hint }, 0)
}
