import { readFileSync } from 'node:fs'
import os from 'node:os'

/**
 * Memory available to a new program: Node's own figure leaves out the file cache, which the system can free, and a
 * container's limit.
 */
export function freeBytes() {
  const available = /MemAvailable:\s+(\d+) kB/.exec(textOf('/proc/meminfo'))?.[1]
  const system = available ? Number(available) * 1024 : os.freemem()
  const limit = Number.parseInt(textOf('/sys/fs/cgroup/memory.max'), 10)
  const used = Number.parseInt(textOf('/sys/fs/cgroup/memory.current'), 10)
  return Number.isFinite(limit - used) ? Math.max(0, Math.min(system, limit - used)) : system
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
