import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'

const WORDS = 'ping'
const TURNS = 9

export const prompt: Benchmark = {
  about: 'what the model is sent beside the words of the person, as bytes of the whole request',
  run: (root) => withFixture({ root, model: 'instant' }, measured),
}

async function measured({ telegram, host, start }: Fixture): Promise<Result> {
  await start()
  const chatter = new Chatter(telegram)
  const person = telegram.person('alice')
  for (let n = 0; n < TURNS; n++) await chatter.says(person, n === 0 ? WORDS : `${WORDS} ${n}`)
  chatter.close()
  // The service also asks a host what it can do.
  const ours = (host?.prompts ?? []).filter(({ text }) => text.includes(WORDS))
  const requests = ours.filter(({ kind }) => kind === 'chat')
  const judged = ours.filter(({ kind }) => kind === 'guard')
  const bytes = (at: number) => requests.at(at)?.bytes ?? Number.NaN
  return {
    figures: [
      {
        name: `beside "${WORDS}", first turn`,
        value: bytes(0) - WORDS.length,
        unit: 'bytes',
        target: { atMost: 1_536 },
      },
      { name: `whole request at turn ${TURNS}, with the history`, value: bytes(-1), unit: 'bytes' },
      {
        name: `the guard's request about "${WORDS}", whose policy is cached`,
        value: judged[0]?.bytes ?? Number.NaN,
        unit: 'bytes',
      },
    ],
  }
}
