import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import type { Benchmark, Figure, Result } from './benchmark.ts'
import { FaultyRequests, openFlood, type Disturbance } from './disturbances.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { gather, type Other } from './others.ts'
import { percentile } from './statistics.ts'

const OTHERS = 20
/** Many short rounds: other load of the machine then affects all of them equally. */
const ROUNDS = 10
/** Of each person in each round: 400 samples for each disturbance. */
const MESSAGES_EACH = 2
const HOST_DELAY_MS = 100
/** Requests at a time, of the model and of the guard: fewer than the flood has cookies. */
const REQUESTS_MAX = 8
const RATIO_MAX = 1.5
const PAUSE_MS = 1_000
const LEAD_MS = 500
const SETTLE_MS = 500
/** As chat apps send them. */
const PHOTO = { width: 1_280, height: 960 }

export const fairness: Benchmark = {
  about: `how long ${OTHERS} people, half of them on the page and every fifth with photos, wait for the first words of an answer
  while somebody else's requests fail or one network floods, against what they wait undisturbed; all in turn, ${ROUNDS} rounds,
  ${OTHERS * ROUNDS * MESSAGES_EACH} samples each; a host that takes ${HOST_DELAY_MS} ms for each request and is given ${REQUESTS_MAX} at a time`,
  run(root) {
    const faulty = new FaultyRequests()
    const host = { delayMs: HOST_DELAY_MS, hasEyes: true, faultOf: faulty.faultOf }
    return withFixture({ root, model: 'instant', host, extraConfig: CONFIG }, (fixture) => measured(fixture, faulty))
  },
}

/** Who writes on the page comes through a proxy that says from where. */
const CONFIG = `engine:\n  requestsMax: ${REQUESTS_MAX}\nguard:\n  requestsMax: ${REQUESTS_MAX}\nserver:\n  trustProxy: 127.0.0.1\n`

const UNDISTURBED: Disturbance = { name: 'undisturbed', begin: () => undefined, end: () => undefined }

type Sample = { readonly ms: number; readonly isPhoto: boolean }

async function measured(fixture: Fixture, faulty: FaultyRequests): Promise<Result> {
  const { url } = await fixture.start()
  const photo = await sharp({ create: { ...PHOTO, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const crowd = await gather(fixture, { count: OTHERS, url, photo })
  const flood = await openFlood(url)
  const samples = new Map<Disturbance, Sample[]>()
  let block = 0
  const sampleDuring = async (disturbance: Disturbance) => {
    disturbance.begin()
    await wait(LEAD_MS)
    const taken = await everybody(crowd.others, (block += 1))
    disturbance.end()
    samples.set(disturbance, [...(samples.get(disturbance) ?? []), ...taken])
    await wait(SETTLE_MS)
  }
  const disturbances = [...faulty.disturbances(fixture), flood]
  try {
    // Warm-up: connections, pictures, compiled code.
    await everybody(crowd.others, block)
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const disturbance of [UNDISTURBED, ...disturbances]) await sampleDuring(disturbance)
    }
  } finally {
    flood.close()
    crowd.close()
  }
  const [undisturbed, ...disturbed] = [...samples]
  return { figures: figuresOf(undisturbed?.[1] ?? [], disturbed) }
}

/** Everybody writes a few times, not all at once, and again when the answer is there and a moment has passed. */
async function everybody(others: readonly Other[], block: number): Promise<Sample[]> {
  const taken = await Promise.all(
    others.map(async (other, n) => {
      const samples: Sample[] = []
      await wait((n / others.length) * PAUSE_MS)
      for (let message = 0; message < MESSAGES_EACH; message += 1) {
        const ms = await other.firstWordsMs(`ping ${n}-${block}-${message}.`).catch(() => Number.POSITIVE_INFINITY)
        samples.push({ ms, isPhoto: other.sendsPhotos })
        await wait(PAUSE_MS)
      }
      return samples
    }),
  )
  return taken.flat()
}

function figuresOf(undisturbed: readonly Sample[], disturbed: readonly [Disturbance, readonly Sample[]][]): Figure[] {
  return [
    { name: `undisturbed, ${undisturbed.length} samples: first words, p50`, value: p50(undisturbed), unit: 'ms' },
    { name: '  p95', value: p95(undisturbed), unit: 'ms' },
    { name: '  p95 of photos', value: p95(undisturbed.filter(isPhoto)), unit: 'ms' },
    ...disturbed.flatMap(([{ name }, samples]): Figure[] => [
      {
        name: `${name}: p95 / undisturbed`,
        value: p95(samples) / p95(undisturbed),
        unit: '×',
        target: { atMost: RATIO_MAX },
      },
      {
        name: '  photos among them',
        value: p95(samples.filter(isPhoto)) / p95(undisturbed.filter(isPhoto)),
        unit: '×',
        target: { atMost: RATIO_MAX },
      },
      { name: '  p95', value: p95(samples), unit: 'ms' },
      { name: '  without any answer', value: samples.filter(isUnanswered).length, unit: '', target: { atMost: 0 } },
    ]),
  ]
}

const isPhoto = (sample: Sample) => sample.isPhoto
const isUnanswered = ({ ms }: Sample) => ms === Number.POSITIVE_INFINITY
const p50 = (samples: readonly Sample[]) =>
  percentile(
    samples.map(({ ms }) => ms),
    0.5,
  )
const p95 = (samples: readonly Sample[]) =>
  percentile(
    samples.map(({ ms }) => ms),
    0.95,
  )
