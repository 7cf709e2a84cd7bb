import { randomUUID } from 'node:crypto'
import type Bull from 'bull'
import type { Clock } from '#machine/clock.ts'
import { inTime } from '#machine/deadline.ts'
import type { Logger } from '#machine/log.ts'
import type { ConversationId } from '../contract/ids.ts'
import { redisClients, type RedisConnection } from './redis-clients.ts'

/**
 * Tells workers that there is something in a mailbox. Wake-ups may be lost, doubled or late without harm: what a
 * mailbox holds is in the store, and the sweep finds what no wake-up came for.
 */
export type WakeUpQueue = {
  /**
   * Has the conversation processed, now or after `delayMs`. While it is waiting or being processed, a further wake-up
   * of this process is dropped; one of another process may be handled at the same time. Never rejects: without Redis it
   * does nothing.
   */
  wake(conversation: ConversationId, delayMs?: number): Promise<void>
  /** Has the table of jobs checked; otherwise as `wake`. */
  wakeJobs(): Promise<void>
  /** From now on calls `check` for each wake-up for jobs. */
  processJobs(check: () => void): void
  /**
   * From now on takes wake-ups, `concurrency` at once. `handled` is called when the conversation can be woken again:
   * wake-ups that came while it was being processed were dropped. `mayBeUndone` is false when none came.
   */
  process(concurrency: number, handler: WakeUpHandler): void
  /** Takes no further wake-ups, from very soon on; those being handled go on. */
  pause(): void
  counts(): Promise<{ waiting: number; active: number; delayed: number }>
  [Symbol.asyncDispose](): Promise<void>
}

export type WakeUpHandler = {
  handle(conversation: ConversationId): Promise<void>
  handled(conversation: ConversationId, mayBeUndone: boolean): void
}

/** Resolves when Redis answers, or without it when it does not for a while. */
export async function createWakeUpQueue(options: {
  connection: RedisConnection
  clock: Clock
  log: Logger
}): Promise<WakeUpQueue> {
  const { connection, clock, log } = options
  const { default: Queue } = await import('bull')
  const clients = await redisClients({ connection, channel: `${PREFIX}:${NAME}:delayed`, log })
  const settings = { prefix: PREFIX, createClient: clients.create, settings: SETTINGS }
  const queue: Bull.Queue<WakeUp> = new Queue<WakeUp>(NAME, settings)
  // bull would send a name for this worker to Redis and not catch a failure, which ends the process.
  Object.assign(queue, { setWorkerName: async () => undefined })
  queue.on('error', (error) => log.debug({ error }, 'wake-up queue failed'))
  // Part of each job's id: the active job of a process that died would block others until bull notices, seconds later.
  const queueId = randomUUID()
  let adding = 0
  // Own jobs that are being handled here, and whether a wake-up came meanwhile: bull drops it silently.
  const handling = new Map<ConversationId, { isWokenAgain: boolean }>()
  const jobIdOf = (conversation: ConversationId) => `c:${conversation}@${queueId}`
  const client = queue.client
  await inTime(clients.untilReady(client), { clock, limitMs: READY_MS_MAX })
  const enqueue = async (add: () => Promise<unknown>) => {
    if (client.status !== 'ready' || adding >= ADDING_MAX) return
    adding += 1
    await add().catch((error: unknown) => log.debug({ error }, 'failed to enqueue wake-up'))
    adding -= 1
  }
  const watch = (running: Promise<unknown>) =>
    void running.catch((error: unknown) => log.debug({ error }, 'failed to process wake-ups'))
  return {
    wake(conversation, delayMs = 0) {
      const handled = handling.get(conversation)
      if (handled) handled.isWokenAgain = true
      const id = { jobId: jobIdOf(conversation), ...(delayMs > 0 && { delay: Math.ceil(delayMs) }) }
      return enqueue(() => queue.add({ conversation }, { ...JOB, ...id }))
    },
    wakeJobs: () => enqueue(() => queue.add(JOBS, {}, { ...JOB, jobId: `${JOBS}@${queueId}` })),
    processJobs: (check) => watch(queue.process(JOBS, async () => check())),
    process(concurrency, handler) {
      queue.on('completed', ({ id, data: { conversation } }) => {
        if (conversation === undefined) return
        // Only the process that added the job knows of further wake-ups.
        const isOurs = id === jobIdOf(conversation)
        const wasWokenAgain = !isOurs || handling.get(conversation)?.isWokenAgain !== false
        if (isOurs) handling.delete(conversation)
        handler.handled(conversation, wasWokenAgain)
      })
      const handle = async ({ id, data: { conversation } }: Bull.Job<WakeUp>) => {
        if (conversation === undefined) return
        if (id === jobIdOf(conversation)) handling.set(conversation, { isWokenAgain: false })
        await handler.handle(conversation)
        // Without Redis a job does not complete.
        if (client.status !== 'ready') handling.delete(conversation)
      }
      watch(queue.process(concurrency, handle))
    },
    pause() {
      // It takes half a second, and nothing has to wait for it.
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
      await inTime(
        closing.catch(() => undefined),
        { clock, limitMs: CLOSE_MS_MAX },
      )
      clients.close()
    },
  }
}

/** Ids only: what is in Redis needs neither protection nor deletion. */
type WakeUp = { conversation?: ConversationId }

const PREFIX = 'chasqui'
const NAME = 'bell'
/** Wake-ups of this name are for the table of jobs. */
const JOBS = 'jobs'
const ADDING_MAX = 10_000
const READY_MS_MAX = 2_000
const CLOSE_MS_MAX = 1_000

const JOB: Bull.JobOptions = { removeOnComplete: true, removeOnFail: true }

const SETTINGS: Bull.AdvancedSettings = {
  // A worker that died is noticed after 1.4 to 2.6 s; the defaults take over a minute.
  lockDuration: 3_000,
  stalledInterval: 1_000,
  maxStalledCount: 1_000,
  // After an error of Redis no job would be taken for the default of 5 s.
  retryProcessDelay: 200,
  // When Redis comes back empty, a delayed wake-up may depend on this timer.
  guardInterval: 1_000,
}
