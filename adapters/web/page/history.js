import { ask } from './ask.js'

const RETRY_MS = 3_000
/** Older messages are fetched when the view is this close to the top. */
const AHEAD = '600px'

/** Earlier messages: the newest when the page opens or may have missed some, older ones as the reader scrolls up. */
export function createHistory({ log, scroll, button, onRead, onRefused }) {
  /** The cursor of the messages older than all that are shown; undefined when there are none. */
  let older
  let isReadingOlder = false
  let hasRead = false
  let retry
  const nearTop = new IntersectionObserver((changes) => changes.at(-1).isIntersecting && void readOlder(), {
    root: scroll,
    rootMargin: `${AHEAD} 0px 0px 0px`,
  })
  button.addEventListener('click', (event) => void readOlder({ byKeyboard: event.detail === 0 }))

  async function readNewest() {
    clearTimeout(retry)
    try {
      const answer = await ask('api/history')
      const isContinued = log.merge(answer.entries.map(itemOf), { mayHaveGap: hasRead && answer.older !== undefined })
      if (!hasRead || !isContinued) setOlder(answer.older)
      hasRead = true
      onRead()
    } catch (refusal) {
      onRefused(refusal.code)
      retry = setTimeout(readNewest, Math.max(refusal.retryAfterMs ?? 0, RETRY_MS))
    }
  }

  async function readOlder({ byKeyboard = false } = {}) {
    if (isReadingOlder || older === undefined) return
    isReadingOlder = true
    button.setAttribute('aria-busy', 'true')
    const cursor = older
    try {
      const answer = await ask(`api/history?before=${encodeURIComponent(cursor)}`)
      // Meanwhile the history may have been read again.
      if (cursor !== older) return
      log.keepPosition(() => {
        log.prepend(answer.entries.map(itemOf), { focusFirst: byKeyboard })
        setOlder(answer.older)
      })
      onRead()
    } catch (refusal) {
      onRefused(refusal.code)
      setTimeout(() => setOlder(older), Math.max(refusal.retryAfterMs ?? 0, RETRY_MS))
    } finally {
      isReadingOlder = false
      button.removeAttribute('aria-busy')
    }
  }

  function setOlder(cursor) {
    older = cursor
    button.hidden = cursor === undefined
    // Observed again, the observer reports at once whether it is still near.
    nearTop.unobserve(button)
    if (cursor !== undefined) nearTop.observe(button)
  }

  function itemOf({ id, from, text, kind, pictureIds, files }) {
    if (from === 'bot') {
      const key = `r:${id}`
      const show = () => log.showReply(key, { text, kind, files, final: true })
      return { key, show, covers: (other) => other.startsWith(`${key}:`) }
    }
    const pictures = pictureIds.map((pictureId) => `api/pictures/${encodeURIComponent(pictureId)}`)
    return { key: `m:${id}`, show: () => log.showPerson(`m:${id}`, { text, pictures }) }
  }

  return { readNewest }
}
