import type { TurnOutcome } from '../contract/turn.ts'
import { retryTransient } from '../store/retry-transient.ts'
import type { Send } from '../store/schema.ts'
import type { Run } from './deps.ts'

/** The asker stopped it: what is shown stays, with a note below it. All of it was judged. */
export async function outcomeOfStop(run: Run): Promise<TurnOutcome> {
  const { stopped } = run.texts
  const before = () => retryTransient(() => shownBefore(run), run.clock, run.signal)
  const { text, memoriesUsed } = run.shown() ?? { text: await before(), memoriesUsed: [] }
  if (text.trim() === '') return { type: 'noticed', reason: 'stopped', text: stopped }
  return { type: 'answered', text: text.trimEnd(), note: stopped, ...(memoriesUsed.length > 0 && { memoriesUsed }) }
}

/** What a run before a crash has shown of the answer, as far as its receipts say. */
async function shownBefore({ store, turn, texts }: Run): Promise<string> {
  const { rows } = await store.pool.query<{ sends: Send[] }>(SENDS, [turn.replyId])
  const sent = (rows[0]?.sends ?? []).flatMap((send) => (send.state === 'sent' ? [send.text] : []))
  // The notice that it takes longer is no part of the answer.
  return sent.filter((text) => text !== texts.stillWorking).join('\n\n')
}

const SENDS = 'select sends from outbox where id = $1'
