import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SYSTEM_WORDS } from '#core/prompt/system-words.ts'
import { textsFor } from '#core/texts/texts.ts'
import type { Engine, PromptPart } from '#engine/contract.ts'
import { openTinyScout, preparedPicture, readSamples, samplesFolder, skipReason } from '../model/tiny-scout.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { openFixture, type Fixture } from './fixture.ts'
import { median, percentile } from './statistics.ts'

const ROUNDS = 20
const QUESTIONS = ['hi', 'what can you do?', 'tell me about the sun', 'what is a bird?', 'how are you today?']
/** Pause after the first words, so that the rest of the answer does not disturb the next measurement. */
const QUIET_MS = 1_000

export const firstText: Benchmark = {
  about: `from the platform handing out a message to its accepting the first words of the model, with tiny-scout, judged;
  ${ROUNDS} text messages and ${ROUNDS} photos in turn, and in the same rounds: a second service without a guard, and the first
  token of a bare llama-server that is asked the same`,
  async run(root) {
    if (skipReason !== undefined) return { figures: [], notes: [skipReason] }
    const [guarded, unguarded] = await Promise.all([
      openFixture({ root, model: 'tiny-scout' }),
      openFixture({ root, model: 'tiny-scout', extraConfig: UNGUARDED }),
    ])
    const bare = await openTinyScout()
    try {
      await Promise.all([
        guarded.start(),
        unguarded.start({ CHASQUI_GUARD: 'off' }),
        bare.ready(AbortSignal.timeout(30_000)),
      ])
      return await measured({ guarded, unguarded, bare })
    } finally {
      await Promise.all([guarded, unguarded, bare].map((each) => each[Symbol.asyncDispose]()))
    }
  },
}

const UNGUARDED = 'guard:\n  acknowledgeUnguarded: true\n'

type Fixtures = { readonly guarded: Fixture; readonly unguarded: Fixture; readonly bare: Engine }
type Asking = { readonly words: string; readonly photo?: { readonly bytes: Uint8Array; readonly prepared: Uint8Array } }
type Times = { guarded: number; unguarded: number; bare: number }

async function measured({ guarded, unguarded, bare }: Fixtures): Promise<Result> {
  const samples = await readSamples()
  const texts: Times[] = []
  const photos: Times[] = []
  const chatters = { guarded: new Chatter(guarded.telegram), unguarded: new Chatter(unguarded.telegram) }
  const all = async (asking: Asking, round: number): Promise<Times> => ({
    guarded: await visibleMs(guarded, chatters.guarded, { ...asking, round }),
    unguarded: await visibleMs(unguarded, chatters.unguarded, { ...asking, round }),
    bare: await firstTokenMs(bare, asking, round),
  })
  await all({ words: 'hello' }, -1)
  for (let round = 0; round < ROUNDS; round++) {
    texts.push(await all({ words: QUESTIONS[round % QUESTIONS.length] ?? 'hi' }, round))
    const { file, question } = samples[round % samples.length] ?? { file: '', question: '' }
    const photo = { bytes: await readFile(path.join(samplesFolder, file)), prepared: await preparedPicture(file) }
    photos.push(await all({ words: question, photo }, round))
  }
  for (const chatter of Object.values(chatters)) chatter.close()
  return { figures: [...figuresOf('text', texts, 300), ...figuresOf('photo', photos, 1_000)] }
}

function figuresOf(what: string, times: readonly Times[], msMax: number): Result['figures'] {
  const of = (name: keyof Times) => times.map((each) => each[name])
  const ratio = (one: keyof Times, other: keyof Times) => median(times.map((each) => each[one] / each[other]))
  return [
    { name: `${what}: first words, p50`, value: median(of('guarded')), unit: 'ms', target: { atMost: msMax } },
    { name: `${what}: first words, p90`, value: percentile(of('guarded'), 0.9), unit: 'ms' },
    { name: `${what}: without a guard, p50`, value: median(of('unguarded')), unit: 'ms' },
    { name: `${what}: first token of a bare llama-server, p50`, value: median(of('bare')), unit: 'ms' },
    { name: `${what}: with / without a guard`, value: ratio('guarded', 'unguarded'), unit: '×' },
    { name: `${what}: first words / bare first token`, value: ratio('guarded', 'bare'), unit: '×' },
  ]
}

/** Sentences that the service says by itself are not the model's words. */
const OUR_OWN = Object.values(textsFor('en')).filter((text) => typeof text === 'string')

async function visibleMs(
  { telegram }: Fixture,
  chatter: Chatter,
  { words, photo, round }: Asking & { round: number },
): Promise<number> {
  // A few messages each, as people send them: there is some history, and never more than fits.
  const person = telegram.person(`person ${Math.floor(round / 4)}`)
  const send = () => (photo ? person.sendsPhoto(photo.bytes, words) : person.sends(words))
  const reply = await chatter.ask(person, send, (text) => /\p{L}/u.test(text))
  if (OUR_OWN.some((ours) => reply.text.startsWith(ours))) throw new Error(`Not the model's words: ${reply.text}`)
  await wait(QUIET_MS)
  return reply.repliedMs - reply.sentMs
}

async function firstTokenMs(engine: Engine, { words, photo }: Asking, round: number): Promise<number> {
  const picture: PromptPart[] = photo ? [{ type: 'picture', mime: 'image/png', bytes: photo.prepared }] : []
  const request = {
    id: `bench ${round} ${words}`,
    class: photo ? 'photo' : 'chat',
    messages: [
      { role: 'system', parts: [{ type: 'text', text: SYSTEM_WORDS }] },
      { role: 'user', parts: [...picture, { type: 'text', text: words }] },
    ],
    tokensMax: 32,
    sampling: engine.capabilities().sampling,
    cacheKey: `bench ${round}`,
  } as const
  const startMs = performance.now()
  for await (const event of engine.generate(request, AbortSignal.timeout(30_000))) {
    if (event.type === 'text-delta') return performance.now() - startMs
  }
  throw new Error('The bare llama-server gave no token.')
}
