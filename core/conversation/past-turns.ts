import { and, desc, eq, gt, sql } from 'drizzle-orm'
import type { ConversationId, PersonId } from '../contract/ids.ts'
import { turn } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import type { PastTurn } from '../contract/past.ts'
import { mayBeKept } from '../contract/asked.ts'

/**
 * What this person was answered in this conversation since their last reset, oldest first; never a word of anybody else.
 */
export async function pastTurns(
  store: Store,
  { conversation, person, turnsMax }: { conversation: ConversationId; person: PersonId; turnsMax: number },
): Promise<PastTurn[]> {
  const rows = await store.db
    .select({ number: turn.number, asked: turn.asked, answer: turn.answer, startedAt: turn.startedAt })
    .from(turn)
    .where(and(
      eq(turn.conversationId, conversation),
      eq(turn.personId, person),
      gt(turn.number, lastReset(store, { conversation, person })),
      eq(turn.state, sql`'answered'`),
    ))
    .orderBy(desc(turn.number))
    .limit(turnsMax)
  return rows.reverse().flatMap(({ number, asked, answer, startedAt }) => {
    if (asked.type !== 'message') return []
    const { text, others } = asked
    const pictures = asked.pictures.filter(mayBeKept).map(({ eventId, part }) => ({ eventId, part }))
    const picturesForgotten = asked.pictures.length - pictures.length
    const about = { number, asked: text, others, pictures, picturesForgotten }
    return [{ ...about, answer: answer ?? '', atMs: startedAt.getTime() }]
  })
}

const lastReset = (store: Store, { conversation, person }: { conversation: ConversationId; person: PersonId }) =>
  store.db
    .select({ number: sql`coalesce(max(${turn.number}), 0)` })
    .from(turn)
    .where(and(eq(turn.conversationId, conversation), eq(turn.personId, person), eq(turn.opensWindow, true)))
