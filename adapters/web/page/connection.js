const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 30_000
const CHECK_EVERY_MS = 5_000
/** The service gives a sign of life every 15 s: after two that are missing the stream is dead. */
const SILENCE_MAX_MS = 32_000
/** Who just came back to the page does not wait for the second one. */
const SILENCE_IN_FRONT_MAX_MS = 17_000
/** A message that the service took comes back over the stream at once. */
const ECHO_MAX_MS = 5_000
const EVENTS = ['hello', 'chat', 'reply', 'message', 'typing', 'status', 'beat']

/**
 * The stream of what the service tells this page. A browser comes back by itself after a broken line; after a refusal
 * (too many tabs, service down behind a proxy) it does not, nor from a line that died in silence, so we open a new one.
 */
export function connect({ onEvent, onState }) {
  let source
  let delayMs = RETRY_FIRST_MS
  let timer
  let lastEventAtMs
  const open = () => {
    clearTimeout(timer)
    source?.close()
    lastEventAtMs = Date.now()
    source = new EventSource('api/events')
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        lastEventAtMs = Date.now()
        onEvent(name, JSON.parse(event.data))
      })
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
  const openAfterSilence = (silenceMs) => {
    if (source.readyState !== EventSource.CLOSED && Date.now() - lastEventAtMs > silenceMs) open()
  }
  open()
  setInterval(() => openAfterSilence(SILENCE_MAX_MS), CHECK_EVERY_MS)
  addEventListener('online', open)
  // A page that the browser froze in the background has lost its stream without noticing.
  addEventListener('pageshow', (event) => event.persisted && open())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') openAfterSilence(SILENCE_IN_FRONT_MAX_MS)
  })
  return {
    /** What was sent then has arrived, so the stream has told of it. */
    expectEventSince(sentAtMs) {
      setTimeout(() => lastEventAtMs < sentAtMs && openAfterSilence(0), ECHO_MAX_MS)
    },
  }
}
