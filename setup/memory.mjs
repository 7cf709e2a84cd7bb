import { readFileSync } from 'node:fs'
import os from 'node:os'

/**
 * Memory that a new program could have now: Node's own figure leaves out what the system would give back from its file
 * cache, and does not know a container's limit.
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
