import { en } from '#core/texts/en.ts'
import type { Send, TurnState } from '#core/store/schema.ts'
import type { PlatformPerson } from '../kit/platform.ts'
import type { StormStage } from './storm-stage.ts'

/** What was done in a storm. */
export type Acted = {
  readonly people: readonly PlatformPerson[]
  readonly kills: number
  /** What operators wrote; `isTaken`: the service said that it is sent. */
  readonly told: readonly { readonly text: string; readonly person: PlatformPerson; readonly isTaken: boolean }[]
}

export type Found = {
  readonly messages: number
  readonly kills: number
  readonly ofOperators: number
  readonly replies: number
  readonly labelled: number
  readonly failed: number
  /** What must not be, each with what is needed to find its cause. */
  readonly anomalies: readonly string[]
}

type EventRow = {
  id: string
  conversation_id: string
  message_id: string
  kind: string
  state: string
  turn_id: string | null
  outcome: string | null
  outcome_detail: string | null
}
type TurnRow = {
  id: string
  conversation_id: string
  number: number
  reply_id: string
  state: TurnState
  answer: string | null
  asked: string
}
type ReplyRow = {
  id: string
  turn_id: string
  conversation_id: string
  kind: string
  state: string
  text: string
  fault: string | null
  sends: Send[]
}

const ENDS: readonly TurnState[] = [
  'answered',
  'blocked',
  'apologised',
  'commanded',
  'noticed',
  'limited',
  'ignored',
  'human',
]
/** Turns that end without a reply. */
const SILENT: readonly TurnState[] = ['limited', 'ignored']

/** What must hold after a storm, read from what people see and from the database. */
export async function auditOf({ query }: StormStage, { people, kills, told }: Acted): Promise<Found> {
  const events = await query<EventRow>('select * from event order by conversation_id, seq')
  const turns = await query<TurnRow>(`select *, asked ->> 'text' as asked from turn order by conversation_id, number`)
  const replies = await query<ReplyRow>('select * from outbox order by conversation_id, turn_number, created_at')
  const all = { people, events, turns, replies, told }
  const sent = replies.flatMap(sentOf)
  return {
    messages: people.flatMap(saidBy).length,
    kills,
    ofOperators: told.filter(({ isTaken }) => isTaken).length,
    replies: replies.length,
    labelled: sent.filter(({ labelled }) => labelled).length,
    failed: replies.filter(({ state, fault }) => state === 'failed' && fault !== null).length,
    anomalies: [...lost(all), ...undone(all), ...unanswered(all), ...unseen(all), ...doubled(all), ...ofOperators(all)],
  }
}

type All = {
  readonly people: readonly PlatformPerson[]
  readonly events: readonly EventRow[]
  readonly turns: readonly TurnRow[]
  readonly replies: readonly ReplyRow[]
  readonly told: Acted['told']
}

const sentOf = ({ sends }: ReplyRow) => sends.filter((send) => send.state === 'sent')
const saidBy = (person: PlatformPerson) => person.transcript().filter(({ fromBot }) => !fromBot)
const toldTo = (person: PlatformPerson) => person.transcript().filter(({ fromBot }) => fromBot)

function lost({ people, events }: All): string[] {
  const stored = new Set(events.map((event) => `${event.conversation_id} ${event.message_id}`))
  return people.flatMap((person) =>
    saidBy(person).flatMap(({ id, text }) =>
      stored.has(`${person.identity} ${id}`) ? [] : [`never stored: ${person.identity} ${id} ${text}`],
    ),
  )
}

function undone({ events, turns }: All): string[] {
  const ended = new Map(turns.map((turn) => [turn.id, turn]))
  return [
    ...events
      .filter(({ state, outcome }) => state !== 'done' || outcome === null)
      .map((event) => `not done: ${JSON.stringify(event)}`),
    ...events
      .filter(
        ({ outcome, turn_id: turn }) =>
          ['reply', 'block', 'apology', 'joined'].includes(outcome ?? '') && !ended.has(turn ?? ''),
      )
      .map((event) => `of no turn: ${JSON.stringify(event)}`),
    ...turns.filter(({ state }) => !ENDS.includes(state)).map((turn) => `no known end: ${JSON.stringify(turn)}`),
  ]
}

/** Each turn has events of its own, one of which has its outcome; and a reply. */
function unanswered({ events, turns, replies }: All): string[] {
  const byTurn = Map.groupBy(events, ({ turn_id: turn }) => turn)
  const kept = new Set(replies.map(({ id }) => id))
  return turns.flatMap((turn) => {
    const own = (byTurn.get(turn.id) ?? []).filter(({ outcome }) => outcome !== 'joined' && outcome !== 'ignored')
    const isUnasked = turn.state === 'human' && !byTurn.has(turn.id)
    const goesBack = turn.state === 'noticed' && !byTurn.has(turn.id)
    const about = JSON.stringify(turn)
    const hasReply =
      kept.has(turn.reply_id) || SILENT.includes(turn.state) || (turn.state === 'human' && turn.answer === null)
    return [
      ...(own.length === 1 || isUnasked || goesBack ? [] : [`${own.length} outcomes: ${about}`]),
      ...(hasReply ? [] : [`no reply: ${about}`]),
    ]
  })
}

/** What is sent is shown as it was sent, and what failed says why. */
function unseen({ people, replies }: All): string[] {
  return people.flatMap((person) => {
    const shown = new Map(toldTo(person).map(({ id, text }) => [id, text]))
    return replies.flatMap((reply) => {
      if (reply.conversation_id !== person.identity) return []
      const about = JSON.stringify(reply)
      if (reply.state === 'failed') return reply.fault === null ? [`failed without a cause: ${about}`] : []
      if (reply.state !== 'sent') return [`not sent: ${about}`]
      if (person.identity.startsWith('web:')) return shown.has(reply.id) ? [] : [`not shown: ${about}`]
      const sends = sentOf(reply)
      const isShown =
        sends.length > 0 && sends.every(({ receipt, text }) => shown.get(receipt.messageId) === text.trim())
      return isShown
        ? []
        : [`not shown: ${about} ${JSON.stringify(sends.map(({ receipt }) => shown.get(receipt.messageId)))}`]
    })
  })
}

/** What is shown without a receipt was in a send when the service was killed, and came once more with a label. */
function doubled({ people, replies }: All): string[] {
  return people.flatMap((person) => {
    if (person.identity.startsWith('web:')) return []
    const sent = replies.filter((reply) => reply.conversation_id === person.identity).flatMap(sentOf)
    const receipts = new Set(sent.map(({ receipt }) => receipt.messageId))
    // A repetition may be in a send when the service is killed, too.
    const isPlain = ({ id, text }: { id: string; text: string }) =>
      !receipts.has(id) && !text.startsWith(en.maybeRepeated)
    const orphans = toldTo(person).filter(isPlain)
    const labelled = sent.filter((send) => send.labelled).length
    return orphans.length <= labelled
      ? []
      : [
          `${person.identity}: ${JSON.stringify(orphans.map(({ id, text }) => [id, text]))} without a receipt, ${labelled} labelled`,
        ]
  })
}

/** What an operator was told is sent is shown; nothing of theirs is shown twice without its label. */
function ofOperators({ told, replies }: All): string[] {
  return told.flatMap(({ text, person, isTaken }) => {
    const kept = replies.filter((reply) => reply.kind === 'human' && reply.text.endsWith(text))
    const isRight = isTaken ? kept.length === 1 : kept.length === 0
    return isRight ? [] : [`${kept.length} times: ${text} to ${person.identity}, taken: ${isTaken}`]
  })
}
