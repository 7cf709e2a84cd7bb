import { get } from 'node:http'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runningService } from '#machine/data-folder.ts'
import { didYouMean } from '#machine/nearest.ts'
import { MEMORY_COUNTS_PATH } from '#app/status.ts'
import { readConfig } from '#app/config.ts'
import { runCommand, usage, UsageError } from '#app/usage.ts'

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
  if ((await runningService(dataFolder)) === undefined) {
    process.stderr.write(
      `No service runs on ${dataFolder}, and only the service can count: start it with npm start, or set ` +
        'CHASQUI_DATA to the folder of the one that runs.\n',
    )
    return 1
  }
  const counts = await countsFrom(dataFolder)
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

/** From the socket in the data folder, which may lie deeper than the path of a socket may be long. */
async function countsFrom(dataFolder: string): Promise<Counts> {
  const before = process.cwd()
  process.chdir(dataFolder)
  try {
    return countsSchema.parse(JSON.parse(await answerOf('status.sock', MEMORY_COUNTS_PATH)))
  } catch (cause) {
    throw Object.assign(
      new Error(`The service on ${path.resolve(before, dataFolder)} did not answer. Try again.`, { cause }),
      {
        code: 'no-answer',
      },
    )
  } finally {
    process.chdir(before)
  }
}

function answerOf(socketPath: string, route: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get({ socketPath, path: route, signal: AbortSignal.timeout(ANSWER_MS_MAX) }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    asked.on('error', reject)
  })
}

runCommand(memory)
