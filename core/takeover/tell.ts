import type pg from 'pg'
import type { Access } from '../access/access.ts'
import type { ReplyId } from '../contract/ids.ts'
import { storeFurtherReply } from '../delivery/further-reply.ts'
import type { TakenOver } from '../store/schema.ts'
import { textsFor } from '../texts/texts.ts'
import type { Clock } from '#machine/clock.ts'
import { mayBeAnswered, type Place } from './place.ts'

type Telling = {
  readonly deps: { readonly access: Pick<Access, 'standingOf'>; readonly clock: Clock }
  readonly place: Place
  readonly takeOver: TakenOver
  readonly what: 'taken-over' | 'handed-back'
}

/**
 * Stores the notice that a person answers, or that the assistant is back, once for each take-over. Nobody is told where
 * nothing was said, nor somebody who may not write.
 */
export async function tell(
  client: pg.PoolClient,
  { deps: { access, clock }, place, takeOver, what }: Telling,
): Promise<ReplyId | undefined> {
  const { id: conversation, turn, reply, person, locale } = place
  if (what === 'taken-over') {
    await client.query(`update conversation set take_over = take_over || '{"isTold": true}' where id = $1`, [
      conversation,
    ])
  }
  if (turn === null || reply === null || person === null) return undefined
  if (!(await mayBeAnswered(place, access))) return undefined
  const texts = textsFor(locale ?? undefined).takeOver
  const notice = {
    of: { turn, reply },
    purpose: `${what} ${takeOver.revision}` as const,
    conversation,
    person,
    kind: 'notice',
    text: what === 'taken-over' ? texts.begins : texts.ends,
  } as const
  return storeFurtherReply(client, notice, new Date(clock.now()))
}
