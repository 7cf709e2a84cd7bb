import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { nearest } from '#machine/nearest.ts'
import { runCommand, usage, UsageError } from '#root/usage.ts'
import { benchmarks } from './all.ts'
import { asJson, machineLine, print, type Named } from './report.ts'

const OPTIONS = { json: { type: 'string' } } as const

/** `npm run bench [-- NAME …] [--json FILE]`: one benchmark after the other, each with parts of its own. */
runCommand(async () => {
  // Of engines in this process; what services log is read, not shown.
  process.env.LOG ??= 'silent'
  const { values, positionals } = usage(() => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }), OPTIONS)
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
  refuseUnknown(names)
  const machine = machineLine()
  process.stdout.write(`${machine}\n`)
  const results: Named[] = []
  for (const name of names) {
    const benchmark = await benchmarks[name]?.()
    if (benchmark === undefined) continue
    const result = { name, about: benchmark.about, ...(await benchmark.run()) }
    print(result)
    results.push(result)
    if (values.json !== undefined) await writeFile(path.resolve(process.env.INIT_CWD ?? '.', values.json), asJson(results, machine))
  }
})

function refuseUnknown(names: readonly string[]): void {
  const known = Object.keys(benchmarks)
  const wrong = names.find((name) => !known.includes(name))
  if (wrong === undefined) return
  const right = nearest(wrong, known)
  throw new UsageError(`There is no benchmark ${wrong}. ${right ? `Did you mean ${right}?` : `There are ${known.join(', ')}.`}`)
}
