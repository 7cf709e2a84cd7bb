import type { TurnId } from '../contract/ids.ts'
import type { Run } from './deps.ts'
import type { TurnOutcome } from '../contract/turn.ts'

type Permit =
  | { readonly type: 'granted' }
  | { readonly type: 'not-allowed' }
  | { readonly type: 'limited' }
  | { readonly type: 'covered'; readonly coveredBy: TurnId }

/**
 * Checks access, then limits. A person without access gets a notice in a private chat; the limits apply to it, so that
 * a stranger cannot make the bot write without end. In a group a stranger gets no notice and uses up no limit. A
 * resumed turn has passed the limits before.
 */
export async function permitFor(run: Run): Promise<Permit> {
  const { access, limits, turn } = run
  const isAllowed = access.mode === 'open' || access.identities.has(turn.identity)
  if (!isAllowed && turn.chat.kind !== 'dm') return { type: 'not-allowed' }
  const taken = turn.attempt === 1 ? await limits.take(turn, turn.eventIds.length) : undefined
  if (taken?.type !== 'refused') return { type: isAllowed ? 'granted' : 'not-allowed' }
  return taken.period === 'new' ? { type: 'limited' } : { type: 'covered', coveredBy: taken.period }
}

export function refuse(run: Run, permit: Exclude<Permit, { type: 'granted' }>): TurnOutcome {
  switch (permit.type) {
    case 'not-allowed':
      // In a group no notice is sent about strangers.
      return run.turn.chat.kind === 'dm'
        ? { type: 'noticed', reason: 'not-allowed', text: run.texts.notAllowed }
        : { type: 'ignored', rule: 'not-allowed' }
    case 'limited':
      return { type: 'limited', text: run.texts.limited }
    case 'covered':
      return { type: 'covered', coveredBy: permit.coveredBy }
    default:
      return permit satisfies never
  }
}
