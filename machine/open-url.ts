import type { Clock } from './clock.ts'
import { DownloadError, placeOf } from './download-error.ts'
import { get } from './get.ts'

/**
 * Asks for `url` and follows redirects itself: headers (a token) stay with the site they were meant for, and a body
 * that stalls can still be aborted. The time limit is for the answer's head; the body is the caller's to limit.
 *
 * @throws {DownloadError} when no answer comes, or one that is no file
 */
export async function openUrl(
  options: { url: string; headers: Record<string, string>; clock: Clock },
  signal: AbortSignal,
): Promise<Response> {
  const { headers, clock } = options
  let url = options.url
  let ours = headers
  for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
    const response = await headOf({ url, headers: ours, clock }, signal)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return usable(response, url)
    await response.body?.cancel()
    const next = nextUrl(url, location)
    if (new URL(next).origin !== new URL(url).origin) ours = withoutSecrets(ours)
    url = next
  }
  throw new DownloadError('refused', `${placeOf(options.url)} redirects in circles.`)
}

const REDIRECTS_MAX = 5
const HEAD_MS = 15_000
// What a transfer needs; every other header was given by the caller and may be a secret.
const HARMLESS = new Set(['accept-encoding', 'range', 'if-range', 'user-agent'])

async function headOf(
  { url, headers, clock }: { url: string; headers: Record<string, string>; clock: Clock },
  signal: AbortSignal,
): Promise<Response> {
  const answered = new AbortController()
  const stop = new AbortController()
  const tooLate = clock.sleep(HEAD_MS, AbortSignal.any([answered.signal, signal])).then(
    () => stop.abort(),
    () => undefined,
  )
  try {
    return await get(url, headers, AbortSignal.any([signal, stop.signal]))
  } catch (error) {
    signal.throwIfAborted()
    const sentence = `${placeOf(url)} cannot be reached (${reasonOf(error)}).`
    throw new DownloadError('unreachable', sentence, { isPassing: true })
  } finally {
    answered.abort()
    await tooLate
  }
}

function nextUrl(url: string, location: string): string {
  if (!URL.canParse(location, url)) throw new DownloadError('refused', `${placeOf(url)} redirects to no URL.`)
  const next = new URL(location, url)
  const isDowngrade = url.startsWith('https:') && next.protocol !== 'https:'
  if (!isDowngrade && /^https?:$/.test(next.protocol)) return next.href
  throw new DownloadError('refused', `${placeOf(url)} redirects to an address that is not https.`)
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name.toLowerCase())))
}

async function usable(response: Response, url: string): Promise<Response> {
  const { status } = response
  if (status === 200 || status === 206 || status === 416) return response
  await response.body?.cancel()
  const place = placeOf(url)
  if (status === 401 || status === 403) {
    const sentence = `${place} refuses us (${status}). It may want a token, or a licence accepted on its page first.`
    throw new DownloadError('refused', sentence, { status })
  }
  const gone = `${place} does not exist (${status}).`
  if (status === 404 || status === 410) throw new DownloadError('not-found', gone, { status })
  const isPassing = status === 408 || status === 429 || status >= 500
  throw new DownloadError(isPassing ? 'unreachable' : 'refused', `${place} answers ${status}.`, { isPassing, status })
}

/** The system's code only: messages of errors may quote the request. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
