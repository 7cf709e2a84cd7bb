import type { Share } from '#engine/contract.ts'
import type { AccountId, ConversationId, EventId, IdentityId, PersonId, ReplyId, TurnId } from './ids.ts'
import type { Asked } from './asked.ts'
import type { Chat } from './message.ts'
import type { Verdict } from './verdict.ts'

/** What is answered as one: messages of one person in one conversation that were waiting when it was claimed. */
export type Turn = {
  readonly id: TurnId
  readonly number: number
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly person: PersonId
  /** Who of the person's identities wrote: access is granted by it. */
  readonly identity: IdentityId
  /** Several people write under this identity: nobody is told what another of them asked before. */
  readonly isShared?: true
  readonly locale: string | undefined
  /** Of its newest message: see `EventEnvelope`. */
  readonly network?: string
  readonly asked: Asked
  readonly replyId: ReplyId
  /** 1 on its first run. */
  readonly attempt: number
  readonly eventIds: readonly EventId[]
  readonly messageIds: readonly string[]
  readonly receivedAtMs: number
  /** Its newest message, by the platform's clock. */
  readonly sentAtMs: number
}

/** How a turn ended, with what the guards said; the worker stores it with the reply, in one fenced transaction. */
export type TurnResult = { readonly outcome: TurnOutcome; readonly verdicts: readonly Verdict[] }

export type TurnOutcome =
  /** `text` is what later prompts know of it; `note` stands below it in the reply alone: why it breaks off. */
  | { readonly type: 'answered'; readonly text: string; readonly note?: string; readonly usage?: Usage }
  /** `text` is the notice, after what the person has seen already of an answer that a guard stopped. */
  | {
      readonly type: 'blocked'
      readonly direction: 'in' | 'out'
      readonly hazards: readonly string[]
      readonly text: string
    }
  | { readonly type: 'apologised'; readonly reason: string; readonly text: string }
  | { readonly type: 'commanded'; readonly text: string; readonly reset?: true }
  /** A kind sentence without asking the engine: too long, nothing to answer, a voice message. */
  | { readonly type: 'noticed'; readonly reason: string; readonly text: string }
  | { readonly type: 'limited'; readonly text: string }
  /** The notice of an earlier turn of this limit window covers it: nothing is said. */
  | { readonly type: 'covered'; readonly coveredBy: TurnId }
  | { readonly type: 'ignored'; readonly rule: string }
  /** An edit, or more of the same, came before anything was told: the messages go back and are claimed with it. */
  | { readonly type: 'superseded' }

export type Usage = { readonly promptTokens: number; readonly answerTokens: number }

/** For whom a turn is made, as far as fairness goes. */
export const shareOf = ({ person, network }: Share): Share => ({
  person,
  ...(network !== undefined && { network }),
})
