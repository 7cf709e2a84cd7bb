import { parseArgs } from 'node:util'
import { z } from 'zod'
import { didYouMean } from '#machine/nearest.ts'
import { MEMORY_COUNTS_PATH } from '#app/memory-requests.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'
import { askService, isServiceRunning } from './ask-service.ts'

const OPTIONS = { json: { type: 'boolean' }, config: { type: 'string' } } as const
const COMMANDS = ['stats'] as const
/** Counting ends within a minute. */
const ANSWER_MS_MAX = 90_000
const USAGE = 'npm run memory -- stats [--json]    how much the service remembers, in numbers'

/** `npm run memory`: what an operator may know of people's memory, which is how much there is of it. */
async function memory(): Promise<number | void> {
  const { values, positionals } = usage(
    () => parseArgs({ options: OPTIONS, allowPositionals: true, strict: true }),
    OPTIONS,
  )
  const [command = '', ...rest] = positionals
  if (command !== 'stats' || rest.length > 0) {
    const wrong = rest[0] ?? command
    throw new UsageError(`${wrong && `There is no command "${wrong}".${didYouMean(wrong, COMMANDS)}\n`}${USAGE}`)
  }
  const { dataFolder } = await readConfig({ env: process.env, file: values.config })
  if (!(await isServiceRunning(dataFolder, 'count'))) return 1
  const question = { path: MEMORY_COUNTS_PATH, msMax: ANSWER_MS_MAX }
  const counts = await askService(dataFolder, question, (answer) => countsSchema.parse(answer))
  process.stdout.write(values.json ? `${JSON.stringify(counts, null, 2)}\n` : tableOf(counts))
  return undefined
}

const countsSchema = z.object({
  people: z.number(),
  peopleCounted: z.number(),
  items: z.record(z.string(), z.number()),
  superseded: z.number(),
  passages: z.number(),
  vectors: z.number(),
  forgotten: z.number(),
  off: z.number(),
  learntToday: z.number(),
  turnsWaiting: z.number(),
  peopleGivenUp: z.number(),
})
type Counts = z.output<typeof countsSchema>

function tableOf(counts: Counts): string {
  const { people, peopleCounted, items } = counts
  const rows: readonly [string, number][] = [
    ['people with memory', people],
    ['  of them switched off', counts.off],
    ['profile', items.profile ?? 0],
    ['facts', items.fact ?? 0],
    ['events', items.event ?? 0],
    ['superseded', counts.superseded],
    ['passages', counts.passages],
    ['vectors', counts.vectors],
    ['forgotten, not learnt anew', counts.forgotten],
    ['turns learnt from today', counts.learntToday],
    ['turns waiting to be learnt', counts.turnsWaiting],
    ['people whose learning failed', counts.peopleGivenUp],
  ]
  const lines = rows.map(([name, count]) => `${name.padEnd(30)}${count.toLocaleString('en').padStart(12)}`)
  const note = `\nCounting took too long: what is remembered was counted of ${peopleCounted} people.`
  return `${lines.join('\n')}\n${peopleCounted < people ? `${note}\n` : ''}`
}

runCommand(memory)
