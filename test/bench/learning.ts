import { setTimeout as wait } from 'node:timers/promises'
import { textsFor } from '#core/texts/texts.ts'
import { skipReason } from '../model/tiny-scout.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { openFixture, type Fixture } from './fixture.ts'
import { median, percentile } from './statistics.ts'

const ROUNDS = 60
/** Half of them say something of the person, so that the engine is asked what to remember. */
const MESSAGES = [
  'I live in Narvik',
  'what can you do?',
  'I like lychees and my dog is called Fennel',
  'tell me about the sun',
  'my favourite colour is teal',
  'how are you today?',
]
/** Learning from one message may still run when the next one comes, as it does where a person writes on. */
const PAUSE_MS = 150
const P50_RATIO_MAX = 1.05
const P95_RATIO_MAX = 1.15

export const learning: Benchmark = {
  about: `from the platform handing out a message to its accepting the first words of the model, with tiny-scout, judged;
  ${ROUNDS} messages to a service that learns and to one that does not, in turn, in the same rounds; the next message comes
  ${PAUSE_MS} ms after the first words`,
  async run(root) {
    if (skipReason !== undefined) return { figures: [], notes: [skipReason] }
    const [on, off] = await Promise.all([
      openFixture({ root, model: 'tiny-scout' }),
      openFixture({ root, model: 'tiny-scout', extraConfig: 'memory:\n  enabled: false\n' }),
    ])
    try {
      await Promise.all([on.start(), off.start()])
      return await measured({ on, off })
    } finally {
      await Promise.all([on, off].map((each) => each[Symbol.asyncDispose]()))
    }
  },
}

type Side = 'on' | 'off'

async function measured(fixtures: Readonly<Record<Side, Fixture>>): Promise<Result> {
  const chatters = { on: new Chatter(fixtures.on.telegram), off: new Chatter(fixtures.off.telegram) }
  const times: Record<Side, number[]> = { on: [], off: [] }
  for (let round = -2; round < ROUNDS; round += 1) {
    // The order changes, so that neither always comes after the other.
    const sides: readonly Side[] = round % 2 === 0 ? ['on', 'off'] : ['off', 'on']
    for (const side of sides) {
      const tookMs = await firstWordsMs(fixtures[side], chatters[side], round)
      if (round >= 0) times[side].push(tookMs)
    }
  }
  for (const chatter of Object.values(chatters)) chatter.close()
  const { on, off } = times
  const [on95, off95] = [percentile(on, 0.95), percentile(off, 0.95)]
  return {
    figures: [
      { name: 'first words with learning, p50', value: median(on), unit: 'ms' },
      { name: 'first words without, p50', value: median(off), unit: 'ms' },
      { name: 'first words with learning, p95', value: on95, unit: 'ms' },
      { name: 'first words without, p95', value: off95, unit: 'ms' },
      { name: 'with / without, p50', value: median(on) / median(off), unit: '×', target: { atMost: P50_RATIO_MAX } },
      { name: 'with / without, p95', value: on95 / off95, unit: '×', target: { atMost: P95_RATIO_MAX } },
    ],
  }
}

/** Sentences that the service says by itself are not the model's words. */
const OUR_OWN = Object.values(textsFor('en')).filter((text) => typeof text === 'string')

async function firstWordsMs({ telegram }: Fixture, chatter: Chatter, round: number): Promise<number> {
  // A few messages each, as people send them: there is some history, and never more than fits.
  const person = telegram.person(`person ${Math.floor(round / 4)}`)
  const words = MESSAGES[(round + MESSAGES.length) % MESSAGES.length] ?? 'hi'
  const reply = await chatter.ask(
    person,
    () => person.sends(words),
    (text) => /\p{L}/u.test(text),
  )
  if (OUR_OWN.some((ours) => reply.text.startsWith(ours))) throw new Error(`Not the model's words: ${reply.text}`)
  await wait(PAUSE_MS)
  return reply.repliedMs - reply.sentMs
}
