import { DeadlineError } from '#machine/deadline.ts'
import { say } from '../sentences.ts'

/**
 * `once`: a second call would be seen twice (a message), so a call whose outcome is not known must say so. `again`: a
 * repeat changes nothing (an edit, a question).
 */
export type Effect = 'once' | 'again'

type Unanswered = 'unknown-outcome' | 'unreachable'

/** What an error of the server says, 5xx, or an answer that is none. */
export function codeOfStatus(status: number, effect: Effect): Unanswered {
  // 503 says that the request was not taken; the others may also come from a gateway that had passed it on.
  return effect === 'once' && status !== 503 ? 'unknown-outcome' : 'unreachable'
}

/** What it says that no answer came: also by a time limit, or by whoever stopped the call. */
export function codeOfBreak({ effect, mayHaveArrived }: { effect: Effect; mayHaveArrived: boolean }): Unanswered {
  return effect === 'once' && mayHaveArrived ? 'unknown-outcome' : 'unreachable'
}

/** Of an error of the platform's server; `status` may go on with what it says. */
export const serverErrorIn = (platform: string, status: number | string, code: Unanswered) =>
  say(code === 'unreachable' ? 'call.server-error' : 'call.server-error-unknown', { platform, status })

export const noAnswerOf = (platform: string, reason: string, code: Unanswered) =>
  say(code === 'unreachable' ? 'call.no-answer' : 'call.no-answer-unknown', { platform, reason })

/** An error's own text. */
export const quoteOf = (error: unknown) => ({ quote: error instanceof Error ? error.message : String(error) })

/** Without the error's own text, which may hold an address with a token. */
export function reasonOf(error: unknown): string {
  if (error instanceof DeadlineError) return error.message
  if (!(error instanceof Error)) return 'connection lost'
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'type' in error ? String(error.type) : error.name
}
