import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { EventId, TurnId } from '#core/contract/ids.ts'
import type { JudgedTexts } from '#core/guard/judged-texts.ts'
import type { MediaStore } from '#core/media/media-store.ts'
import { preparePicture } from '#core/media/prepare.ts'
import { addItem } from '#core/memory/items.ts'
import { inMemoryOf } from '#core/memory/person-rows.ts'
import type { Store } from '#core/store/store.ts'
import { inTransaction } from '#core/store/transaction.ts'
import { demoTurn, writerOf, type DemoTurn, type DemoWriter } from './demo-turn.ts'
import { demoPeople } from './people.ts'
import { plannedTurns, type PlannedTurn } from './plan.ts'
import { SeededRandom } from './random.ts'

const SEED = 20_261_129
const SAMPLES = new URL('../../engine/models/tiny-scout/samples/', import.meta.url)
const MODEL = 'demo'

export type Filled = {
  readonly people: number
  readonly turns: number
  readonly blocked: number
  readonly memories: number
}

type Filling = {
  readonly store: Store
  readonly media: MediaStore
  readonly seal: JudgedTexts['seal']
  readonly days: number
  readonly nowMs: number
}

/** Writes the rows that weeks of use would have left, as the service writes them. Only for an empty database. */
export async function fillWithDemo({ store, media, seal, days, nowMs }: Filling): Promise<Filled> {
  const random = new SeededRandom(SEED)
  const planned = plannedTurns({ days, untilMs: nowMs, random })
  const filled = { people: 0, turns: 0, blocked: 0, memories: 0 }
  for (const [index, about] of demoPeople.entries()) {
    const writer = writerOf(about, index + 1, random)
    const own = planned.filter(({ person }) => person === about)
    const [first] = own
    if (first === undefined) continue
    const turns = own.map((each, at) => ({ planned: each, turn: demoTurn(each, writer, { number: at + 1, random }) }))
    await inTransaction(store.pool, (client) => storePerson(client, { writer, turns, seal, sinceMs: first.atMs }))
    for (const each of turns)
      if (each.planned.line.picture !== undefined) await storePicture(media, { writer, ...each })
    filled.memories += await storeMemories(store, writer, turns)
    filled.people += 1
    filled.turns += turns.length
    filled.blocked += turns.filter(({ turn }) => turn.state === 'blocked').length
  }
  return filled
}

type Told = { readonly planned: PlannedTurn; readonly turn: DemoTurn }

type Storing = Pick<Filling, 'seal'> & { writer: DemoWriter; turns: readonly Told[]; sinceMs: number }

async function storePerson(client: pg.PoolClient, of: Storing) {
  const { id, about, identity, conversation } = of.writer
  const since = new Date(of.sinceMs)
  const lastTurn = of.turns.at(-1)?.turn.receivedAt
  await client.query('insert into person (id, created_at, last_turn_at) values ($1, $2, $3)', [id, since, lastTurn])
  await client.query(IDENTITY, [identity, id, about.name, about.locale, since])
  const [first] = of.turns
  if (first === undefined) return
  const { chat, account } = first.turn.event
  await client.query(CONVERSATION, [conversation, account, JSON.stringify(chat), of.turns.length, since, lastTurn])
  for (const [at, { planned, turn }] of of.turns.entries()) {
    await client.query(
      TURN,
      turnValues(turn, { writer: of.writer, number: at + 1, pictures: picturesOf(planned, turn) }),
    )
    for (const [place, verdict] of turn.verdicts.entries()) {
      const { direction, outcome, hazards, probability, tookMs } = verdict
      const values = [turn.turnId, id, direction, outcome, JSON.stringify(hazards), probability, tookMs]
      await client.query(VERDICT, [...values, MODEL, turn.finishedAt])
      if (outcome !== 'block') continue
      const sealed = of.seal(turn.turnId as TurnId, turn.judged)
      await client.query(JUDGED, [turn.turnId, id, direction, place, sealed, turn.finishedAt])
    }
    if (planned.line.feedback) await client.query(FEEDBACK, [turn.turnId, id, planned.line.feedback, turn.finishedAt])
  }
}

const picturesOf = ({ line }: PlannedTurn, { eventId, event }: DemoTurn) =>
  line.picture === undefined ? [] : [{ eventId, part: 0, media: event.parts[0], quoted: false }]

