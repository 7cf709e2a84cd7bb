import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { cpuMsOf } from './processes.ts'
import { median, percentile } from './statistics.ts'
import { countStore } from './store-counts.ts'

const WARM_UP = 30
const MESSAGES = 300
/** Of the same conversation, whose history grows to what the prompt may hold; ten people take turns. */
const PEOPLE = 10

export const overhead: Benchmark = {
  about: `what the service adds to a message, one at a time: the platform hands out the update → it accepts the whole answer,
  over ${MESSAGES} messages of ${PEOPLE} people; model and guard answer in the tick in which they are asked`,
  run: (root) => withFixture({ root, model: 'instant' }, measured),
}

async function measured(fixture: Fixture): Promise<Result> {
  const service = await fixture.start()
  const chatter = new Chatter(fixture.telegram)
  for (let n = 0; n < WARM_UP; n++) await once(fixture, chatter, n)
  const store = await countStore(fixture.dataFolder)
  const cpuBefore = await cpuMsOf(service.pid)
  const steps: Steps[] = []
  for (let n = 0; n < MESSAGES; n++) steps.push(await once(fixture, chatter, WARM_UP + n))
  const cpuMs = (await cpuMsOf(service.pid)) - cpuBefore
  chatter.close()
  const { transactions, syncs } = await store.sinceThen()
  const whole = steps.map(({ wholeMs }) => wholeMs)
  const stepMs = (name: keyof Steps) => ({
    name: STEPS[name],
    value: median(steps.map((step) => step[name])),
    unit: 'ms' as const,
  })
  return {
    figures: [
      { name: 'p50', value: median(whole), unit: 'ms', target: { atMost: 40 } },
      { name: 'p90', value: percentile(whole, 0.9), unit: 'ms' },
      { name: 'p99', value: percentile(whole, 0.99), unit: 'ms', target: { atMost: 150 } },
      stepMs('storedMs'),
      stepMs('askedMs'),
      stepMs('judgedMs'),
      stepMs('shownMs'),
      { name: 'processor time of all processes, a message', value: cpuMs / MESSAGES, unit: 'ms' },
      { name: 'transactions, a message, without those of an idle service', value: transactions / MESSAGES, unit: '' },
      { name: '  waits for the disk', value: syncs / MESSAGES, unit: '' },
    ],
  }
}

type Steps = Record<'wholeMs' | 'storedMs' | 'askedMs' | 'judgedMs' | 'shownMs', number>

const STEPS: Record<keyof Steps, string> = {
  wholeMs: 'whole',
  storedMs: '  handed out → the guard is asked (stored, woken, claimed, turn stored)',
  askedMs: '  → the model is asked (history read, prompt built)',
  judgedMs: '  → the guard is asked about the answer',
  shownMs: '  → the platform has the answer (reply stored, sent)',
}

async function once({ telegram, host }: Fixture, chatter: Chatter, n: number): Promise<Steps> {
  const asked = host?.asked ?? []
  asked.length = 0
  const { sentMs, repliedMs } = await chatter.says(telegram.person(`person ${n % PEOPLE}`), `ping ${n}`)
  const [judge = sentMs, model = sentMs, again = sentMs] = ['guard', 'chat', 'guard'].map(
    (kind, index) => asked.findLast((one, at) => one.kind === kind && (index !== 0 || at === 0))?.atMs,
  )
  // Otherwise calls to the platform after the answer would count for the next message.
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  return {
    wholeMs: repliedMs - sentMs,
    storedMs: judge - sentMs,
    askedMs: model - judge,
    judgedMs: again - model,
    shownMs: repliedMs - again,
  }
}

const PAUSE_MS = 20
