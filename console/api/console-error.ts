import { CodedError } from '#machine/coded-error.ts'
import type { Said } from '#machine/sentence.ts'

/** The HTTP status of each code. */
const STATUS = {
  'bad-request': 400,
  'signed-out': 401,
  /** A name, password or code is not right: which of them is not said. */
  'credentials-wrong': 401,
  /** The password is right, and a code of the second factor is missing. */
  'code-needed': 401,
  'role-missing': 403,
  'step-up-needed': 403,
  /** An API token that is none, or no longer one. */
  'token-unknown': 401,
  /** What no API token is enough for. */
  'token-refused': 403,
  'origin-refused': 403,
  'not-found': 404,
  /** A link of the console that never was one, or is spent, or too old. */
  'link-unknown': 404,
  /** Somebody else changed it meanwhile. */
  conflict: 409,
  'too-large': 413,
  /** A guard blocked what was to be kept. */
  blocked: 422,
  'too-many': 429,
  unavailable: 503,
}

export type ConsoleErrorCode = keyof typeof STATUS

type About = { retryAfterSeconds?: number; now?: object | undefined }

/** An error that the operator reads: it says what to do. */
export class ConsoleError extends CodedError<ConsoleErrorCode> {
  override readonly name = 'ConsoleError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  /** Of a conflict: what it is now, as the route's own answer would have it. Of what was blocked: its `hazards`. */
  readonly now: object | undefined
  constructor(code: ConsoleErrorCode, message: Said, options?: ErrorOptions & About) {
    super(code, message, options)
    this.status = STATUS[code]
    this.now = options?.now
    this.retryAfterSeconds = options?.retryAfterSeconds
  }
}
