import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '#machine/nearest.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { benchmarks } from './all.ts'
import { compare } from './compare.ts'
import { asJson, machineLine, print, type Named } from './report.ts'

const OPTIONS = { json: { type: 'string' }, pairs: { type: 'string' }, root: { type: 'string' } } as const
const REPOSITORY = path.resolve(import.meta.dirname, '../..')
const PAIRS = 5
/** Benchmarks with ratios within one run need no other commit. */
const COMPARED = Object.keys(benchmarks).filter((name) => !['fairness', 'recall', 'channels'].includes(name))

/**
 * `npm run bench [-- NAME …] [--json FILE]`: one benchmark after the other, each with its own fixture.
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
  if (positionals[0] !== 'compare') return measure(chosen(positionals), { root: REPOSITORY, ...values })
  const [, commit, ...names] = positionals
  if (commit === undefined) throw new UsageError('Give the commit to compare with: npm run bench -- compare COMMIT')
  await compare({
    root: REPOSITORY,
    commit,
    names: names.length > 0 ? chosen(names) : COMPARED,
    pairs: pairsOf(values.pairs),
  })
})

async function measure(names: readonly string[], { root, json }: { root: string; json?: string }): Promise<void> {
  const machine = machineLine()
  const results: Named[] = []
  for (const name of names) {
    const benchmark = await benchmarks[name]?.()
    if (benchmark === undefined) continue
    const result = { name, about: benchmark.about, ...(await benchmark.run(root)) }
    print(result)
    results.push(result)
    if (json !== undefined) await writeFile(path.resolve(process.env.INIT_CWD ?? '.', json), asJson(results, machine))
  }
}

/** Those that are named, all when none is. */
function chosen(names: readonly string[]): readonly string[] {
  const known = Object.keys(benchmarks)
  const wrong = names.find((name) => !known.includes(name))
  if (wrong === undefined) return names.length > 0 ? names : known
  const right = nearest(wrong, known)
  throw new UsageError(
    `There is no benchmark ${wrong}. ${right ? `Did you mean ${right}?` : `There are ${known.join(', ')}.`}`,
  )
}

function pairsOf(text: string | undefined): number {
  const pairs = text === undefined ? PAIRS : Number(text)
  if (Number.isInteger(pairs) && pairs > 0) return pairs
  throw new UsageError(`--pairs is a number from 1 up, not ${text}.`)
}
