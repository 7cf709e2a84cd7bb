import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { cgroupLimits } from './cgroup.ts'

/** The hardware that this process may use. */
export type Hardware = {
  platform: NodeJS.Platform
  arch: NodeJS.Architecture
  /** Whole cores, at least 1. */
  cores: number
  memory: { totalBytes: number; availableBytes: number }
  /** NVIDIA cards, as their driver lists them. */
  gpus: readonly Gpu[]
}

export type Gpu = { name: string; memoryBytes: number }

/** Detects cores, memory and graphics cards, within the container's limits; what is not detected counts as absent. */
export async function probeHardware(signal?: AbortSignal): Promise<Hardware> {
  const [limits, gpus, freeBytes] = await Promise.all([cgroupLimits(), nvidiaGpus(signal), freeMemory()])
  signal?.throwIfAborted()
  const { memoryBytes = Infinity, memoryUsedBytes = 0 } = limits
  return {
    platform: process.platform,
    arch: process.arch,
    cores: Math.max(1, Math.min(availableParallelism(), Math.floor(limits.cores ?? Infinity))),
    memory: {
      totalBytes: Math.min(totalmem(), memoryBytes),
      availableBytes: Math.max(0, Math.min(freeBytes, memoryBytes - memoryUsedBytes)),
    },
    gpus,
  }
}

/** Reads the lines of `nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits`. */
export function parseNvidiaList(text: string): Gpu[] {
  return text.split('\n').flatMap((line) => {
    const [, name, mebibytes] = /^(.+),\s*(\d+)\s*$/.exec(line) ?? []
    return name && mebibytes ? [{ name: name.trim(), memoryBytes: Number(mebibytes) * MEBIBYTE }] : []
  })
}

const MEBIBYTE = 1024 * 1024
// A driver that is still loading takes seconds; a broken one hangs.
const NVIDIA_MS = 5_000

async function nvidiaGpus(signal?: AbortSignal): Promise<Gpu[]> {
  const args = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits']
  const options = { timeout: NVIDIA_MS, killSignal: 'SIGKILL' as const, ...(signal && { signal }) }
  return promisify(execFile)('nvidia-smi', args, options).then(
    ({ stdout }) => parseNvidiaList(stdout),
    () => [],
  )
}

/** Memory available without swapping: on Linux far more than the free memory, as the kernel fills that with files. */
async function freeMemory(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1]
  return kibibytes ? Number(kibibytes) * 1024 : freemem()
}
