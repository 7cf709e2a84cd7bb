import os from 'node:os'
import path from 'node:path'

/**
 * The folder for programs and models that clones share: `CHASQUI_CACHE`, or the system's cache folder.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function cacheFolder(env = process.env) {
  if (env.CHASQUI_CACHE) return path.resolve(env.CHASQUI_CACHE)
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'chasqui')
  const caches = env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined
  return path.join(caches ?? path.join(os.homedir(), '.cache'), 'chasqui')
}
