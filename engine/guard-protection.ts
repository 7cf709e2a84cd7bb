import type { GuardLoss, GuardProtection } from './contract.ts'

/** The weakest first. */
const LEVELS: readonly GuardProtection['level'][] = ['off', 'none', 'demonstration', 'full']

/** What the best of guards does. */
export const FULL_GUARD: GuardProtection = { level: 'full', seesPictures: true }

/** In what one guard is weaker than another; nothing where it is as good. */
export function protectionLost(now: GuardProtection, next: GuardProtection): readonly GuardLoss[] {
  const judges = LEVELS.indexOf(next.level) >= LEVELS.indexOf(now.level)
  const seesPictures = next.seesPictures || !now.seesPictures
  return [...(judges ? [] : ['judgement' as const]), ...(seesPictures ? [] : ['pictures' as const])]
}
