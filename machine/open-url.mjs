import { parsedUrl, urlError } from './download-error.mjs'
import { get } from './get.mjs'

/** @typedef {Pick<import('./clock.ts').Clock, 'sleep'>} Sleep */

/**
 * Requests `url` and follows redirects: headers (a token) are only sent to the original site. The time limit is for the
 * answer's head; the caller limits the body, and ends it with the signal.
 * @param {{ url: string, headers: Record<string, string>, clock: Sleep, headMs?: number | undefined }} options
 * @param {AbortSignal} signal
 * @returns {Promise<import('node:http').IncomingMessage>} with status 200, 206 or 416
 * @throws {import('./download-error.mjs').DownloadError} when there is no answer, or it is not a file
 */
export async function openUrl({ url, headers, clock, headMs = HEAD_MS }, signal) {
  let at = url
  let ours = headers
  for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
    const response = await headOf(at, { headers: ours, clock, headMs }, signal)
    const {
      statusCode = 0,
      headers: { location },
    } = response
    if (statusCode < 300 || statusCode >= 400 || location === undefined) return usable(response, at)
    response.destroy()
    const next = nextUrl(at, location)
    if (new URL(next).origin !== new URL(at).origin) ours = withoutSecrets(ours)
    at = next
  }
  throw urlError('refused', url, 'redirects in circles.')
}

/**
 * A controller that also aborts with the signal. (`AbortSignal.any` came after Node 18.) The caller must abort it.
 * @param {AbortSignal} signal
 */
export function joinedController(signal) {
  const controller = new AbortController()
  const stop = () => controller.abort(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true, signal: controller.signal })
  return controller
}

const REDIRECTS_MAX = 5
const HEAD_MS = 15_000
// Headers of the transfer itself; every other header comes from the caller and may be a secret.
const HARMLESS = new Set(['accept-encoding', 'range', 'if-range', 'user-agent'])

/**
 * @param {string} url
 * @param {{ headers: Record<string, string>, clock: Sleep, headMs: number }} options
 * @param {AbortSignal} signal
 */
async function headOf(url, { headers, clock, headMs }, signal) {
  const answered = new AbortController()
  const stop = joinedController(signal)
  let isLate = false
  const late = () => {
    isLate = true
    stop.abort()
  }
  clock.sleep(headMs, answered.signal).then(late, () => undefined)
  try {
    return await get(url, headers, stop.signal)
  } catch (error) {
    signal.throwIfAborted()
    const reason = isLate ? `did not answer within ${headMs / 1000} s.` : `cannot be reached (${reasonOf(error)}).`
    throw urlError('unreachable', url, reason, { isTransient: true })
  } finally {
    answered.abort()
  }
}

/**
 * @param {string} url
 * @param {string} location
 */
function nextUrl(url, location) {
  const next = parsedUrl(location, url)
  if (!next) throw urlError('refused', url, 'redirects to no URL.')
  const isDowngrade = url.startsWith('https:') && next.protocol !== 'https:'
  if (!isDowngrade && /^https?:$/.test(next.protocol)) return next.href
  throw urlError('refused', url, 'redirects to an address that is not https.')
}

/** @param {Record<string, string>} headers */
function withoutSecrets(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS.has(name.toLowerCase())))
}

/**
 * @param {import('node:http').IncomingMessage} response
 * @param {string} url
 */
function usable(response, url) {
  const { statusCode: status = 0 } = response
  if (status === 200 || status === 206 || status === 416) return response
  response.destroy()
  if (status === 401 || status === 403) {
    const reason = `refuses us (${status}). It may want a token, or a licence accepted on its page first.`
    throw urlError('refused', url, reason, { status })
  }
  if (status === 404 || status === 410) throw urlError('not-found', url, `does not exist (${status}).`, { status })
  const isTransient = status === 408 || status === 429 || status >= 500
  throw urlError(isTransient ? 'unreachable' : 'refused', url, `answers ${status}.`, { isTransient, status })
}

/** Only the system's error code: error messages may quote the request. @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
