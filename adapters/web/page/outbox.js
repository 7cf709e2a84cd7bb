import { ask, renewCookie } from './ask.js'

const TRIES_MAX = 8
const GATEWAY_TRIES_MAX = 4
const RETRY_FIRST_MS = 1_000
const RETRY_MAX_MS = 15_000

/**
 * Messages on their way to the service, one after the other so that their order holds. Each has its id from the start:
 * a message sent again after a lost answer is stored once. One that only a proxy, or only its pictures, keep from
 * arriving waits for its next try without holding up the others.
 */
export function createOutbox({ onState }) {
  const waiting = []
  let isRunning = false
  let wake = () => {}

  async function run() {
    if (isRunning) return
    isRunning = true
    while (waiting.length > 0) {
      const now = Date.now()
      const inLine = waiting.slice(0, waiting.findIndex((entry) => entry.holdsLine) + 1 || undefined)
      const next = inLine.find((entry) => entry.dueAtMs <= now)
      if (next) await attempt(next)
      else await pause(Math.min(...inLine.map((entry) => entry.dueAtMs)) - now)
    }
    isRunning = false
  }

  async function attempt(entry) {
    const { message } = entry
    const sentAtMs = Date.now()
    entry.tries += 1
    try {
      await post(message)
      settle(entry, { state: 'sent', sentAtMs })
    } catch (refusal) {
      if (refusal.code === 'no-person' && !entry.hasNewCookie) await renew(entry)
      else postpone(entry, refusal)
    }
  }

  async function renew(entry) {
    try {
      await renewCookie()
      entry.hasNewCookie = true
    } catch (refusal) {
      postpone(entry, refusal)
    }
  }

  /** Until its next try; without another try it has failed. */
  function postpone(entry, refusal) {
    const { code } = refusal
    const hasFiles = entry.message.files.length > 0
    const triesMax = code === 'gateway' || hasFiles ? GATEWAY_TRIES_MAX : TRIES_MAX
    if (!refusal.isTransient || entry.tries >= triesMax) return settle(entry, { state: 'failed', code })
    // A text that cannot get through now: what follows could not either.
    entry.holdsLine = ['unreachable', 'unavailable'].includes(code) && !hasFiles
    entry.dueAtMs = Date.now() + delayAfter(entry.tries, refusal)
  }

  function settle(entry, state) {
    waiting.splice(waiting.indexOf(entry), 1)
    onState(entry.message, state)
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
      waiting.push({ message, tries: 0, dueAtMs: 0, holdsLine: false, hasNewCookie: false })
      onState(message, { state: 'waiting' })
      wake()
      void run()
    },
    /** The connection is back: messages that wait for their next try are sent now. */
    hurry() {
      for (const entry of waiting) entry.dueAtMs = 0
      wake()
    },
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
