import { join } from 'node:path'
import type { Io } from '../io.js'

/** Where the platform wants caches: by the XDG specification, in ~/Library/Caches, or in %LOCALAPPDATA%. */
export function cacheDirectory({ env, system: { platform, home } }: Pick<Io, 'env' | 'system'>): string | undefined {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = env
  if (platform === 'win32') return local ? join(local, 'virt-lifecycle', 'Cache') : undefined
  if (xdg?.startsWith('/')) return join(xdg, 'virt-lifecycle')
  if (!home.startsWith('/')) return undefined
  return platform === 'darwin'
    ? join(home, 'Library', 'Caches', 'virt-lifecycle')
    : join(home, '.cache', 'virt-lifecycle')
}
