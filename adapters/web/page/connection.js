const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 30_000
const CHECK_EVERY_MS = 5_000
/** The service sends a heartbeat every 15 s: after two missing ones the stream counts as broken. */
const SILENCE_MAX_MS = 32_000
/** For a reader who just came back to the page one missing heartbeat is enough. */
const SILENCE_IN_FRONT_MAX_MS = 17_000
/** A message that the service took comes back over the stream at once. */
const ECHO_MAX_MS = 5_000
const EVENTS = ['hello', 'chat', 'reply', 'message', 'file', 'file-taken', 'typing', 'status', 'forgotten', 'beat']

/**
 * The stream of the service's events for this page. A browser reconnects by itself after a broken connection; after a
 * refusal (too many tabs, service down behind a proxy) or a silent break it does not, so we open a new one.
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
    /** What was sent then has arrived, so an event must have come since. */
    expectEventSince(sentAtMs) {
      setTimeout(() => lastEventAtMs < sentAtMs && openAfterSilence(0), ECHO_MAX_MS)
    },
  }
}
