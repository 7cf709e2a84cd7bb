import { describe, expect, it } from 'vitest'
import { offerFor } from '#engine/offer.ts'
import type { Hardware } from '#machine/hardware.ts'

const machine = (gigabytes: number, cores: number, gpuGigabytes?: number): Hardware => ({
  platform: 'linux',
  arch: 'x64',
  cores,
  memory: { totalBytes: gigabytes * 1e9, availableBytes: gigabytes * 1e9 },
  gpus: gpuGigabytes === undefined ? [] : [{ name: 'card', memoryBytes: gpuGigabytes * 1e9 }],
})

describe('the offer of a larger model', () => {
  it.each([
    [machine(2, 2), undefined],
    [machine(4, 2), 'smolvlm2-500m'],
    [machine(16, 8), 'qwen-3.5-4b'],
    [machine(64, 2), 'smolvlm2-500m'],
    [machine(32, 8), 'gemma-4-26b-a4b'],
    [machine(16, 4, 24), 'gemma-4-26b-a4b'],
    [machine(128, 32), 'llama-4-scout'],
    [machine(64, 16, 80), 'llama-4-scout'],
  ])('is the most able that fits', (hardware, model) => {
    expect(offerFor(hardware, 'tiny-scout')?.model).toBe(model)
  })

  it('names size, licence and the command, and offers nothing to who has the best already', () => {
    expect(offerFor(machine(32, 8), 'tiny-scout')).toMatchObject({
      downloadBytes: 17_606_000_000,
      licence: 'Apache-2.0',
      command: 'npm run models -- install gemma-4-26b-a4b',
    })
    expect(offerFor(machine(32, 8), 'gemma-4-26b-a4b')).toBeUndefined()
    expect(offerFor(machine(32, 8), '/a/folder')).toBeUndefined()
  })
})
