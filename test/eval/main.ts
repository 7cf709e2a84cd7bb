import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import type { Embedder } from '#engine/contract.ts'
import { embedders } from '#engine/embedders/all.ts'
import { systemClock } from '#machine/clock.ts'
import { logFor } from '#machine/log.ts'
import { machineLine, print } from '../bench/report.ts'
import { evaluateMemory, REPORTED_SEED } from './memory.ts'
import { asJson, tables } from './report.ts'

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  json: { type: 'string' },
  set: { type: 'string', default: 'own' },
  embedder: { type: 'string', default: 'off' },
  'engine-url': { type: 'string' },
  'engine-model': { type: 'string', default: '' },
  seed: { type: 'string', default: String(REPORTED_SEED) },
} as const

/** `npm run eval -- memory`: how well memory finds again what was said. Figures on stdout, progress on stderr. */
runCommand(async () => {
  process.env.LOG ??= 'silent'
  const { values, positionals } = usage(
    () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }),
    OPTIONS,
  )
  if (positionals.length !== 1 || positionals[0] !== 'memory')
    throw new UsageError('Say what to evaluate: npm run eval -- memory')
  const machine = machineLine()
  const { signal } = new AbortController()
  const embedder = await embedderOf(values.embedder, signal)
  try {
    const set = values.set === 'own' ? 'own' : fromWhereCalled(values.set)
    const { 'engine-url': url, 'engine-model': model } = values
    const engine = url === undefined ? undefined : { url, model }
    const report = await evaluateMemory({
      isQuick: values.quick,
      set,
      seed: seedOf(values.seed),
      embedder,
      engine,
      signal,
    })
    process.stdout.write(`${machine}\n${tables(report)}`)
    print(report)
    if (values.json !== undefined) await writeFile(fromWhereCalled(values.json), asJson(report, machine))
  } finally {
    await embedder?.[Symbol.asyncDispose]()
  }
})

/** npm starts commands in the project's folder. */
function fromWhereCalled(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? '.', file)
}

async function embedderOf(name: string, signal: AbortSignal): Promise<Embedder | undefined> {
  if (name === 'off') return undefined
  if (name !== 'english') throw new UsageError(`--embedder is off or english, not ${name}.`)
  const embedder = (await embedders.english()).openEnglish({ clock: systemClock, log: logFor('eval:embedder') })
  // An embedder has no event for it.
  while (embedder.health().state === 'starting') await systemClock.sleep(READY_POLL_MS, signal)
  return embedder
}

const READY_POLL_MS = 20

function seedOf(text: string): number {
  const seed = Number(text)
  if (Number.isInteger(seed) && seed >= 0) return seed
  throw new UsageError(`--seed is a whole number from 0 up, not ${text}.`)
}
