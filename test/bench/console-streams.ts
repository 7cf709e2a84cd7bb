import pg from 'pg'
import { runningService } from '#machine/data-folder.ts'
import { signedIn, type Operator } from '../kit/console.ts'
import type { Benchmark, Result } from './benchmark.ts'
import { Chatter } from './chatter.ts'
import { withFixture, type Fixture } from './fixture.ts'
import { median, percentile } from './statistics.ts'

const STREAMS = 50
/** Of each kind, in turn: other load of the machine then affects both equally. */
const BLOCKS = 8
const MESSAGES = 200
const RATIO_MAX = 1.1

export const consoleStreams: Benchmark = {
  about: `${STREAMS} browsers that have the overview open, each with its stream, and none of them, in turn: ${BLOCKS} blocks each of
  ${MESSAGES} messages of one person after the other; model and guard answer in the tick in which they are asked`,
  run: (root) => withFixture({ root, model: 'instant' }, measured),
}

async function measured({ telegram, start, ...fixture }: Fixture): Promise<Result> {
  const { consoleUrl: url } = await start()
  const operators = await signedInOperators(url, fixture)
  const chatter = new Chatter(telegram)
  const person = telegram.person('Ana')
  let said = 0
  const block = async () => {
    const waits: number[] = []
    for (let n = 0; n < MESSAGES; n += 1) {
      const { sentMs, repliedMs } = await chatter.says(person, `ping ${(said += 1)}`)
      waits.push(repliedMs - sentMs)
    }
    return waits
  }
  const waits: Record<'watched' | 'alone', number[][]> = { watched: [], alone: [] }
  let pushes = 0
  await block()
  for (let n = 0; n < BLOCKS; n += 1) {
    waits.alone.push(await block())
    const streams = await Promise.all(operators.map((operator) => openStream(url, operator)))
    waits.watched.push(await block())
    for (const stream of streams) pushes += await stream.close()
  }
  chatter.close()
  const ratio = median(waits.watched.map((watched, n) => median(watched) / median(waits.alone[n] ?? [])))
  return {
    figures: [
      { name: `message, p50, with ${STREAMS} streams`, value: median(waits.watched.flat()), unit: 'ms' },
      { name: '  p95', value: percentile(waits.watched.flat(), 0.95), unit: 'ms' },
      { name: 'message, p50, without', value: median(waits.alone.flat()), unit: 'ms' },
      { name: '  p95', value: percentile(waits.alone.flat(), 0.95), unit: 'ms' },
      { name: 'with / without, p50', value: ratio, unit: '×', target: { atMost: RATIO_MAX } },
      { name: 'pushes to a stream in a block', value: pushes / STREAMS / BLOCKS, unit: '', target: { atLeast: 1 } },
    ],
  }
}

/** One session each: a browser has one stream. */
async function signedInOperators(url: string, { dataFolder }: Pick<Fixture, 'dataFolder'>): Promise<Operator[]> {
  const host = (await runningService(dataFolder))?.socketFolder
  const database = new pg.Client({ host, user: 'chasqui', database: 'chasqui', password: '' })
  await database.connect()
  try {
    const operators: Operator[] = []
    for (let n = 0; n < STREAMS; n += 1) operators.push(await signedIn({ url, database }, 'viewer', `viewer ${n}`))
    return operators
  } finally {
    await database.end()
  }
}

/** Resolves with its first push. `close` says how many came. */
async function openStream(url: string, { cookie }: Operator) {
  const over = new AbortController()
  const address = new URL('api/stream?topics=overview', url)
  const response = await fetch(address, { headers: { cookie }, signal: over.signal })
  if (!response.ok || response.body === null) throw new Error(`the stream was answered with ${response.status}`)
  let pushes = 0
  const first = Promise.withResolvers<void>()
  const reading = (async () => {
    for await (const bytes of response.body ?? []) {
      if (!Buffer.from(bytes).includes('event: push')) continue
      pushes += 1
      first.resolve()
    }
  })().catch((error: unknown) => first.reject(error))
  await first.promise
  return {
    async close(): Promise<number> {
      over.abort()
      await reading
      return pushes
    },
  }
}
