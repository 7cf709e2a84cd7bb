import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '#machine/nearest.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { DOUBLE_NAMES, type DoubleName } from '../kit/doubles.ts'
import { benchmarks } from './all.ts'
import { compare } from './compare.ts'
import { asJson, machineLine, print, type Named } from './report.ts'

const OPTIONS = {
  channels: { type: 'string' },
  json: { type: 'string' },
  pairs: { type: 'string' },
  root: { type: 'string' },
  rounds: { type: 'string' },
} as const
const REPOSITORY = path.resolve(import.meta.dirname, '../..')
const PAIRS = 5
/** Benchmarks with ratios within one run, or that count faults, need no other commit. */
const UNCOMPARED = [
  'fairness',
  'recall',
  'channels',
  'whatsapp-memory',
  'console',
  'console-page',
  'console-streams',
  'console-memory',
  'kills',
  'storm',
]
const COMPARED = Object.keys(benchmarks).filter((name) => !UNCOMPARED.includes(name))

/**
 * `npm run bench [-- NAME …] [--json FILE] [--rounds N] [--channels NAME,NAME]`: one benchmark after the other, each with its own fixture.
 * `npm run bench -- compare COMMIT [NAME …] [--pairs N]`: this tree and a commit in turn.
 */
runCommand(async () => {
  // Only for engines in this process; the logs of services are read, not shown.
  process.env.LOG ??= 'silent'
  const { values, positionals } = usage(
    () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }),
    OPTIONS,
  )
  process.stdout.write(`${machineLine()}\n`)
  const [pairs, rounds] = (['pairs', 'rounds'] as const).map((name) => countOf(`--${name}`, values[name]))
  if (positionals[0] !== 'compare')
    return measure(chosen(positionals), {
      root: values.root ?? REPOSITORY,
      json: values.json,
      rounds,
      channels: channelsOf(values.channels),
    })
  const [, commit, ...names] = positionals
  if (commit === undefined) throw new UsageError('Give the commit to compare with: npm run bench -- compare COMMIT')
  await compare({
    root: REPOSITORY,
    commit,
    names: names.length > 0 ? chosen(names) : COMPARED,
    pairs: pairs ?? PAIRS,
  })
})

type MeasureOptions = {
  readonly root: string
  readonly json: string | undefined
  readonly rounds: number | undefined
  readonly channels: readonly DoubleName[] | undefined
}

async function measure(names: readonly string[], { root, json, ...options }: MeasureOptions): Promise<void> {
  const machine = machineLine()
  const results: Named[] = []
  for (const name of names) {
    const benchmark = await benchmarks[name]?.()
    if (benchmark === undefined) continue
    const result = { name, about: benchmark.about, ...(await benchmark.run(root, options)) }
    print(result)
    results.push(result)
    if (json !== undefined) await writeFile(path.resolve(process.env.INIT_CWD ?? '.', json), asJson(results, machine))
  }
}

/** Those that are named, all when none is. */
function chosen(names: readonly string[]): readonly string[] {
  const known = Object.keys(benchmarks)
  return names.length > 0 ? knownIn(known, names, 'benchmark') : known
}

function channelsOf(text: string | undefined): readonly DoubleName[] | undefined {
  return text === undefined ? undefined : knownIn(DOUBLE_NAMES, text.split(','), 'channel')
}

function knownIn<Name extends string>(known: readonly Name[], names: readonly string[], what: string): Name[] {
  return names.map((name) => {
    const found = known.find((each) => each === name)
    if (found !== undefined) return found
    const right = nearest(name, known)
    const hint = right ? `Did you mean ${right}?` : `There are ${known.join(', ')}.`
    throw new UsageError(`There is no ${what} ${name}. ${hint}`)
  })
}

function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new UsageError(`${option} is a number from 1 up, not ${text}.`)
}
