import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Benchmark, Figure } from './benchmark.ts'
import { median } from './statistics.ts'

const RUNS = 20

export const setup: Benchmark = {
  about: `what set-up costs with nothing to do, median of ${RUNS} runs, and how long each step took when it last ran here`,
  async run(root) {
    const took: number[] = []
    for (let run = 0; run < RUNS; run++) took.push(await onceMs(root))
    const nothing: Figure = { name: 'nothing to do', value: median(took) / 1_000, unit: 's', target: { atMost: 0.3 } }
    return { figures: [nothing, ...(await recorded(root))] }
  },
}

/** On the Node that npm itself runs on, which is the one that does it. */
async function onceMs(root: string): Promise<number> {
  const startMs = performance.now()
  await promisify(execFile)(process.env.npm_node_execpath ?? 'node', ['setup/prepare.mjs', 'main.ts'], { cwd: root })
  return performance.now() - startMs
}

type Recorded = {
  readonly seconds?: readonly { readonly step: string; readonly seconds: number; readonly source: string }[]
}

async function recorded(root: string): Promise<Figure[]> {
  const text = await readFile(path.join(root, 'node_modules/.chasqui/setup.json'), 'utf8')
  const { seconds = [] } = JSON.parse(text) as Recorded
  return seconds.map(({ step, seconds: value, source }) => ({ name: `  ${step}: ${source}`, value, unit: 's' }))
}
