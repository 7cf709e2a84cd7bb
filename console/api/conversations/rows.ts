import type { AccountId, ConversationId, PersonId } from '#core/contract/ids.ts'
import { platformIn } from '#core/contract/ids.ts'
import type { Chat } from '#core/contract/message.ts'
import type { ConversationRow, Outcome, StepsForm } from '../forms/conversations.ts'
import { nameOf } from '../name-of.ts'

const EXCERPT_CHARACTERS = 160

/** What of a turn `t` of a conversation `c` stands in a list. */
export const ABOUT_TURN = `
  t.number, t.person_id, t.state, t.started_at, t.finished_at, t.steps,
  coalesce(t.asked ->> 'text', concat('/', t.asked ->> 'name', ' ', t.asked ->> 'argument')) as asked, t.answer,
  ${nameOf('t.person_id', 'c.account')} as name`

/** Its turn is null where there is none any more. */
export type FoundRow = {
  readonly id: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly is_taken_over: boolean
  readonly at: Date
} & ({ readonly number: null } | TurnColumns)

type TurnColumns = {
  readonly number: number
  readonly person_id: PersonId
  readonly name: string | null
  readonly state: Outcome
  readonly asked: string
  readonly answer: string | null
  readonly started_at: Date
  readonly finished_at: Date | null
  readonly steps: StepsForm | null
}

export function rowFrom(row: FoundRow, searched?: string): ConversationRow {
  const turn = row.number === null ? {} : { turn: turnFrom(row, searched) }
  return { ...aboutChat(row), atMs: row.at.getTime(), isTakenOver: row.is_taken_over, ...turn }
}

type ChatColumns = Pick<FoundRow, 'id' | 'account' | 'chat'>

export function aboutChat({ id, account, chat }: ChatColumns) {
  const kind = chat.kind === 'dm' ? ('private' as const) : ('group' as const)
  return { id, account, platform: platformIn(id), kind, ...(chat.title !== undefined && { title: chat.title }) }
}

function turnFrom(row: TurnColumns, searched: string | undefined): NonNullable<ConversationRow['turn']> {
  const { number, person_id: id, name, state, asked, answer, steps } = row
  const tookMs = durationOf(row)
  const firstWordsMs = steps?.firstWordsMs
  return {
    number,
    person: { id, name: name ?? '' },
    outcome: state,
    excerpt: excerptOf(asked, answer ?? '', searched),
    ...(firstWordsMs !== undefined && { firstWordsMs }),
    ...(tookMs !== undefined && { tookMs }),
  }
}

/** Since its first message came, where that is known; otherwise since it began. */
function durationOf({ started_at: started, finished_at: finished, steps }: TurnColumns): number | undefined {
  if (steps !== null && steps.steps.length > 0) {
    return Math.max(...steps.steps.map(({ fromMs, tookMs }) => fromMs + tookMs))
  }
  return finished === null ? undefined : finished.getTime() - started.getTime()
}

/** Around the place that was searched for; otherwise the beginning of what was asked. */
function excerptOf(asked: string, answer: string, searched: string | undefined): string {
  const wanted = searched?.toLowerCase()
  const from = wanted === undefined ? asked : [asked, answer].find((text) => text.toLowerCase().includes(wanted))
  const text = from ?? asked
  const at = wanted === undefined ? 0 : Math.max(0, text.toLowerCase().indexOf(wanted))
  const start = at < EXCERPT_CHARACTERS / 2 ? 0 : at - EXCERPT_CHARACTERS / 4
  // Whole characters: half an emoji is none.
  const cut = text.slice(start, start + EXCERPT_CHARACTERS).replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '')
  return `${start > 0 ? '…' : ''}${cut}${start + EXCERPT_CHARACTERS < text.length ? '…' : ''}`
}
