import { randomUUID } from 'node:crypto'
import type Bull from 'bull'
import type { Clock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId } from '../contract/ids.ts'
import { redisClients, type RedisPlace } from './redis-clients.ts'

/**
 * Says that there is something in a mailbox. Rings may be lost, doubled or late without harm: what a mailbox holds
 * stands in the store, and a sweep finds what no bell rang for.
 */
export type Doorbell = {
  /**
   * Has the conversation looked at, now or after `delayMs`. While it is waiting to be looked at, or being looked at, a
   * further ring of this process falls away; one of another process may be answered beside it. Never rejects: without
   * Redis it does nothing.
   */
  wake(conversation: ConversationId, delayMs?: number): Promise<void>
  /** Has the table of jobs looked at; otherwise as `wake`. */
  wakeJobs(): Promise<void>
  /** Calls `look` from now on when jobs are rung for. */
  processJobs(look: () => void): void
  /**
   * From now on takes rings, `concurrency` at once. `handled` is called when the conversation can be rung for again:
   * whoever rang while it was being looked at was not heard. `mayBeUndone` is false when nobody did.
   */
  process(concurrency: number, handler: RingHandler): void
  /** Takes no further rings, from very soon on; those being handled go on. */
  pause(): void
  counts(): Promise<{ waiting: number; active: number; delayed: number }>
  [Symbol.asyncDispose](): Promise<void>
}

export type RingHandler = {
  handle(conversation: ConversationId): Promise<void>
  handled(conversation: ConversationId, mayBeUndone: boolean): void
}

/** Resolves when Redis answers, or without it when it does not for a while. */
export async function createDoorbell(options: {
  connection: RedisPlace
  clock: Clock
  log: Logger
}): Promise<Doorbell> {
  const { connection, clock, log } = options
  const { default: Queue } = await import('bull')
  const clients = await redisClients({ place: connection, channel: `${PREFIX}:${NAME}:delayed`, log })
  const settings = { prefix: PREFIX, createClient: clients.create, settings: SETTINGS }
  const queue: Bull.Queue<Ring> = new Queue<Ring>(NAME, settings)
  // It would tell Redis a name for this worker and not catch that this failed, which ends the process.
  Object.assign(queue, { setWorkerName: async () => undefined })
  queue.on('error', (error) => log.debug({ error }, 'a bell'))
  // A ring of a process that died while it was answered would keep later ones away until bull notices, seconds later.
  const bellId = randomUUID()
  let ringing = 0
  // The bell's own jobs that are being handled here, and whether it was rung meanwhile: bull drops that without a word.
  const handling = new Map<ConversationId, { isRungAgain: boolean }>()
  const jobIdOf = (conversation: ConversationId) => `c:${conversation}@${bellId}`
  const bell = queue.client
  await inTime(clients.untilReady(bell), { clock, limitMs: READY_MS_MAX })
  const ring = async (add: () => Promise<unknown>) => {
    if (bell.status !== 'ready' || ringing >= RINGING_MAX) return
    ringing += 1
    await add().catch((error: unknown) => log.debug({ error }, 'not rung'))
    ringing -= 1
  }
  const listen = (running: Promise<unknown>) =>
    void running.catch((error: unknown) => log.debug({ error }, 'no longer listening'))
  return {
    wake(conversation, delayMs = 0) {
      const handled = handling.get(conversation)
      if (handled) handled.isRungAgain = true
      const id = { jobId: jobIdOf(conversation), ...(delayMs > 0 && { delay: Math.ceil(delayMs) }) }
      return ring(() => queue.add({ conversation }, { ...JOB, ...id }))
    },
    wakeJobs: () => ring(() => queue.add(JOBS, {}, { ...JOB, jobId: `${JOBS}@${bellId}` })),
    processJobs: (look) => listen(queue.process(JOBS, async () => look())),
    process(concurrency, handler) {
      queue.on('completed', ({ id, data: { conversation } }) => {
        if (conversation === undefined) return
        // Who else rang for the job of another process is known there only.
        const isOurs = id === jobIdOf(conversation)
        const wasRungAgain = !isOurs || handling.get(conversation)?.isRungAgain !== false
        if (isOurs) handling.delete(conversation)
        handler.handled(conversation, wasRungAgain)
      })
      const handle = async ({ id, data: { conversation } }: Bull.Job<Ring>) => {
        if (conversation === undefined) return
        if (id === jobIdOf(conversation)) handling.set(conversation, { isRungAgain: false })
        await handler.handle(conversation)
        // Without Redis a job does not complete.
        if (bell.status !== 'ready') handling.delete(conversation)
      }
      listen(queue.process(concurrency, handle))
    },
    pause() {
      // It takes half a second, for which there is nothing to wait.
      queue.pause(true, true).catch(() => undefined)
    },
    async counts() {
      const { waiting, active, delayed } = await queue.getJobCounts()
      return { waiting, active, delayed }
    },
    async [Symbol.asyncDispose]() {
      const closing = queue.close(true)
      // bull waits for answers of a Redis that may be gone, and half a second for the client that waits for jobs.
      clients.closeWaiting()
      await inTime(closing.catch(() => undefined), { clock, limitMs: CLOSE_MS_MAX })
      clients.close()
    },
  }
}

/** Ids only: what is in Redis needs no protection and no forgetting. */
type Ring = { conversation?: ConversationId }

const PREFIX = 'chasqui'
const NAME = 'bell'
/** Rings of this name are for the table of jobs. */
const JOBS = 'jobs'
const RINGING_MAX = 10_000
const READY_MS_MAX = 2_000
const CLOSE_MS_MAX = 1_000

const JOB: Bull.JobOptions = { removeOnComplete: true, removeOnFail: true }

const SETTINGS: Bull.AdvancedSettings = {
  // A worker that died is noticed after 1.4 to 2.6 s; the defaults take over a minute.
  lockDuration: 3_000,
  stalledInterval: 1_000,
  maxStalledCount: 1_000,
  // After an error of Redis every slot would sit out the default of 5 s.
  retryProcessDelay: 200,
  // A Redis that comes back empty may leave a delayed ring to this timer.
  guardInterval: 1_000,
}
