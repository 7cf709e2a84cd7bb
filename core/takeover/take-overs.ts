import { regularly } from '#machine/regularly.ts'
import type { ConversationId, ReplyId } from '../contract/ids.ts'
import type { TakenOver } from '../store/schema.ts'
import { inTransaction } from '../store/transaction.ts'
import type { TakeOverDeps } from './deps.ts'
import { mayBeAnswered, placeOf } from './place.ts'
import { keepWaitingPicture, type PictureKept, type WaitingPicture } from './pictures.ts'
import { SendingRate } from './rate.ts'
import { sendAsPerson, type Sending, type Sent } from './send.ts'
import { tell } from './tell.ts'

/** Without an act of its operator for so long, a conversation is handed back. */
export const SILENT_MS_MAX = 30 * 60_000

type Taking = {
  readonly conversation: ConversationId
  /** The account of the console. */
  readonly by: string
  /** The revision of the take-over that its operator saw: somebody else's is taken from them only if it is the newest. */
  readonly seen?: string | undefined
}

/** `changed`: another account has it. `not-allowed`: its person is blocked, or was not let in. */
export type Taken = { readonly type: 'taken' | 'changed' | 'gone' | 'not-allowed' }

/** `not-yours`: somebody else has it, or nobody has. */
export type HandedBack = { readonly type: 'handed-back' | 'not-yours' }

/**
 * Operators who answer in place of the model, one account a conversation.
 *
 *   the model answers ──take──▶ taken over ──hand back, or 30 silent minutes──▶ the model answers
 *                                  └─take by another account, who saw whose it is─▲
 *
 * The state is `conversation.take_over`, so the statement that begins a turn checks it on the row that it locks. While it is
 * set, messages are stored and wait; commands are answered as ever, since the model has no part in them and people's right to
 * stop, forget and delete does not wait for an operator (in plain words they are messages, which the operator reads). A turn
 * that runs ends first: unseen, its messages wait as well; seen in part, it ends below what was shown. People read once that a
 * person answers, and once that the assistant is back; both are replies like any other. What an operator writes is a turn with
 * the outcome `human` (`send.ts`), and what is unanswered when the conversation is handed back becomes a normal turn.
 *
 * A crash between a take-over and its notice leaves `isTold` false: the next look tells.
 */
export type TakeOvers = {
  take(taking: Taking): Promise<Taken>
  /** Judged first. What was sent before under the same key is not sent again. */
  send(sending: Sending, signal: AbortSignal): Promise<Sent>
  handBack(of: { readonly conversation: ConversationId; readonly by: string }): Promise<HandedBack>
  /** Keeps a picture that waits there, for whoever looks at it. */
  keepPicture(picture: WaitingPicture, signal: AbortSignal): Promise<PictureKept>
  start(): void
  [Symbol.asyncDispose](): Promise<void>
}

const LOOK_EVERY_MS = 2_000
const LOOK_MAX = 200

export function createTakeOvers(deps: TakeOverDeps): TakeOvers {
  const { store, bus, wakeUps, clock, random, log } = deps
  const { pool } = store
  const rate = new SendingRate(clock)
  const stopped = new AbortController()
  let looking: Promise<void> | undefined

  const publish = (conversation: ConversationId, reply: ReplyId | undefined) => {
    if (reply !== undefined) bus.publish({ op: 'reply-ready', conversation, reply })
  }

  /** Says that a person answers, once nothing of the model's is still being written. */
  async function tellTaken(conversation: ConversationId): Promise<void> {
    const reply = await inTransaction(pool, async (client) => {
      const place = await placeOf(client, conversation)
      if (place?.takeOver == null || place.takeOver.isTold || place.isRunning) return undefined
      return tell(client, { deps, place, takeOver: place.takeOver, what: 'taken-over' })
    })
    publish(conversation, reply)
  }

  /** Where `isMeant` says so of what it is now. */
  async function end(conversation: ConversationId, isMeant: (takeOver: TakenOver) => boolean): Promise<boolean> {
    const ended = await inTransaction(pool, async (client): Promise<{ reply: ReplyId | undefined } | undefined> => {
      const place = await placeOf(client, conversation)
      if (place?.takeOver == null || !isMeant(place.takeOver)) return undefined
      await client.query('update conversation set take_over = null where id = $1', [conversation])
      const { takeOver } = place
      const reply = takeOver.isTold ? await tell(client, { deps, place, takeOver, what: 'handed-back' }) : undefined
      return { reply }
    })
    if (ended === undefined) return false
    publish(conversation, ended.reply)
    await wakeUps
      .wake(conversation)
      .catch((error: unknown) => log.warn({ conversation, error }, 'failed to enqueue wake-up'))
    return true
  }

  async function lookAfter(id: ConversationId, takeOver: TakenOver): Promise<void> {
    if (!takeOver.isTold) await tellTaken(id)
    const isSilent = ({ actMs }: TakenOver) => clock.now() - actMs >= SILENT_MS_MAX
    if (isSilent(takeOver) && (await end(id, isSilent))) log.info({ conversation: id }, 'handed back after silence')
  }

  const failed = (error: unknown, conversation?: ConversationId) =>
    log.warn({ conversation, error }, 'failed to look after conversations that were taken over')

  async function look(): Promise<void> {
    const { rows } = await pool.query<{ id: ConversationId; take_over: TakenOver }>(ALL, [LOOK_MAX])
    for (const { id, take_over: takeOver } of rows) {
      // One that fails keeps no other from being handed back.
      await lookAfter(id, takeOver).catch((error: unknown) => failed(error, id))
    }
  }

  return {
    async take({ conversation, by, seen }) {
      const nowMs = clock.now()
      const taken = await inTransaction(pool, async (client): Promise<Taken['type']> => {
        const place = await placeOf(client, conversation)
        if (place === undefined) return 'gone'
        const { takeOver: before } = place
        if (before !== null && before.by !== by && before.revision !== seen) return 'changed'
        if (!(await mayBeAnswered(place, deps.access))) return 'not-allowed'
        const isTold = before?.isTold ?? false
        const takeOver: TakenOver = { by, sinceMs: nowMs, actMs: nowMs, revision: random(), isTold }
        await client.query('update conversation set take_over = $2 where id = $1', [conversation, takeOver])
        return 'taken'
      })
      if (taken !== 'taken') return { type: taken }
      bus.publish({ op: 'taken-over', conversation })
      await tellTaken(conversation).catch((error: unknown) =>
        log.warn({ conversation, error }, 'failed to tell that a person answers, retrying'),
      )
      return { type: taken }
    },
    async send(sending, signal) {
      const ended = rate.begin(sending.by)
      if (ended === undefined) return { type: 'too-many' }
      return sendAsPerson(deps, sending, signal).finally(ended)
    },
    handBack: async ({ conversation, by }) =>
      (await end(conversation, (takeOver) => takeOver.by === by)) ? { type: 'handed-back' } : { type: 'not-yours' },
    keepPicture: (picture, signal) => keepWaitingPicture(deps, picture, signal),
    start() {
      looking ??= regularly(look, { firstAfterMs: 0, everyMs: LOOK_EVERY_MS, clock, failed }, stopped.signal)
    },
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await looking
    },
  }
}

/** Where there are more, those with something to do come first. */
const ALL = `
  select id, take_over from conversation where take_over is not null
  order by (take_over ->> 'isTold')::boolean, (take_over ->> 'actMs')::double precision limit $1`
