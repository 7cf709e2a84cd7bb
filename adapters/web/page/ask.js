/** A form with pictures may take long on a slow line; nothing else does. */
const ANSWER_WITHIN_MS = 30_000
const UPLOAD_WITHIN_MS = 10 * 60_000
const RENEWAL_WITHIN_MS = 10_000

const OUR_CODE = /^[a-z]+(?:-[a-z]+)*$/
const TRANSIENT = ['unreachable', 'unavailable', 'too-many-uploads', 'internal', 'gateway']

/** The JSON of an address of ours; throws `Refusal`. */
export async function ask(path, init = {}) {
  const withinMs = init.body instanceof FormData ? UPLOAD_WITHIN_MS : ANSWER_WITHIN_MS
  const response = await fetched(path, { ...init, signal: AbortSignal.timeout(withinMs) })
  const answer = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer
  throw refusalOf(response, answer)
}

/** The cookie was lost or the service has a new key: the page's own address gives a new one. Throws `Refusal`. */
export async function renewCookie() {
  const response = await fetched('./', { cache: 'no-store', signal: AbortSignal.timeout(RENEWAL_WITHIN_MS) })
  if (!response.ok) throw refusalOf(response, await response.json().catch(() => undefined))
}

/** Why the stream cannot be opened: the browser does not say. Undefined where it could be. */
export async function whyRefused(path) {
  const probe = new AbortController()
  const timer = setTimeout(() => probe.abort(), ANSWER_WITHIN_MS)
  try {
    const response = await fetched(path, { signal: probe.signal })
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) return undefined
    return refusalOf(response, await response.json().catch(() => undefined)).code
  } catch (refusal) {
    return refusal.code
  } finally {
    clearTimeout(timer)
    probe.abort()
  }
}

async function fetched(path, init) {
  try {
    // The service never redirects: a redirect comes from a proxy that wants a sign-in.
    return await fetch(path, { ...init, redirect: 'manual' })
  } catch {
    throw new Refusal('unreachable')
  }
}

function refusalOf(response, answer) {
  const isOurs = typeof answer?.error === 'string' && OUR_CODE.test(answer.error)
  return new Refusal(
    isOurs ? answer.error : codeOf(response),
    Number(response.headers.get('retry-after') ?? 0) * 1000 || 0,
  )
}

/** An answer that is not our JSON comes from a proxy in between: only its status code is known. */
function codeOf({ type, ok, status }) {
  if (type === 'opaqueredirect' || ok || [401, 407, 511].includes(status)) return 'sign-in'
  if (status === 413) return 'too-large'
  if ([408, 425, 429].includes(status) || status >= 500) return 'gateway'
  return 'refused'
}

/** A request that was not done; a transient one is tried again. */
export class Refusal extends Error {
  constructor(code, retryAfterMs = 0) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.isTransient = TRANSIENT.includes(code)
  }
}
