import type { EventId, PersonId, TurnId } from '#core/contract/ids.ts'
import type { Asked, AskedPicture } from '#core/contract/asked.ts'
import type { MemoryRef } from '#core/contract/memory.ts'
import type { ConsolePool } from '../console-pool.ts'
import type { Outcome, StepsForm, TurnForm, TurnsPage } from '../forms/conversations.ts'
import { conversationRow } from './head.ts'
import { memoriesUsed } from './memories-used.ts'
import { repliesOf } from './replies.ts'
import { feedbackOf, keptPictures, messagesOf, missedLabels, verdictsOf } from './turn-parts.ts'
import { nameOf } from '../name-of.ts'

type Asking = { readonly id: string; readonly after?: string | undefined; readonly rows: number }

/** With all that belongs to them, the newest first. */
export async function turnsOf(pool: ConsolePool, { id, after, rows: count }: Asking): Promise<TurnsPage> {
  const { account } = await conversationRow(pool, id)
  const before = after === undefined ? null : Number(after)
  const { rows } = await pool.query<TurnRow>(TURNS, [id, account, before, count + 1])
  const page = rows.slice(0, count)
  const ids = page.map((turn) => turn.id)
  const keys = page.flatMap(({ asked }) => picturesIn(asked))
  const used = page.map(({ person_id, memories_used }) => ({ person: person_id, refs: memories_used ?? [] }))
  const [verdicts, labels, messages, feedback, kept, replies, memories] = await Promise.all([
    verdictsOf(pool, ids),
    missedLabels(pool, ids),
    messagesOf(pool, ids),
    feedbackOf(pool, { ids, account }),
    keptPictures(pool, keys),
    repliesOf(pool, { ids, account, conversation: id }),
    memoriesUsed(pool, used),
  ])
  const turns = page.map((row, nth): TurnForm => {
    const events = messages.get(row.id) ?? []
    const label = labels.get(row.id)?.[0]
    const detail = events.find(({ outcome }) => outcome !== 'joined')?.detail
    return {
      ...turnFrom(row),
      asked: askedFrom(row.asked, (picture) => kept.get(keyOf(picture))),
      ...(detail !== undefined && row.state !== 'answered' && { detail }),
      verdicts: verdicts.get(row.id) ?? [],
      memories: memories[nth] ?? [],
      messages: events,
      replies: replies.get(row.id) ?? [],
      ...(label && { label }),
      feedback: feedback.get(row.id) ?? [],
    }
  })
  const last = page.at(-1)
  return { rows: turns, ...(rows.length > count && last !== undefined && { next: String(last.number) }) }
}

type TurnRow = {
  readonly id: TurnId
  readonly number: number
  readonly person_id: PersonId
  readonly name: string | null
  readonly state: Outcome
  readonly asked: Asked
  readonly answer: string | null
  readonly hazards: readonly string[] | null
  readonly prompt_tokens: number | null
  readonly answer_tokens: number | null
  readonly memories_used: readonly MemoryRef[] | null
  readonly out_of_history: boolean
  readonly opens_window: boolean
  readonly steps: StepsForm | null
  readonly attempts: number
  readonly started_at: Date
  readonly finished_at: Date | null
}

/** `turn_order` has them in this order. */
const TURNS = `
  select t.*, ${nameOf('t.person_id', '$2')} as name
  from turn t where conversation_id = $1 and ($3::integer is null or number < $3)
  order by number desc limit $4`

type Kept = { readonly width: number; readonly height: number }

const picturesIn = (asked: Asked) => (asked.type === 'message' ? asked.pictures : [])
export const keyOf = ({ eventId, part }: { eventId: EventId; part: number }) => `${eventId}:${part}`

function askedFrom(asked: Asked, keptOf: (picture: AskedPicture) => Kept | undefined): TurnForm['asked'] {
  if (asked.type === 'command') return { command: asked.name, text: asked.argument, pictures: [], others: [] }
  const { text, quote, pictures, others } = asked
  return {
    text,
    ...(quote && { quote: { ...quote } }),
    pictures: pictures.map((picture) => {
      const kept = keptOf(picture)
      return { isQuoted: picture.quoted, ...(kept && { kept }) }
    }),
    others: [...others],
  }
}

function turnFrom(row: TurnRow) {
  const { prompt_tokens: prompt, answer_tokens: answer } = row
  return {
    id: row.id,
    number: row.number,
    person: { id: row.person_id, name: row.name ?? '' },
    outcome: row.state,
    hazards: [...(row.hazards ?? [])],
    ...(row.answer !== null && { answer: row.answer }),
    startedAtMs: row.started_at.getTime(),
    ...(row.finished_at !== null && { finishedAtMs: row.finished_at.getTime() }),
    attempts: row.attempts,
    opensWindow: row.opens_window,
    isOutOfHistory: row.out_of_history,
    ...(prompt !== null && answer !== null && { tokens: { prompt, answer } }),
    ...(row.steps !== null && { steps: row.steps }),
  }
}
