import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The limits of a container or a service manager; undefined where there is no limit. */
export type CgroupLimits = { cores?: number; memoryBytes?: number; memoryUsedBytes?: number }

/**
 * The tightest limits on this process, from version 2 and version 1 groups, its own group and its parents. `root` is
 * the root of the file system, for tests.
 */
export async function cgroupLimits(root = '/'): Promise<CgroupLimits> {
  const groups = await groupFolders(root)
  const found = await Promise.all(groups.map(limitsIn))
  const memory = found.filter(({ memoryBytes }) => memoryBytes !== undefined)
  const tightest = memory.toSorted((a, b) => roomIn(a) - roomIn(b))[0]
  const cores = found.flatMap((limits) => limits.cores ?? [])
  return { ...tightest, ...(cores.length > 0 && { cores: Math.min(...cores) }) }
}

// Version 1 writes "no limit" as a number near 2^63.
const UNLIMITED_BYTES = 2 ** 60

const roomIn = ({ memoryBytes = 0, memoryUsedBytes = 0 }: CgroupLimits) => memoryBytes - memoryUsedBytes

/** Lines of `/proc/self/cgroup` are `0::/path` in version 2 and `4:memory:/path` in version 1. */
async function groupFolders(root: string): Promise<string[]> {
  const lines = (await textOf(join(root, 'proc/self/cgroup')))?.trim().split('\n') ?? []
  return lines.flatMap((line) => {
    const [, controllers = '', ...rest] = line.split(':')
    const path = rest.join(':')
    if (controllers === '') return withParents(join(root, 'sys/fs/cgroup'), path)
    const controller = controllers.split(',').find((name) => name === 'memory' || name === 'cpu')
    return controller ? withParents(join(root, 'sys/fs/cgroup', controllers), path) : []
  })
}

/** Inside a container the path may be the host's: then only the top folder exists, and it is our group. */
function withParents(top: string, path: string): string[] {
  const folders = [top]
  for (let at = path; at !== '/' && at !== '.'; at = dirname(at)) folders.push(join(top, at))
  return folders
}

async function limitsIn(folder: string): Promise<CgroupLimits> {
  const cores = (await quota2(folder)) ?? (await quota1(folder))
  const memoryBytes = (await bytesIn(folder, 'memory.max')) ?? (await bytesIn(folder, 'memory.limit_in_bytes'))
  if (memoryBytes === undefined || memoryBytes > UNLIMITED_BYTES) return { ...(cores && { cores }) }
  return { ...(cores && { cores }), memoryBytes, memoryUsedBytes: await memoryUsed(folder) }
}

/** Subtracts the file cache, which the kernel counts as used but frees when memory is short. */
async function memoryUsed(folder: string): Promise<number> {
  const used = (await bytesIn(folder, 'memory.current')) ?? (await bytesIn(folder, 'memory.usage_in_bytes')) ?? 0
  const cached = /^(?:total_)?inactive_file (\d+)$/m.exec((await textOf(join(folder, 'memory.stat'))) ?? '')
  return Math.max(0, used - Number(cached?.[1] ?? 0))
}

async function quota2(folder: string): Promise<number | undefined> {
  const [quota, period] = ((await textOf(join(folder, 'cpu.max'))) ?? '').trim().split(' ').map(Number)
  return quota && period ? quota / period : undefined
}

async function quota1(folder: string): Promise<number | undefined> {
  const quota = Number(await textOf(join(folder, 'cpu.cfs_quota_us')))
  const period = Number(await textOf(join(folder, 'cpu.cfs_period_us')))
  return quota > 0 && period > 0 ? quota / period : undefined
}

async function bytesIn(folder: string, name: string): Promise<number | undefined> {
  const text = await textOf(join(folder, name))
  const bytes = Number(text)
  return text === undefined || Number.isNaN(bytes) ? undefined : bytes
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
