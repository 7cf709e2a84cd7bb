import { rm } from 'node:fs/promises'
import { copiesTold, killAt, momentsOn, openMoments, type Moment, type Recovery } from '../crash/moments.ts'
import { DOUBLE_NAMES, unlimited, type DoubleName } from '../kit/doubles.ts'
import { temporaryFolder } from '../kit/product.ts'
import type { Benchmark, Figure } from './benchmark.ts'
import { median, sum } from './statistics.ts'

const ROUNDS = 20
/** From the new process on. */
const ANSWERED_MS_MAX = 5_000
/** Where the platform is reached through a browser: from when its page listens. */
const ANSWERED_IN_BROWSER_MS_MAX = 10_000

export const kills: Benchmark = {
  about: `kill -9, a new start on the same data, and what people were told in the end; one kill a round for each channel, while
  the service is at another moment with each of several people: it takes a message; it has stored one; its first send arrived; its
  first send did not arrive; where messages are edited, its last edit arrived`,
  async run(_root, { rounds = ROUNDS, channels = DOUBLE_NAMES } = {}) {
    const figures: Figure[] = []
    for (const name of channels) figures.push(...figuresOf(name, await killedOften(name, rounds)))
    return { figures }
  },
}

type Copies = ReturnType<typeof copiesTold>
type Outcome = {
  /** One of each round. */
  readonly toldAt: ReadonlyMap<Moment, Copies[]>
  readonly recoveries: readonly Recovery[]
}

async function killedOften(name: DoubleName, rounds: number): Promise<Outcome> {
  const dataFolder = await temporaryFolder('kills')
  const platform = await unlimited(name)({ dataFolder, now: Date.now })
  const stage = await openMoments(platform, dataFolder)
  const toldAt = new Map<Moment, Copies[]>(momentsOn(platform).map((moment) => [moment, []]))
  const recoveries: Recovery[] = []
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const personAt = (moment: Moment) => platform.person(`${moment.name} ${round}`)
      recoveries.push(await killAt([...toldAt.keys()], stage, personAt))
      for (const [moment, told] of toldAt) told.push(copiesTold(personAt(moment), moment))
      process.stderr.write(`${name}: killed ${round} of ${rounds} times\n`)
    }
    return { toldAt, recoveries }
  } finally {
    await stage[Symbol.asyncDispose]()
    // A browser that ends with its service may still write.
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function figuresOf(channel: DoubleName, { toldAt, recoveries }: Outcome): Figure[] {
  const all = [...toldAt.values()].flat()
  return [
    count(`${channel}: kills`, recoveries.length),
    never('  answers lost', all.filter(({ isWhole }) => !isWhole).length),
    never('  repeated without a label', sum(all.map(({ plain }) => Math.max(0, plain - 1)))),
    ...[...toldAt].map(([{ name }, told]) => count(`  with a label, ${name}`, sum(told.map((one) => one.labelled)))),
    time('  new process → it takes messages, p50', median(recoveries.map(({ readyMs }) => readyMs))),
    ...(recoveries.some(({ browsers }) => browsers > 0) ? inBrowser(recoveries) : answered(recoveries)),
  ]
}

function answered(recoveries: readonly Recovery[]): Figure[] {
  const answeredMs = recoveries.map((recovery) => recovery.answeredMs)
  return [
    time('  new process → the last answer, p50', median(answeredMs)),
    { ...time('  slowest', Math.max(...answeredMs)), target: { atMost: ANSWERED_MS_MAX } },
  ]
}

function inBrowser(recoveries: readonly Recovery[]): Figure[] {
  const answeredMs = recoveries.map((recovery) => recovery.answeredMs - recovery.readyMs)
  return [
    never('  browsers left', recoveries.filter(({ browsersLeft }) => browsersLeft > 0).length),
    time('  it takes messages → the last answer, p50', median(answeredMs)),
    { ...time('  slowest', Math.max(...answeredMs)), target: { atMost: ANSWERED_IN_BROWSER_MS_MAX } },
  ]
}

const count = (name: string, value: number): Figure => ({ name, value, unit: '' })
const never = (name: string, value: number): Figure => ({ ...count(name, value), target: { atMost: 0 } })
const time = (name: string, value: number): Figure => ({ name, value, unit: 'ms' })
