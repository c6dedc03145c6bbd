import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { arch } from 'node:os'
import { join, resolve } from 'node:path'

/** Debian's name for the directory of libraries, by Node's name for the processor. */
const MULTIARCH: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ppc64: 'powerpc64le-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  s390x: 's390x-linux-gnu',
}

/** What tells of the version, the surest first. */
const SIGNS: readonly ((directory: string) => string | undefined)[] = [ofStore, ofLibrary, ofSource]

/**
 * The version of the libvirt that a directory with schemas belongs to, such as `9.0.0`. No program is run: the version is in
 * the name of the library that is installed with the schemas, in the path of a Nix or Homebrew package, or in `meson.build`
 * of an unpacked source. Undefined if none of them is there, as for schemas that were copied.
 *
 * @param directory absolute
 */
export function libvirtVersion(directory: string): string | undefined {
  for (const sign of SIGNS) {
    try {
      const version = sign(directory)
      if (version !== undefined) return version
    } catch {
      // What cannot be read says nothing.
    }
  }
  return undefined
}

/** `/nix/store/HASH-libvirt-9.0.0/share/…`, `/opt/homebrew/Cellar/libvirt/9.0.0_1/share/…`: the form of the paths is documented, and was not tried with such a system. */
function ofStore(directory: string): string | undefined {
  return /\/(?:nix\/store\/[0-9a-z]+-libvirt-|Cellar\/libvirt\/)(\d+\.\d+\.\d+)/.exec(realpathSync(directory))?.[1]
}

/**
 * libvirt's build names the library after its version: `libvirt.so.0.9000.0` is 9.0.0, `libvirt.so.0.11003.0` is 11.3.0
 * (`libvirt_lib_version` in its `meson.build`).
 */
function ofLibrary(directory: string): string | undefined {
  const prefix = /^(.*)\/share\/libvirt\/schemas\/?$/.exec(directory)?.[1]
  if (prefix === undefined) return undefined
  const multiarch = MULTIARCH[arch()]
  for (const name of [...(multiarch === undefined ? [] : [`lib/${multiarch}`]), 'lib64', 'lib']) {
    const target = linkTarget(join(prefix, name, 'libvirt.so.0'))
    const [, number = '', micro] = /libvirt\.so\.0\.(\d+)\.(\d+)$/.exec(target ?? '') ?? []
    if (micro !== undefined) return `${Math.floor(Number(number) / 1000)}.${Number(number) % 1000}.${micro}`
  }
  return undefined
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** Before 6.7, when libvirt began to be built with meson, there is no such file. */
function ofSource(directory: string): string | undefined {
  if (!/\/src\/conf\/schemas\/?$/.test(directory)) return undefined
  const text = readFileSync(resolve(directory, '../../../meson.build'), 'utf8')
  return /^\s*'libvirt'[^)]*?^\s*version: '(\d+\.\d+\.\d+)'/ms.exec(text)?.[1]
}
