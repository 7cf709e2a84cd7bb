export type WebErrorCode =
  | 'host-refused'
  | 'origin-refused'
  | 'no-person'
  | 'two-people'
  | 'https-needed'
  | 'too-many-people'
  | 'too-many-streams'
  | 'too-many-uploads'
  | 'too-many-messages'
  | 'too-many-reads'
  | 'bad-request'
  | 'empty-message'
  | 'text-too-long'
  | 'file-too-large'
  | 'too-many-files'
  | 'storage-full'
  | 'unavailable'
  | 'not-found'

const STATUS: Record<WebErrorCode, number> = {
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

type WebErrorOptions = ErrorOptions & { retryAfterSeconds?: number; link?: string }

/** An error that a person may see: the page translates the code, the sentence is for everyone else. */
export class WebError extends Error {
  override readonly name = 'WebError'
  readonly code: WebErrorCode
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  /** The address where it works. */
  readonly link: string | undefined
  constructor(code: WebErrorCode, message: string, options?: WebErrorOptions) {
    super(message, options)
    this.code = code
    this.status = STATUS[code]
    this.retryAfterSeconds = options?.retryAfterSeconds
    this.link = options?.link
  }
}
