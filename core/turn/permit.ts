import type { CodeOffer } from '../access/pairing.ts'
import type { TurnId } from '../contract/ids.ts'
import type { TurnOutcome } from '../contract/turn.ts'
import type { Run } from './deps.ts'

type Permit =
  | { readonly type: 'granted' }
  | { readonly type: 'blocked' }
  | { readonly type: 'not-allowed' }
  /** In a private chat, where a stranger is told how they are let in. */
  | { readonly type: 'stranger'; readonly offer: CodeOffer | undefined }
  | { readonly type: 'limited' }
  | { readonly type: 'covered'; readonly coveredBy: TurnId }

/**
 * Checks access, then limits. A person without access gets a notice in a private chat; the limits apply to it, so that
 * a stranger cannot make the bot write without end. In a group a stranger gets no notice and uses up no limit, nor does
 * anywhere who is blocked. A resumed turn has passed the limits before.
 */
export async function permitFor(run: Run): Promise<Permit> {
  const { access, limits, turn } = run
  const standing = await access.standingOf(turn.identity)
  if (standing === 'blocked') return { type: 'blocked' }
  if (standing === 'stranger' && turn.chat.kind !== 'dm') return { type: 'not-allowed' }
  const taken = turn.attempt === 1 ? await limits.take(turn, turn.eventIds.length) : undefined
  if (taken?.type === 'refused') {
    return taken.period === 'new' ? { type: 'limited' } : { type: 'covered', coveredBy: taken.period }
  }
  return standing === 'granted' ? { type: 'granted' } : { type: 'stranger', offer: await access.offerCode(turn) }
}

export function refuse(run: Run, permit: Exclude<Permit, { type: 'granted' }>): TurnOutcome {
  switch (permit.type) {
    case 'blocked':
    case 'not-allowed':
      return { type: 'ignored', rule: permit.type }
    case 'stranger':
      return { type: 'noticed', reason: 'not-allowed', text: noticeFor(run, permit.offer) }
    case 'limited':
      return { type: 'limited', text: run.texts.limited }
    case 'covered':
      return { type: 'covered', coveredBy: permit.coveredBy }
    default:
      return permit satisfies never
  }
}

function noticeFor({ texts, clock }: Run, offer: CodeOffer | undefined): string {
  if (offer === undefined) return texts.notAllowed
  if (offer.type === 'none') return texts.access.tooManyWait
  const minutes = Math.max(1, Math.ceil((offer.untilMs - clock.now()) / 60_000))
  return texts.access.code(offer.code, minutesIn(texts.language, minutes))
}

/** `43 minutes`, in the plural of the language. */
function minutesIn(language: string, minutes: number): string {
  const format = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, format).format(minutes)
}
