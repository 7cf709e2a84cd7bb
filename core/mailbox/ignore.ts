import type { Claim } from './claimed-turn.ts'
import { feedbackIn } from './feedback.ts'
import type { Ignored } from './pending.ts'
import type { Run } from './statements.ts'

/**
 * What did not address the bot is counted and deleted; the rest is kept with its rule. What people think of replies is
 * stored first; after a crash between the two it is stored again, the same.
 */
export async function ignore(
  run: Run,
  { conversation, fence }: Claim,
  { ignored, at }: { ignored: readonly Ignored[]; at: Date },
): Promise<{ learns: boolean } | undefined> {
  const overheard = ignored.filter(({ rule }) => rule === 'not-addressed').map(({ pending }) => pending)
  const kept: Ignored[] = []
  for (const each of ignored) {
    if (each.rule === 'not-addressed') continue
    const { event, person } = each.pending
    const { value, takenBack, reply, messageId } = feedbackIn(event) ?? {}
    const isAboutReply = reply !== undefined || messageId !== undefined
    const about = [reply ?? null, messageId ?? null, person, value ?? null, at, takenBack ?? null]
    const isFeedback = isAboutReply && (await run.did('FEEDBACK', [conversation, fence, ...about]))
    kept.push(isFeedback ? { ...each, rule: 'feedback' } : each)
  }
  const [stored] = await run.rows<{ learns: boolean }>('IGNORE', [
    conversation,
    fence,
    kept.map(({ pending }) => pending.id),
    kept.map(({ rule }) => rule),
    overheard.map(({ id }) => id),
    overheard.filter(({ event }) => event.type === 'message').length,
    at,
  ])
  return stored
}
