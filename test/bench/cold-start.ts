import type { Benchmark, Figure, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { openFixture, type Fixture } from './fixture.ts'
import { nowMs } from './now.ts'
import type { LogLine } from './service.ts'
import { median } from './statistics.ts'

const RUNS = 5
const MS_MAX = 3_000

export const coldStart: Benchmark = {
  about: `from \`npm start\` to the first reply to a message that is waiting at the platform, set-up done; median of ${RUNS} starts
  with new data (a database is made) and ${RUNS} with data that is there; model and guard answer at once`,
  async run(root) {
    const fixture = await openFixture({ root, model: 'instant' })
    const first: Start[] = []
    const later: Start[] = []
    try {
      for (let run = 0; run < RUNS; run++) {
        await fixture.clear()
        first.push(await oneStart(fixture, `first ${run}`))
        later.push(await oneStart(fixture, `later ${run}`))
      }
    } finally {
      await fixture[Symbol.asyncDispose]()
    }
    return result(first, later)
  },
}

type Start = { readonly replyMs: number; readonly readyMs: number; readonly steps: ReadonlyMap<string, number> }

async function oneStart(fixture: Fixture, text: string): Promise<Start> {
  const { telegram, host, start } = fixture
  const chatter = new Chatter(telegram)
  const reply = chatter.says(telegram.person('alice'), text)
  const beganMs = nowMs()
  const service = await start({ LOG: 'debug' })
  const { repliedMs } = await reply
  chatter.close()
  await service.stop()
  const handedOutMs = telegram.calls('getUpdates').find(({ atMs }) => atMs > beganMs)?.atMs ?? Number.NaN
  const since = (atMs: number | undefined) => (atMs ?? Number.NaN) - service.startedMs
  const steps = new Map([
    ...logSteps(service.log).map(([name, atMs]) => [name, since(atMs)] as const),
    ['the platform hands out the message', since(handedOutMs)],
    // The service also asks when it starts, to find out what the host can do.
    ['the guard is asked about it', since(host?.asked.find(({ atMs }) => atMs > handedOutMs)?.atMs)],
    ['the first reply', since(repliedMs)],
  ])
  return { replyMs: since(repliedMs), readyMs: since(service.readyMs), steps }
}

const LOGGED: readonly (readonly [string, RegExp])[] = [
  ['the first line of the service: npm, set-up check, imports', /./],
  ['the database is made', /^the database was created/],
  ['Redis answers', /^redis.*ready/i],
  ['Postgres answers', /^postgres.*ready/i],
  ['takes messages', /^ready to take messages/],
]

function logSteps(log: readonly LogLine[]): [string, number | undefined][] {
  return LOGGED.map(([name, pattern]) => [name, log.find(({ msg }) => pattern.test(msg))?.atMs])
}

function result(first: readonly Start[], later: readonly Start[]): Result {
  return { figures: [...figuresOf('new data', first), ...figuresOf('data that is there', later)] }
}

function figuresOf(when: string, starts: readonly Start[]): Figure[] {
  const names = [...(starts[0]?.steps.keys() ?? [])]
  return [
    {
      name: `${when}: first reply`,
      value: median(starts.map(({ replyMs }) => replyMs)),
      unit: 'ms',
      target: { atMost: MS_MAX },
    },
    { name: `${when}: slowest of all starts`, value: Math.max(...starts.map(({ replyMs }) => replyMs)), unit: 'ms' },
    ...names
      .map((name): Figure => ({
        name: `  ${name}`,
        value: median(starts.map(({ steps }) => steps.get(name) ?? Number.NaN)),
        unit: 'ms',
      }))
      .filter(({ value }) => !Number.isNaN(value)),
  ]
}
