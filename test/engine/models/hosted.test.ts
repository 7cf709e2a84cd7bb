import { expect, test } from 'vitest'
import { hostedCard } from '#engine/models/hosted.ts'

test.each([
  ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 336],
  ['RedHatAI/Llama-4-Maverick-17B-128E-Instruct-FP8', 336],
  ['meta-llama/Llama-Guard-4-12B', undefined],
  ['meta-llama/llama-4-guard', undefined],
  ['Qwen/Qwen3-VL-8B-Instruct', undefined],
])('a host that serves %s is known as far as its family is', (name, tilePixels) => {
  expect(hostedCard(name)?.tilePixels).toBe(tilePixels)
})