type About = { readonly writer: DemoWriter; readonly number: number; readonly pictures: readonly unknown[] }

function turnValues(turn: DemoTurn, { writer, number, pictures }: About): unknown[] {
  const { event, tokens } = turn
  const [part] = event.parts
  const words = part?.type === 'text' ? part.text : part !== undefined && 'caption' in part ? (part.caption ?? '') : ''
  const asked = { type: 'message', text: words, pictures, others: [] }
  return [
    ...[turn.eventId, writer.conversation, number, event.account, event.chat.id, event.messageId, writer.id],
    ...[JSON.stringify(event), turn.receivedAt, turn.turnId, turn.outcome, turn.replyId, JSON.stringify(asked)],
    ...[turn.state, turn.state === 'answered' ? turn.answer : null, turn.hazards && JSON.stringify(turn.hazards)],
    ...[tokens?.prompt ?? null, tokens?.answer ?? null, JSON.stringify(turn.steps), turn.finishedAt, turn.kind],
    ...[turn.answer, JSON.stringify(turn.sends)],
  ]
}

async function storePicture(
  media: MediaStore,
  { writer, planned, turn }: Told & { writer: DemoWriter },
): Promise<void> {
  const bytes = await readFile(new URL(planned.line.picture ?? '', SAMPLES))
  const of = { eventId: turn.eventId as EventId, part: 0, person: writer.id, turn: turn.turnId as TurnId }
  await media.keep({ ...of, conversation: writer.conversation }, await preparePicture(bytes))
}

/** What was learnt, each thing once. */
async function storeMemories(store: Store, { id }: DemoWriter, turns: readonly Told[]): Promise<number> {
  const known = new Set<string>()
  return inMemoryOf(store.pool, id, async (rows) => {
    for (const { planned, turn } of turns) {
      const { learns } = planned.line
      if (learns === undefined || known.has(learns.text)) continue
      known.add(learns.text)
      const { text, field, value } = learns
      const about =
        field === undefined ? { kind: 'fact' as const } : { kind: 'profile' as const, field, value: value ?? '' }
      const said = { scope: '', origin: 'learnt', confidence: 0.9, turnId: turn.turnId as TurnId } as const
      await addItem(rows, { ...about, ...said, text, saidAtMs: planned.atMs }, turn.finishedAt)
    }
    return known.size
  })
}

/** Whether anybody has written to this service, which a demo must not be mixed with. */
export async function hasPeople({ pool }: Store): Promise<boolean> {
  return ((await pool.query('select from person limit 1')).rowCount ?? 0) > 0
}

const IDENTITY = 'insert into identity (id, person_id, display_name, locale, created_at) values ($1, $2, $3, $4, $5)'

const CONVERSATION = `
  insert into conversation (id, account, chat, last_seq, last_turn_number, created_at, last_turn_at)
  values ($1, $2, $3, $4::bigint, $4::integer, $5, $6)`

const TURN = `
  with stored as (
    insert into turn (id, conversation_id, person_id, number, reply_id, asked, state, attempts, answer, hazards,
      prompt_tokens, answer_tokens, steps, started_at, finished_at)
    values ($10, $2, $7, $3::integer, $12, $13, $14, 1, $15, $16, $17, $18, $19, $9, $20)
  ), taken as (
    insert into event (id, conversation_id, seq, account, chat_id, message_id, kind, revision, person_id, body,
      received_at, state, turn_id, outcome)
    values ($1, $2, $3::bigint, $4, $5, $6, 'message', 0, $7, $8, $9, 'done', $10, $11)
  )
  insert into outbox (id, turn_id, conversation_id, person_id, turn_number, kind, text, state, sends, attempts,
    created_at, sent_at)
  values ($12, $10, $2, $7, $3::integer, $21, $22, 'sent', $23, 1, $20, $20)`

const VERDICT = `
  insert into verdict (turn_id, person_id, direction, guard, model, policy_version, outcome, hazards, probability,
    took_ms, created_at)
  values ($1, $2, $3, 'llama-guard', $8, 'demo', $4, $5, $6, $7, $9)`

const JUDGED = `
  insert into judged_text (turn_id, person_id, direction, place, sealed, created_at) values ($1, $2, $3, $4, $5, $6)`

const FEEDBACK = 'insert into feedback (turn_id, person_id, value, changed_at) values ($1, $2, $3, $4)'
