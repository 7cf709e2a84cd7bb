import { ask, Refusal } from './connection.js'

const TRIES_MAX = 8
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 15_000

/**
 * Messages on their way to the service, one after the other so that their order holds. Each has its id from the start:
 * a message sent again after a lost answer is stored once.
 */
export function createOutbox({ onState }) {
  const waiting = []
  let isRunning = false
  let wake = () => {}

  async function run() {
    if (isRunning) return
    isRunning = true
    while (waiting.length > 0) await deliver(waiting.shift())
    isRunning = false
  }

  async function deliver(message) {
    for (let tries = 1; ; tries += 1) {
      try {
        await post(message)
        return onState(message, { state: 'sent' })
      } catch (refusal) {
        if (refusal.code === 'no-person' && tries === 1) await renewCookie()
        else if (refusal.isPassing && tries < TRIES_MAX) await pause(delayAfter(tries, refusal))
        else return onState(message, { state: 'failed', code: refusal.code })
      }
    }
  }

  const pause = (delayMs) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  return {
    add(message) {
      waiting.push(message)
      onState(message, { state: 'waiting' })
      void run()
    },
    /** The line is back: what waits for its next try goes now. */
    hurry: () => wake(),
  }
}

function delayAfter(tries, refusal) {
  return Math.max(refusal.retryAfterMs, Math.min(RETRY_FIRST_MS * 2 ** (tries - 1), RETRY_MAX_MS))
}

function post({ id, text, files }) {
  if (files.length === 0) {
    const headers = { 'content-type': 'application/json' }
    return ask('api/messages', { method: 'POST', headers, body: JSON.stringify({ id, text }) })
  }
  const form = new FormData()
  form.append('id', id)
  form.append('text', text)
  for (const file of files) form.append('picture', file, file.name)
  return ask('api/messages', { method: 'POST', body: form })
}

/** The cookie was lost or the service has a new key: the page's own address gives a new one. */
async function renewCookie() {
  await fetch('./', { cache: 'no-store' }).catch(() => {
    throw new Refusal('unreachable')
  })
}
