import { setTimeout as wait } from 'node:timers/promises'
import { openDiscordDouble } from '../kit/discord/double.ts'
import { openGraphDouble } from '../kit/graph/double.ts'
import type { PlatformDouble } from '../kit/platform.ts'
import { openTelegramDouble } from '../kit/telegram/double.ts'
import { telegramPlatform } from '../kit/telegram/platform.ts'
import type { Benchmark, Figure, Result } from './benchmark.ts'
import type { TimedHost } from './fixture.ts'
import { nowMs } from './now.ts'
import { withService } from './serving.ts'
import { median } from './statistics.ts'
import { visibleTextAge } from './visible-text.ts'

const WARM_UP = 20
/** On each channel, in turn: other load of the machine then affects all of them equally. */
const MESSAGES = 200
/** Of each channel; they take turns. */
const PEOPLE = 10
const RATIO_MAX = 1.2
const HEARS_WITHIN_MS = 60_000
/** Otherwise calls to the platform after an answer would count for the next message. */
const PAUSE_MS = 20
const UNPACED = 'delivery:\n  pacing: off\n'

export const channels: Benchmark = {
  about: `what each channel adds to a message: the platform has an event → the model is asked, and the model's last token → the
  platform accepts the whole answer; ${MESSAGES} messages on each channel of one service, in turn, unpaced and without the
  platforms' limits; model and guard answer in the tick in which they are asked. Then how old the text is that a reader of
  Discord sees while an answer grows, under Discord's limits of 5 edits in 5 s`,
  async run(root) {
    const added = await addedTime(root)
    const age = await visibleTextAge((options, work) => withService({ root, ...options }, work))
    return { figures: [...added.figures, ...age.figures] }
  },
}

async function addedTime(root: string): Promise<Result> {
  const open = async () => [
    telegramPlatform(await openTelegramDouble({ limits: 'off' })),
    await openDiscordDouble({ limits: 'off' }),
    await openGraphDouble({ product: 'messenger', limits: 'off' }),
  ]
  return await withService({ root, open, config: UNPACED }, async ({ host, platforms }) => {
    const times = new Map<string, Steps[]>(platforms.map(({ name }) => [name, []]))
    for (let n = 0; n < WARM_UP + MESSAGES; n++)
      for (const platform of platforms) {
        const steps = await once({ platform, host, n })
        if (n >= WARM_UP) times.get(platform.name)?.push(steps)
      }
    const byChannel = [...times].map(([name, steps]) => ({
      name,
      inMs: median(steps.map(({ inMs }) => inMs)),
      outMs: median(steps.map(({ outMs }) => outMs)),
      bothMs: median(steps.map(({ inMs, outMs }) => inMs + outMs)),
    }))
    const [base = { bothMs: Number.NaN }] = byChannel
    return {
      figures: byChannel.flatMap(({ name, inMs, outMs, bothMs }, index): Figure[] => [
        { name: `${name}: both, p50`, value: bothMs, unit: 'ms' },
        { name: '  event → the model is asked, p50', value: inMs, unit: 'ms' },
        { name: '  last token → answer accepted, p50', value: outMs, unit: 'ms' },
        ...(index === 0
          ? []
          : [
              {
                name: '  beside telegram',
                value: bothMs / base.bothMs,
                unit: '×',
                target: { atMost: RATIO_MAX },
              } as const,
            ]),
      ]),
    }
  })
}

type Steps = { readonly inMs: number; readonly outMs: number }
type Once = { readonly platform: PlatformDouble; readonly host: TimedHost; readonly n: number }

async function once({ platform, host, n }: Once): Promise<Steps> {
  host.asked.length = 0
  const person = platform.person(`person ${n % PEOPLE}`)
  const sentMs = nowMs()
  person.says(`ping ${n}`)
  await person.hears(new RegExp(`^You said: ping ${n}$`), { withinMs: HEARS_WITHIN_MS })
  const acceptedMs = nowMs()
  // Its last token comes in the same tick.
  const askedMs = host.asked.find(({ kind }) => kind === 'chat')?.atMs ?? Number.NaN
  await wait(PAUSE_MS)
  return { inMs: askedMs - sentMs, outMs: acceptedMs - askedMs }
}
