import { createComposer } from './composer.js'
import { ask, connect } from './connection.js'
import { element } from './element.js'
import { prepareHeader, showStatus } from './header.js'
import { createLog } from './log.js'
import { createOutbox } from './outbox.js'
import { say, translate } from './texts.js'

const TYPING_SHOWN_MS = 5_000
const LOST_SHOWN_AFTER_MS = 1_500
const HISTORY_RETRY_MS = 3_000

const find = (id) => document.getElementById(id)
let status = { name: 'Chasqui', limits: { textLengthMax: 20_000, filesMax: 8, fileBytesMax: 20 * 1024 ** 2 } }

const announced = new Set()

translate(document)
prepareHeader(find)
const log = createLog({
  list: find('log'),
  scroll: find('scroll'),
  announcer: find('announcer'),
  newest: find('newest'),
  botName: () => status.name,
  onOpenPicture(url) {
    find('viewer-picture').src = url
    find('viewer-picture').alt = say('picture')
    find('viewer').showModal()
  },
})
const outbox = createOutbox({ onState: showMessageState })
const composer = createComposer({
  ...Object.fromEntries(['text', 'files', 'attach', 'send', 'attachments', 'hint', 'drop'].map((id) => [id, find(id)])),
  form: find('composer'),
  limits: () => status.limits,
  onSend,
})
connect({ onEvent, onState: showConnection })
find('newest').addEventListener('click', () => log.toEnd())
find('viewer').addEventListener('click', (event) => event.target === find('viewer') && find('viewer').close())
find('example-hello').addEventListener('click', () => onSend({ text: say('exampleHello'), pictures: [] }))
find('example-help').addEventListener('click', () => onSend({ text: say('exampleHelp'), pictures: [] }))
find('example-picture').addEventListener('click', () => {
  composer.write(say('examplePicture'))
  composer.choosePictures()
})
if (matchMedia('(hover: hover)').matches) find('text').focus()

function onSend({ text, pictures }) {
  const id = newId()
  find('welcome').hidden = true
  log.showPerson(`m:${id}`, { text, pictures: pictures.map((picture) => picture.url) })
  log.toEnd()
  outbox.add({ id, text, files: pictures.map((picture) => picture.file) })
}

function onEvent(name, data) {
  if (name === 'hello') return data.resumed ? undefined : void readHistory()
  if (name === 'status') {
    status = data
    return showStatus(status, find)
  }
  if (name === 'typing') return showTyping()
  if (name === 'message') return showOwn(data)
  hideTyping()
  find('welcome').hidden = true
  // The history already told the whole of this reply.
  const key = `r:${data.messageId}`
  if (log.has(key.slice(0, key.lastIndexOf(':')))) return
  log.showReply(key, data)
  if (!data.final || announced.has(key)) return
  announced.add(key)
  log.announce(`${status.name}: ${data.text}`)
}

/** Sent from here or from another tab: the service has it. */
function showOwn({ id, text, pictures }) {
  find('welcome').hidden = true
  if (log.has(`m:${id}`)) return log.setState(`m:${id}`, [])
  log.showPerson(`m:${id}`, { text, pictureCount: pictures })
}

async function readHistory() {
  try {
    const { entries } = await ask('api/history')
    log.merge(entries.map(historyItem))
    find('welcome').hidden = !log.isEmpty()
  } catch (refusal) {
    setTimeout(readHistory, Math.max(refusal.retryAfterMs ?? 0, HISTORY_RETRY_MS))
  }
}

function historyItem({ id, from, text, kind, pictureIds }) {
  if (from === 'bot') {
    const key = `r:${id}`
    const show = () => log.showReply(key, { text, kind, final: true })
    return { key, show, covers: (other) => other.startsWith(`${key}:`) }
  }
  const pictures = pictureIds.map((pictureId) => `api/pictures/${encodeURIComponent(pictureId)}`)
  return { key: `m:${id}`, show: () => log.showPerson(`m:${id}`, { text, pictures }) }
}

function showMessageState(message, { state, code }) {
  const key = `m:${message.id}`
  if (state === 'sent') return log.setState(key, [])
  if (state === 'waiting') return log.setState(key, [say('sending')])
  const retry = element('button', '', [say('retry')])
  retry.type = 'button'
  retry.addEventListener('click', () => outbox.add(message))
  log.setState(key, [`${say('notSent')} ${reason(code)} `, retry], { isBad: true })
}

function reason(code) {
  const { textLengthMax, filesMax, fileBytesMax } = status.limits
  const reasons = {
    'text-too-long': () => say('tooLong', { n: textLengthMax }),
    'file-too-large': () => say('tooLarge', { n: Math.floor(fileBytesMax / 1024 ** 2) }),
    'too-many-files': () => say('tooMany', { n: filesMax }),
    'storage-full': () => say('full'),
  }
  return reasons[code]?.() ?? ''
}

let typingTimer
function showTyping() {
  find('typing').hidden = false
  find('typing').setAttribute('aria-label', say('typing', { n: status.name }))
  log.follow()
  clearTimeout(typingTimer)
  typingTimer = setTimeout(hideTyping, TYPING_SHOWN_MS)
}

function hideTyping() {
  clearTimeout(typingTimer)
  find('typing').hidden = true
}

let lostTimer
function showConnection(state) {
  const line = find('connection')
  if (state === 'open') {
    clearTimeout(lostTimer)
    lostTimer = undefined
    line.hidden = true
    return outbox.hurry()
  }
  // A short break is mended before anyone needs to know; of a long one every failed try tells again.
  lostTimer ??= setTimeout(() => void explainLost(line), LOST_SHOWN_AFTER_MS)
}

async function explainLost(line) {
  const probe = new AbortController()
  const code = await fetch('api/events', { signal: probe.signal }).then((response) => response.status, () => 0)
  probe.abort()
  if (lostTimer === undefined) return
  line.textContent = say(code === 429 ? 'tabs' : 'lost')
  line.hidden = false
}

/** 128 random bits. `crypto.randomUUID` is missing on plain http pages of other computers. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
