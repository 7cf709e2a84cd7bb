import type pg from 'pg'
import { EngineError, type Embedder } from '#engine/contract.ts'
import type { Clock } from '#machine/clock.ts'
import type { Logger } from '#machine/log.ts'
import type { PersonId } from '../contract/ids.ts'
import type { Job } from '../jobs/job.ts'
import type { Store } from '../store/store.ts'
import { embedMemoriesOf, type EmbeddedCount } from './embed-memories.ts'

export type EmbedJobDeps = {
  readonly store: Store
  /** Without one there are no such jobs. */
  readonly embedder: Embedder | undefined
  readonly clock: Clock
  readonly log: Logger
}

type Deps = Omit<EmbedJobDeps, 'embedder'> & { readonly embedder: Embedder }

/** Embeds what a person has that is new; its key is the person. Enqueued after learning. */
export const EMBED_JOB = 'embed'
/** While the embedder cannot be used. */
const AGAIN_MS = 60_000
/** The walk finds what was remembered while there was no embedder, or another one, and jobs that were lost. */
const WALK = { firstAfterMs: 15_000, everyMs: 6 * 3_600_000 }
/** Then other jobs get their turn. */
const SLICE_MS = 10_000
const PAGE = 200

export function embedJobs({ embedder, ...deps }: EmbedJobDeps): readonly Job[] {
  return embedder === undefined ? [] : [embedJob({ ...deps, embedder }), walkJob({ ...deps, embedder })]
}

const embedJob = (deps: Deps): Job => ({
  name: EMBED_JOB,
  usesEngine: true,
  async run(person, signal) {
    const embedded = await ifUsable(deps, () => embedOne(person as PersonId, deps, signal))
    if (embedded === undefined) return { againAtMs: deps.clock.now() + AGAIN_MS }
    return embedded.isComplete ? undefined : { againAtMs: deps.clock.now() }
  },
})

/**
 * Walks through all people in slices. It does the work itself instead of enqueueing a job for each of them: thousands
 * of jobs would be due before those that come after a turn. A walk that was interrupted begins again, and passes
 * quickly over those who have all their vectors.
 */
function walkJob(deps: Deps): Job {
  let walk = START
  return {
    name: 'embed-all',
    usesEngine: true,
    schedule: WALK,
    async run(_key, signal) {
      const next = await ifUsable(deps, () => slice(walk, deps, signal))
      if (next === undefined) return { againAtMs: deps.clock.now() + AGAIN_MS }
      walk = next.isComplete ? START : next
      return next.isComplete ? undefined : { againAtMs: deps.clock.now() }
    },
  }
}

type Walk = { readonly after: string; readonly people: number; readonly memories: number; readonly isComplete: boolean }
const START: Walk = { after: '', people: 0, memories: 0, isComplete: false }

/** People embedded until the time is over, each wholly. */
async function slice(from: Walk, deps: Deps, signal: AbortSignal): Promise<Walk> {
  const { store, clock, log, embedder } = deps
  const untilMs = clock.monotonicMs() + SLICE_MS
  let [walk, page] = [from, await peopleAfter(store.pool, from.after)]
  for (; page.length > 0; page = await peopleAfter(store.pool, walk.after)) {
    for (const person of page) {
      const embedded = await skipping(() => embedOne(person, deps, signal), deps)
      const memories = walk.memories + embedded.count
      walk = embedded.isComplete ? { ...walk, after: person, people: walk.people + 1, memories } : { ...walk, memories }
      if (clock.monotonicMs() > untilMs) {
        const total = await countPeople(store.pool)
        if (memories > 0) log.info({ memories }, `re-embedding: ${walk.people} of ${total} people`)
        return walk
      }
      if (!embedded.isComplete) break
    }
  }
  const { people, memories } = walk
  if (memories > 0) log.info({ people, memories, model: embedder.model }, 'every memory has its vector')
  return { ...walk, isComplete: true }
}

const embedOne = (person: PersonId, { store, embedder }: Deps, signal: AbortSignal) =>
  embedMemoriesOf(person, { pool: store.pool, embedder }, signal)

/** One person whose texts cannot be embedded does not keep the walk from the others. */
async function skipping(work: () => Promise<EmbeddedCount>, { log }: Deps): Promise<EmbeddedCount> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof EngineError) || WAITS.includes(error.code)) throw error
    log.warn({ error }, 'memories of a person were not embedded')
    return { count: 0, isComplete: true }
  }
}

/** Undefined when the embedder cannot be used now: that is no failure of the job, which runs again later. */
async function ifUsable<T>({ embedder }: Deps, work: () => Promise<T>): Promise<T | undefined> {
  if (embedder.health().state !== 'ready') return undefined
  try {
    return await work()
  } catch (error) {
    if (error instanceof EngineError && WAITS.includes(error.code)) return undefined
    throw error
  }
}

const WAITS: readonly EngineError['code'][] = ['unavailable', 'busy', 'interrupted']

async function peopleAfter(pool: pg.Pool, after: string): Promise<PersonId[]> {
  const { rows } = await pool.query<{ id: PersonId }>(PEOPLE, [after, PAGE])
  return rows.map(({ id }) => id)
}

/** Nothing of those who have switched memory off is given to an embedder. */
const PEOPLE = `
  select person_id as id from memory_person where not is_off and person_id > $1 order by person_id limit $2`

async function countPeople(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ total: number }>(
    'select count(*)::integer as total from memory_person where not is_off',
  )
  return rows[0]?.total ?? 0
}
