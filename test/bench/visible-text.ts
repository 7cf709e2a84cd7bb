import { setTimeout as wait } from 'node:timers/promises'
import { openDiscordDouble, type DiscordDouble } from '../kit/discord/double.ts'
import type { PlatformPerson } from '../kit/platform.ts'
import type { Result } from './benchmark.ts'
import { nowMs } from './now.ts'
import type { TimedHost } from './fixture.ts'
import { percentile } from './statistics.ts'
import type { ServiceOptions } from './serving.ts'

/** New text every 100 ms for 12 s. */
const PIECES = 120
const PIECE_MS = 100
const SAMPLE_MS = 10
const AGE_MS_MAX = 1_200
const QUESTIONS = 2

const WORDS = ['runners', 'ropes', 'bridges', 'valleys', 'knots', 'huts', 'llamas']
/** Each piece has its number; the whole is below the limit of one message. */
const ANSWER = Array.from({ length: PIECES }, (_, n) => `${WORDS[n % WORDS.length]} ${n}${n % 5 === 4 ? '.' : ''} `)
const WHOLE = ANSWER.join('').trim()

type WithService = (
  options: ServiceOptions,
  work: (serving: { readonly host: TimedHost }) => Promise<Result>,
) => Promise<Result>

/** How long ago the newest text that a reader of Discord sees was generated, all the while that an answer grows. */
export async function visibleTextAge(withService: WithService): Promise<Result> {
  const double = await openDiscordDouble()
  const host = { answer: () => ({ pieces: ANSWER }) }
  return await withService({ open: () => Promise.resolve([double]), host }, async (serving) => {
    const ages: number[] = []
    for (let n = 0; n < QUESTIONS; n++) ages.push(...(await agesDuring(double, serving.host, `reader ${n}`)))
    const refused = double.calls().filter(({ outcome }) => outcome === '429').length
    const edits = double.calls('PATCH /channels/:channel/messages/:message').length
    return {
      figures: [
        {
          name: 'discord: age of the visible text, most',
          value: Math.max(...ages),
          unit: 'ms',
          target: { atMost: AGE_MS_MAX },
        },
        { name: '  p95', value: percentile(ages, 0.95), unit: 'ms' },
        { name: '  p50', value: percentile(ages, 0.5), unit: 'ms' },
        { name: '  edits, an answer', value: edits / QUESTIONS, unit: '' },
        { name: '  refused as too many (429)', value: refused, unit: '', target: { atMost: 0 } },
      ],
    }
  })
}

async function agesDuring(double: DiscordDouble, host: TimedHost, name: string): Promise<number[]> {
  const person = double.person(name)
  const generatedMs: number[] = []
  let startedMs = 0
  const next = async () => {
    await wait(Math.max(0, startedMs + generatedMs.length * PIECE_MS - nowMs()))
    generatedMs.push(nowMs())
  }
  // The first piece is told with the request.
  void host.next('chat').then(() => generatedMs.push((startedMs = nowMs())))
  host.fail('chat', { type: 'steps', everyWords: 1, next })
  person.says('tell me about them all')
  await double.until(() => (generatedMs.length > 0 ? true : undefined), { withinMs: 20_000 }).catch(() => undefined)
  const ages: number[] = []
  while (generatedMs.length < PIECES) {
    const [first = nowMs()] = generatedMs
    ages.push(nowMs() - (generatedMs[newestVisible(person)] ?? first))
    await wait(SAMPLE_MS)
  }
  await double.until(() => (textOf(person) === WHOLE ? true : undefined), { withinMs: 20_000 })
  return ages
}

/** The number of the newest piece that is shown whole; -1 of nothing. */
const newestVisible = (person: PlatformPerson) => Number(/(\d+)\D+$/.exec(`${textOf(person)} `)?.[1] ?? -1)

const textOf = (person: PlatformPerson) =>
  person
    .transcript()
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text)
    .join(' ')
