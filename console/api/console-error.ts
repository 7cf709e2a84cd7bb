import { CodedError } from '#machine/coded-error.ts'

/** The HTTP status of each code. */
const STATUS = {
  'bad-request': 400,
  'signed-out': 401,
  'role-missing': 403,
  'step-up-needed': 403,
  'origin-refused': 403,
  'not-found': 404,
  /** Somebody else changed it meanwhile. */
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
}

export type ConsoleErrorCode = keyof typeof STATUS

/** An error that the operator reads: it says what to do. */
export class ConsoleError extends CodedError<ConsoleErrorCode> {
  override readonly name = 'ConsoleError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  constructor(code: ConsoleErrorCode, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(code, message, options)
    this.status = STATUS[code]
    this.retryAfterSeconds = options?.retryAfterSeconds
  }
}
