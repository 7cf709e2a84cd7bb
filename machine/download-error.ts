export type DownloadErrorCode =
  | 'unreachable'
  | 'refused'
  | 'not-found'
  | 'stalled'
  | 'sha256-mismatch'
  | 'size-mismatch'
  | 'disk-full'
  | 'not-writable'

/**
 * A download did not succeed. Messages name a place by host and path only: the rest of an address may hold a secret.
 */
export class DownloadError extends Error {
  override name = 'DownloadError'
  readonly code: DownloadErrorCode
  /** Whether the same place may answer better later. */
  readonly isPassing: boolean
  /** What was answered, where that is the reason. */
  readonly status: number | undefined

  constructor(code: DownloadErrorCode, message: string, options: Details = {}) {
    super(message, options)
    this.code = code
    this.isPassing = options.isPassing ?? false
    this.status = options.status
  }
}

type Details = ErrorOptions & { readonly isPassing?: boolean; readonly status?: number }

/** `host/path`, without user, query and fragment: signed addresses carry their secret there. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL'
  const { host, pathname } = new URL(url)
  return host + pathname
}
