import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { ConversationId, ReplyId } from '../contract/ids.ts'
import { cleanText } from '../contract/text.ts'
import { judgeAll, type Judged as JudgedText, type Judgement } from '../guard/guard.ts'
import { withSet } from '../serving.ts'
import { textsFor } from '../texts/texts.ts'
import { inTransaction } from '../store/transaction.ts'
import { answeredWith, wordsOfAll, type Answering } from './answering.ts'
import { mayBeAnswered, placeOf, type Place } from './place.ts'
import { storeHumanTurns } from './human-turns.ts'
import type { TakeOverDeps } from './deps.ts'
import { tell } from './tell.ts'
import { windowEndMs } from './window.ts'

export type Sending = {
  readonly conversation: ConversationId
  /** The account of the console. */
  readonly by: string
  readonly text: string
  /** Chosen by the browser for each message. */
  readonly key: string
  /** Number of the newest message that the operator has seen: what came later still waits. */
  readonly seenSeq: number
}

export type Sent =
  | { readonly type: 'sent' }
  /** Nothing was sent. */
  | { readonly type: 'blocked'; readonly hazards: readonly string[] }
  /** A guard could not judge it, so it was not sent. */
  | { readonly type: 'unjudged'; readonly cause: unknown }
  | { readonly type: Refusal }

type Refusal =
  /** The model's last reply there is not at its end yet. */
  | 'busy'
  /** This account writes more than it may. */
  | 'too-many'
  /** The platform takes nothing any more until the person writes again. */
  | 'window-closed'
  /** Somebody else has the conversation, or nobody has. */
  | 'not-yours'
  | 'gone'
  /** Its person is blocked, or was not let in. */
  | 'not-allowed'
  /** Nobody has written there whom it could be for. */
  | 'nobody'

const ENDING = { everyMs: 200, triesMax: 25 }
const JUDGE_MS_MAX = 60_000

/**
 * One message of an operator: judged as an answer of the model is, before anything of it is stored; then stored with what
 * it answers in one transaction, as a reply that is delivered like any other. Everybody whose messages waited has a turn
 * with the outcome `human`; the reply stands in that of the newest message. Nothing is learnt from them.
 */
export async function sendAsPerson(deps: TakeOverDeps, sending: Sending, signal: AbortSignal): Promise<Sent> {
  const { store, bus, clock, log } = deps
  const { conversation, by } = sending
  const text = cleanText(sending.text).trim()
  const message = { sending, reply: replyOf(sending), text }
  const seen = await inTransaction(store.pool, (client) => readyFor(client, deps, message))
  if ('type' in seen) return seen
  await store.pool.query(ACT, [conversation, by, clock.now()])
  // A share of its own among those who wait for the guard.
  const share = { person: `console ${by}` }
  const judged = await judgementOf(deps, { text, asked: wordsOfAll(seen.answering), share }, signal)
  if (judged.type === 'unjudged') {
    log.warn({ conversation, error: judged.cause }, 'failed to judge a message of an operator, not sent')
    return judged
  }
  if (judged.type === 'block') return { type: 'blocked', hazards: judged.hazards }
  for (let tries = 1; ; tries += 1) {
    const stored = await inTransaction(store.pool, (client) => storeMessage(client, deps, { ...message, judged }))
    for (const reply of stored.replies) bus.publish({ op: 'reply-ready', conversation, reply })
    if (stored.type !== 'busy' || tries === ENDING.triesMax) return { type: stored.type }
    await clock.sleep(ENDING.everyMs, signal)
  }
}

/** The same for the same message, so that it is stored once. */
const replyOf = ({ conversation, key, by }: Sending) =>
  createHash('sha256').update(`${conversation} ${by} ${key}`).digest('base64url').slice(0, REPLY_ID_LENGTH) as ReplyId
const REPLY_ID_LENGTH = 22

type Judged = Judgement | { readonly type: 'unjudged'; readonly cause: unknown }

async function judgementOf(
  { serving }: TakeOverDeps,
  of: Pick<JudgedText, 'text' | 'asked' | 'share'>,
  signal: AbortSignal,
): Promise<Judged> {
  try {
    const until = AbortSignal.any([signal, AbortSignal.timeout(JUDGE_MS_MAX)])
    const judged = { direction: 'out', ...of, pictures: [] } as const
    return await withSet(serving, ({ guards }, live) => judgeAll(guards, judged, live), until)
  } catch (cause) {
    return { type: 'unjudged', cause }
  }
}

type Message = { readonly sending: Sending; readonly reply: ReplyId; readonly text: string }
type Ready = { readonly place: Place; readonly answering: readonly Answering[] }

/** What would be answered; or why nothing can be, or need be. */
async function readyFor(
  client: pg.PoolClient,
  deps: TakeOverDeps,
  { sending: { conversation, by, seenSeq }, reply }: Message,
): Promise<Ready | { readonly type: Refusal | 'sent' }> {
  const place = await placeOf(client, conversation)
  if (place === undefined) return { type: 'gone' }
  const { rowCount: isStored } = await client.query('select from outbox where id = $1', [reply])
  if (isStored) return { type: 'sent' }
  if (place.takeOver?.by !== by) return { type: 'not-yours' }
  if (place.person === null) return { type: 'nobody' }
  if (!(await mayBeAnswered(place, deps.access))) return { type: 'not-allowed' }
  const untilMs = await windowEndMs(client, deps.channelFor(place.account), place)
  if (untilMs !== undefined && untilMs < deps.clock.now()) return { type: 'window-closed' }
  return { place, answering: await answeredWith(client, { conversation, seenSeq, access: deps.access }) }
}

type Storing = Message & { readonly judged: Judgement }
type Stored = { readonly type: Refusal | 'sent'; readonly replies: readonly ReplyId[] }

async function storeMessage(client: pg.PoolClient, deps: TakeOverDeps, storing: Storing): Promise<Stored> {
  const { reply, text, judged } = storing
  const ready = await readyFor(client, deps, storing)
  if ('type' in ready) return { ...ready, replies: [] }
  const { place, answering } = ready
  if (place.isRunning) return { type: 'busy', replies: [] }
  const { takeOver } = place
  const told =
    takeOver?.isTold === false ? await tell(client, { deps, place, takeOver, what: 'taken-over' }) : undefined
  const { by } = textsFor(answering.at(-1)?.locale ?? place.locale ?? undefined).takeOver
  const human = { place, answering, reply, answer: text, shown: `${by}\n${text}`, verdicts: judged.verdicts }
  await storeHumanTurns(client, human, { at: new Date(deps.clock.now()), random: deps.random })
  return { type: 'sent', replies: told === undefined ? [reply] : [told, reply] }
}

/** Also one that is blocked. */
const ACT = `
  update conversation set take_over = take_over || jsonb_build_object('actMs', $3::double precision)
  where id = $1 and take_over ->> 'by' = $2`
