const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 30_000

/**
 * The stream of what the service tells this page. A browser comes back by itself after a broken line; after a refusal
 * (too many tabs, service down behind a proxy) it does not, so we open a new stream after a while.
 */
export function connect({ onEvent, onState }) {
  let source
  let delayMs = RETRY_FIRST_MS
  let timer
  const open = () => {
    clearTimeout(timer)
    source?.close()
    source = new EventSource('api/events')
    for (const name of ['hello', 'reply', 'message', 'typing', 'status']) {
      source.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)))
    }
    source.addEventListener('open', () => {
      delayMs = RETRY_FIRST_MS
      onState('open')
    })
    source.addEventListener('error', () => {
      const isRefused = source.readyState === EventSource.CLOSED
      onState(isRefused ? 'refused' : 'lost')
      if (!isRefused) return
      timer = setTimeout(open, delayMs)
      delayMs = Math.min(delayMs * 2, RETRY_MAX_MS)
    })
  }
  open()
  addEventListener('online', open)
  // A page that the browser froze in the background has lost its stream without noticing.
  addEventListener('pageshow', (event) => event.persisted && open())
}

/** The JSON of an address of ours; throws `Refusal`. */
export async function ask(path, init) {
  let response
  try {
    response = await fetch(path, init)
  } catch {
    throw new Refusal('unreachable')
  }
  if (response.ok) return response.json()
  const { error = 'internal' } = await response.json().catch(() => ({}))
  throw new Refusal(error, Number(response.headers.get('retry-after') ?? 0) * 1000)
}

/** A request that was not done; passing ones are worth another try. */
export class Refusal extends Error {
  constructor(code, retryAfterMs = 0) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.isPassing = ['unreachable', 'unavailable', 'too-many-uploads', 'internal'].includes(code)
  }
}
