import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { machineLine, print } from '../bench/report.ts'
import { evaluateMemory, REPORTED_SEED } from './memory.ts'
import { asJson, tables } from './report.ts'

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  json: { type: 'string' },
  set: { type: 'string', default: 'own' },
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
  const stopped = new AbortController()
  const report = await evaluateMemory({
    isQuick: values.quick,
    set: values.set === 'own' ? 'own' : fromWhereCalled(values.set),
    seed: seedOf(values.seed),
    signal: stopped.signal,
  })
  process.stdout.write(`${machine}\n${tables(report)}`)
  print(report)
  if (values.json !== undefined) await writeFile(fromWhereCalled(values.json), asJson(report, machine))
})

/** npm starts commands in the project's folder. */
function fromWhereCalled(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? '.', file)
}

function seedOf(text: string): number {
  const seed = Number(text)
  if (Number.isInteger(seed) && seed >= 0) return seed
  throw new UsageError(`--seed is a whole number from 0 up, not ${text}.`)
}
