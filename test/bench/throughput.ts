import type { Benchmark, Result } from './benchmark.ts'
import { Chatter, type Reply } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { cpuMsOf } from './processes.ts'
import { percentile } from './statistics.ts'

const CHATS = 50
const WARM_UP_EACH = 4
const EACH = 40

export const throughput: Benchmark = {
  about: `${CHATS} people, each of whom writes again as soon as the whole answer is there, ${CHATS * EACH} messages;
  model and guard answer in the tick in which they are asked. The double and the model host share the processor with the service`,
  run: (root) => withFixture({ root, model: 'instant' }, measured),
}

async function measured({ telegram, start }: Fixture): Promise<Result> {
  const service = await start()
  const chatter = new Chatter(telegram)
  const people = Array.from({ length: CHATS }, (_, n) => telegram.person(`person ${n}`))
  const everyone = (from: number, each: number) =>
    Promise.all(
      people.map(async (person) => {
        const replies: Reply[] = []
        for (let n = from; n < from + each; n++) replies.push(await chatter.says(person, `ping ${n}`))
        return replies
      }),
    )
  await everyone(0, WARM_UP_EACH)
  const [startMs, cpuBefore, ownBefore] = [performance.now(), await cpuMsOf(service.pid), process.cpuUsage()]
  const replies = (await everyone(WARM_UP_EACH, EACH)).flat()
  const tookMs = performance.now() - startMs
  const cpuMs = (await cpuMsOf(service.pid)) - cpuBefore
  const own = process.cpuUsage(ownBefore)
  chatter.close()
  const waits = replies.map(({ sentMs, repliedMs }) => repliedMs - sentMs)
  // A second answer to one message, or one under another, would have come by then.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const sent = CHATS * (WARM_UP_EACH + EACH)
  const answers = people.flatMap((person) =>
    person
      .transcript()
      .filter(({ fromBot }) => fromBot)
      .map(({ text }) => `${person.id} ${text}`),
  )
  return {
    figures: [
      { name: 'messages a second', value: replies.length / (tookMs / 1_000), unit: '/s', target: { atLeast: 100 } },
      { name: 'wait for the answer, p50', value: percentile(waits, 0.5), unit: 'ms' },
      { name: 'wait for the answer, p99', value: percentile(waits, 0.99), unit: 'ms' },
      { name: 'messages without an answer', value: sent - new Set(answers).size, unit: '', target: { atMost: 0 } },
      {
        name: 'answers that came twice',
        value: answers.length - new Set(answers).size,
        unit: '',
        target: { atMost: 0 },
      },
      { name: 'processor time of the service, a message', value: cpuMs / replies.length, unit: 'ms' },
      {
        name: 'processor time of double and model host, a message',
        value: (own.user + own.system) / 1_000 / replies.length,
        unit: 'ms',
      },
    ],
  }
}

const SETTLE_MS = 2_000
