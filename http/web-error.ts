import { CodedError } from '#machine/coded-error.ts'

/** The HTTP status of each code. */
const STATUS = {
  'host-refused': 403,
  'origin-refused': 403,
  'no-person': 401,
  'two-people': 400,
  'https-needed': 403,
  'too-many-people': 429,
  'too-many-streams': 429,
  'too-many-uploads': 429,
  'too-many-messages': 429,
  'too-many-reads': 429,
  'bad-request': 400,
  'empty-message': 400,
  'text-too-long': 413,
  'file-too-large': 413,
  'too-many-files': 413,
  'storage-full': 507,
  unavailable: 503,
  'not-found': 404,
}

export type WebErrorCode = keyof typeof STATUS

type WebErrorOptions = ErrorOptions & { retryAfterSeconds?: number; link?: string }

/** An error that a person may see: the page translates the code, the sentence is for everyone else. */
export class WebError extends CodedError<WebErrorCode> {
  override readonly name = 'WebError'
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  /** The address where it works. */
  readonly link: string | undefined
  constructor(code: WebErrorCode, message: string, options?: WebErrorOptions) {
    super(code, message, options)
    this.status = STATUS[code]
    this.retryAfterSeconds = options?.retryAfterSeconds
    this.link = options?.link
  }
}
