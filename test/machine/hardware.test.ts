import { mkdir, writeFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { cgroupLimits } from '#machine/cgroup.ts'
import { parseNvidiaList, probeHardware } from '#machine/hardware.ts'
import { temporaryFolder } from '../kit/temporary-folder.ts'

async function fileSystem(files: Record<string, string>): Promise<string> {
  const root = await temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(root, dirname(name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
  return root
}

test('this computer has cores and memory', async () => {
  const { cores, memory, platform } = await probeHardware()
  expect(platform).toBe(process.platform)
  expect(cores).toBeGreaterThanOrEqual(1)
  expect(memory.totalBytes).toBeLessThanOrEqual(totalmem())
  expect(memory.availableBytes).toBeGreaterThan(0)
  expect(memory.availableBytes).toBeLessThanOrEqual(memory.totalBytes)
})

test('limits of a version 2 group count, its parents included, and cached files do not count as used', async () => {
  const root = await fileSystem({
    'proc/self/cgroup': '0::/system.slice/chasqui.service\n',
    'sys/fs/cgroup/system.slice/cpu.max': '150000 100000\n',
    'sys/fs/cgroup/system.slice/chasqui.service/cpu.max': 'max 100000\n',
    'sys/fs/cgroup/system.slice/chasqui.service/memory.max': '1000000\n',
    'sys/fs/cgroup/system.slice/chasqui.service/memory.current': '700000\n',
    'sys/fs/cgroup/system.slice/chasqui.service/memory.stat': 'anon 1\ninactive_file 400000\n',
    'sys/fs/cgroup/system.slice/memory.max': 'max\n',
  })
  expect(await cgroupLimits(root)).toEqual({ cores: 1.5, memoryBytes: 1_000_000, memoryUsedBytes: 300_000 })
})

test('limits of a container with version 1 groups count though the path is that of its host', async () => {
  const root = await fileSystem({
    'proc/self/cgroup': '5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n0::/\n',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '200000\n',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '5000\n',
    'sys/fs/cgroup/memory/memory.usage_in_bytes': '2000\n',
  })
  expect(await cgroupLimits(root)).toEqual({ cores: 2, memoryBytes: 5000, memoryUsedBytes: 2000 })
})

test('without limits there are none', async () => {
  const root = await fileSystem({
    'proc/self/cgroup': '4:memory:/\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
  })
  expect(await cgroupLimits(root)).toEqual({})
  expect(await cgroupLimits(await temporaryFolder())).toEqual({})
})

test('graphics cards are read from the list of the driver', () => {
  const list = 'NVIDIA H100 80GB HBM3, 81559\nTesla T4, 15360\n\nFailed to initialize NVML\n'
  expect(parseNvidiaList(list)).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', memoryBytes: 81_559 * 1024 * 1024 },
    { name: 'Tesla T4', memoryBytes: 15_360 * 1024 * 1024 },
  ])
})
