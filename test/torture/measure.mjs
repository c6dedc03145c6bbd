/** A process that does what a class of growing input is for, once, and prints what it took. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CLASSES } from './classes.mjs'

const [name, size] = [process.argv[2], Number(process.argv[3])]
const { does, makes, options, clips } = CLASSES[name]
const input = makes(size)
const report = (began, longest, said) => {
  const { user, system } = process.cpuUsage(began)
  process.send({ cpu: (user + system) / 1000, longest, said, memory: process.resourceUsage().maxRSS / 1024 })
}
if (does === 'run') {
  const directory = mkdtempSync(join(tmpdir(), 'virt-lifecycle-torture-'))
  for (const [file, text] of Object.entries(input.files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  process.chdir(directory)
  process.env.XDG_CACHE_HOME = directory
  process.argv = [process.argv[0], 'virt-lifecycle', ...input.args]
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (_, ...more) => {
      more.at(-1)?.call?.()
      return true
    }
  }
  const began = process.cpuUsage()
  process.on('exit', () => {
    report(began, 0, `status ${process.exitCode}`)
    rmSync(directory, { recursive: true, force: true })
  })
  await import('../../dist/cli/main.js')
} else {
  const { ACTIONS } = await import('./actions.mjs')
  const began = process.cpuUsage()
  const found = ACTIONS[does](input, options)
  let longest = 0
  if (clips) for (const { message, hint = '' } of found) longest = Math.max(longest, message.length, hint.length)
  report(began, longest, found[0]?.message?.slice(0, 150))
  process.disconnect()
}
