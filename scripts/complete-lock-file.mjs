#!/usr/bin/env node
/**
 * Add to package-lock.json the binary packages of other platforms that npm left out.
 *
 * A registry mirror that holds packages of one platform only makes npm write a lock file that `npm ci` then refuses,
 * everywhere ("Missing: … from lock file"). Each package left out is named, with its exact version, among the
 * optionalDependencies of one that is present, and its name contains its platform. Run after `npm install` on such a mirror.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !(`node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages))
      .map(([name, version]) => ({ name, version, dev: parent.dev === true })),
  )

for (const { name, version, dev } of missing) {
  const words = name.split(/[/-]/)
  const os = OS.find((os) => words.includes(os))
  const cpu = CPU.find((cpu) => words.includes(cpu))
  if (!/^\d/.test(version) || os === undefined || cpu === undefined) {
    throw new Error(`${name}@${version}: the name does not say which platform it is for`)
  }
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : os === 'linux' ? 'glibc' : undefined
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc && { libc: [libc] }),
    optional: true,
    os: [os],
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${missing.length} packages added`)
