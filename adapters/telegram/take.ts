import type { ChatEvent } from '#core/contract/message.ts'
import { z } from 'zod'
import type { Intake } from './intake.ts'

/** What some updates say. */
export type Taken = { readonly events: readonly ChatEvent[]; readonly moves: readonly Move[] }

/** A group became a supergroup, with another id; told in the old one. */
export type Move = { readonly from: string; readonly to: string }

export const taken = (updates: readonly unknown[], decode: Intake['decode']): Taken => ({
  events: updates.flatMap(decode),
  moves: updates.flatMap(moveIn),
})

export const isNothing = ({ events, moves }: Taken) => events.length + moves.length === 0

/**
 * Stores the events first and then moves the groups, which takes with it what was stored before. The cursor comes last:
 * after a crash in between, Telegram sends all of it again. May be repeated.
 */
export async function store({ sink }: Pick<Intake, 'sink'>, { events, moves }: Taken, cursor?: string): Promise<void> {
  if (moves.length === 0) return await sink.accept(events, cursor)
  await sink.accept(events)
  for (const { from, to } of moves) await sink.moved(from, to)
  if (cursor !== undefined) await sink.accept([], cursor)
}

const moveSchema = z.object({
  message: z.object({ chat: z.object({ id: z.int() }), migrate_to_chat_id: z.int() }),
})

export function moveIn(update: unknown): Move[] {
  const { data } = moveSchema.safeParse(update)
  if (data === undefined) return []
  return [{ from: String(data.message.chat.id), to: String(data.message.migrate_to_chat_id) }]
}
