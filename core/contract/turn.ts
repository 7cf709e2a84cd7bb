import type { Share } from '#engine/contract.ts'
import type { AccountId, ConversationId, EventId, IdentityId, PersonId, ReplyId, TurnId } from './ids.ts'
import type { Asked } from './asked.ts'
import type { ReplyFile } from './channel.ts'
import type { MemoryRef } from './memory.ts'
import type { Chat } from './message.ts'
import type { TurnSteps } from './turn-steps.ts'
import type { Verdict } from './verdict.ts'

/** Messages that are answered together: those of one person in one conversation that waited at the claim. */
export type Turn = {
  readonly id: TurnId
  readonly number: number
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly chat: Chat
  readonly person: PersonId
  /** The identity that wrote the messages: access depends on it. */
  readonly identity: IdentityId
  /** Several people share this identity, so the prompt contains no earlier turns. */
  readonly isShared?: true
  readonly locale: string | undefined
  /** From its newest message: see `EventEnvelope`. */
  readonly network?: string
  readonly asked: Asked
  readonly replyId: ReplyId
  /** 1 at its first run. */
  readonly attempt: number
  readonly eventIds: readonly EventId[]
  readonly messageIds: readonly string[]
  readonly receivedAtMs: number
  /** Time of its newest message, by the platform's clock. */
  readonly sentAtMs: number
}

/** How a turn ended, with the verdicts; stored with the reply in one transaction that checks the fencing token. */
export type TurnResult = {
  readonly outcome: TurnOutcome
  readonly verdicts: readonly Verdict[]
  readonly steps?: TurnSteps
  /** A stop of its asker ended it, and is then part of it. */
  readonly isStopped?: true
  /** It is known that somebody has taken the conversation over. */
  readonly isTakenOver?: true
  /** Nothing of an answer was shown when somebody took the conversation over: its messages wait for them. */
  readonly goesBack?: true
}

/** Of a run of a turn. A turn that an operator answered (`human`) has none: see core/takeover. */
export type TurnOutcome =
  /** Later prompts contain `text`; `note`, why the answer was cut, is only in the reply, below it. */
  | {
      readonly type: 'answered'
      readonly text: string
      readonly note?: string
      readonly usage?: Usage
      /** What of the person's memory was in the prompt; "why did you say that?" is answered from it. */
      readonly memoriesUsed?: readonly MemoryRef[]
    }
  /** `text` is the notice, after the part of the answer that was already shown. */
  | {
      readonly type: 'blocked'
      readonly direction: 'in' | 'out'
      readonly hazards: readonly string[]
      readonly text: string
      /** What the guard blocked, as it judged it. */
      readonly judged?: string
    }
  | { readonly type: 'apologised'; readonly reason: string; readonly text: string }
  | {
      readonly type: 'commanded'
      readonly text: string
      readonly reset?: true
      /** Sent after the text. */
      readonly files?: readonly ReplyFile[]
    }
  /** A notice without asking the engine: too long, nothing to answer, a voice message. */
  | { readonly type: 'noticed'; readonly reason: string; readonly text: string }
  | { readonly type: 'limited'; readonly text: string }
  /** An earlier turn of this limit period has sent the notice: no reply. */
  | { readonly type: 'covered'; readonly coveredBy: TurnId }
  | { readonly type: 'ignored'; readonly rule: string }
  /** An edit or a further message came before anything was shown: the messages are claimed again together with it. */
  | { readonly type: 'superseded' }

export type Usage = { readonly promptTokens: number; readonly answerTokens: number }

/** Person and network of a turn, for fair scheduling. */
export const shareOf = ({ person, network }: Share): Share => ({
  person,
  ...(network !== undefined && { network }),
})
