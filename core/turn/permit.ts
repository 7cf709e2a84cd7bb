import type { IdentityId, TurnId } from '../contract/ids.ts'
import type { Run } from './parts.ts'
import type { TurnOutcome } from './turn.ts'

/** Who may speak. `pairing` lets nobody new in until pairing exists: closed is the safe reading of a promise to ask first. */
export type Access =
  | { readonly mode: 'open' }
  | { readonly mode: 'allow-list' | 'pairing'; readonly identities: ReadonlySet<IdentityId> }

type Permit =
  | { readonly outcome: 'granted' }
  | { readonly outcome: 'not-allowed' }
  | { readonly outcome: 'limited' }
  | { readonly outcome: 'covered'; readonly window: TurnId }

/** May this person speak now? Access first, then the limits; a resumed turn has passed before. */
export async function permitFor(run: Run): Promise<Permit> {
  const { access, limits, turn } = run
  if (access.mode !== 'open' && !access.identities.has(turn.identity)) return { outcome: 'not-allowed' }
  if (turn.attempt > 1) return { outcome: 'granted' }
  const permit = await limits.take(turn, turn.eventIds.length)
  if (permit === 'granted') return { outcome: 'granted' }
  return permit.window === 'new' ? { outcome: 'limited' } : { outcome: 'covered', window: permit.window }
}

export function refuse(run: Run, permit: Exclude<Permit, { outcome: 'granted' }>): TurnOutcome {
  switch (permit.outcome) {
    case 'not-allowed':
      // A group is not told about every stranger in it.
      return run.turn.chat.kind === 'dm'
        ? { state: 'noticed', reason: 'not-allowed', text: run.texts.notAllowed }
        : { state: 'ignored', rule: 'not-allowed' }
    case 'limited':
      return { state: 'limited', text: run.texts.limited }
    case 'covered':
      return { state: 'covered', window: permit.window }
    default:
      return permit satisfies never
  }
}
