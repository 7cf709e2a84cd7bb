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
const UNSEEN_MS_MAX = 1_200
const QUESTIONS = 2

const WORDS = ['runners', 'ropes', 'bridges', 'valleys', 'knots', 'huts', 'llamas']
/** Each piece ends with its number. The guard judges some 200 characters at once, which come three times a second. */
const FILLER = WORDS.join(' ')
const ANSWER = Array.from({ length: PIECES }, (_, n) => `${FILLER} ${n}${n % 5 === 4 ? '.' : ''} `)

type WithService = (
  options: ServiceOptions,
  work: (serving: { readonly host: TimedHost }) => Promise<Result>,
) => Promise<Result>

/**
 * All the while that an answer grows: for how long text that may be shown is not shown yet, and how long ago the newest
 * text that a reader sees was generated. In between the guard judges it, some 200 characters at once.
 */
export async function visibleTextAge(withService: WithService): Promise<Result> {
  const double = await openDiscordDouble()
  const judged: Judged[] = []
  const isUnsafe = (text: string) => {
    judged.push({ piece: newestIn(text), atMs: nowMs() })
    // The service tries at its start whether the guard blocks anything.
    return /\bbomb\b/.test(text)
  }
  const host = { answer: () => ({ pieces: ANSWER }), isUnsafe }
  return await withService({ open: () => Promise.resolve([double]), host }, async (serving) => {
    const seen: Seen[] = []
    for (let n = 0; n < QUESTIONS; n++) {
      judged.length = 0
      seen.push(...(await watched(double, { host: serving.host, judged, name: `reader ${n}` })))
    }
    const ages = seen.map(({ ageMs }) => ageMs)
    const waits = seen.map(({ unseenMs }) => unseenMs)
    const refused = double.calls().filter(({ outcome }) => outcome === '429').length
    const edits = double.calls('PATCH /channels/:channel/messages/:message').length
    return {
      figures: [
        {
          name: 'discord: judged text that is not visible yet waits, most',
          value: Math.max(...waits),
          unit: 'ms',
          target: { atMost: UNSEEN_MS_MAX },
        },
        { name: '  p95', value: percentile(waits, 0.95), unit: 'ms' },
        { name: '  since the model wrote the newest visible text, most', value: Math.max(...ages), unit: 'ms' },
        { name: '  p50', value: percentile(ages, 0.5), unit: 'ms' },
        { name: '  edits, an answer', value: edits / QUESTIONS, unit: '' },
        { name: '  refused as too many (429)', value: refused, unit: '', target: { atMost: 0 } },
      ],
    }
  })
}

/** The guard has let the answer pass up to this piece. */
type Judged = { readonly piece: number; readonly atMs: number }
/** At one moment. `unseenMs`: for how long something has been judged that is not visible; 0 when there is nothing. */
type Seen = { readonly ageMs: number; readonly unseenMs: number }
type Watched = { readonly host: TimedHost; readonly judged: readonly Judged[]; readonly name: string }

async function watched(double: DiscordDouble, { host, judged, name }: Watched): Promise<Seen[]> {
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
  const seen: Seen[] = []
  while (generatedMs.length < PIECES) {
    const atMs = nowMs()
    const [first = atMs] = generatedMs
    const visible = newestIn(`${textOf(person)} `)
    const unseen = judged.find(({ piece }) => piece > visible)
    seen.push({ ageMs: atMs - (generatedMs[visible] ?? first), unseenMs: unseen ? atMs - unseen.atMs : 0 })
    await wait(SAMPLE_MS)
  }
  const isWhole = () => newestIn(`${textOf(person)} `) === PIECES - 1
  await double.until(() => isWhole() || undefined, { withinMs: 20_000 })
  return seen
}

/** The number of the newest piece that is whole in it; -1 of nothing. */
const newestIn = (text: string) => Number(/(\d+)\D+$/.exec(text)?.[1] ?? -1)

const textOf = (person: PlatformPerson) =>
  person
    .transcript()
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text)
    .join(' ')
