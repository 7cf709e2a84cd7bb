import { setTimeout as wait } from 'node:timers/promises'
import { type Double, DOUBLES } from '../kit/doubles.ts'
import type { PlatformDouble } from '../kit/platform.ts'
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
const BASE = 'telegram'
/** How each of the others compares; a browser adds its time to whatever the rest takes, so it has no ratio. */
const COMPARED = {
  discord: ratio,
  messenger: ratio,
  whatsapp: (ms: number, baseMs: number): Figure => ({
    ...{ name: `  more than ${BASE}`, value: ms - baseMs, unit: 'ms' },
    target: { atMost: 60 },
  }),
}
type Measured = typeof BASE | keyof typeof COMPARED
const MEASURED: readonly Measured[] = [BASE, 'discord', 'messenger', 'whatsapp']
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
  const open = async () => {
    const platforms: Double[] = []
    for (const name of MEASURED) platforms.push(await DOUBLES[name]({ limits: 'off', scans: 'at once' }))
    return platforms
  }
  return await withService({ root, open, config: UNPACED }, async ({ host, platforms }) => {
    const times = new Map<Measured, Steps[]>(MEASURED.map((name) => [name, []]))
    for (let n = 0; n < WARM_UP + MESSAGES; n++)
      for (const [index, platform] of platforms.entries()) {
        const steps = await once({ platform, host, n })
        if (n >= WARM_UP) times.get(MEASURED[index] ?? BASE)?.push(steps)
      }
    const bothOf = (name: Measured) => median((times.get(name) ?? []).map(({ inMs, outMs }) => inMs + outMs))
    const baseMs = bothOf(BASE)
    return {
      figures: [...times].flatMap(([name, steps]): Figure[] => [
        { name: `${name}: both, p50`, value: bothOf(name), unit: 'ms' },
        { name: '  event → the model is asked, p50', value: median(steps.map(({ inMs }) => inMs)), unit: 'ms' },
        { name: '  last token → answer accepted, p50', value: median(steps.map(({ outMs }) => outMs)), unit: 'ms' },
        ...(name === BASE ? [] : [COMPARED[name](bothOf(name), baseMs)]),
      ]),
    }
  })
}

function ratio(ms: number, baseMs: number): Figure {
  return { name: `  beside ${BASE}`, value: ms / baseMs, unit: '×', target: { atMost: RATIO_MAX } }
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
