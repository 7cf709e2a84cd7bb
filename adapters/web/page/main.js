import { ask, whyRefused } from './ask.js'
import { createComposer } from './composer.js'
import { connect } from './connection.js'
import { prepareData } from './data.js'
import { button } from './element.js'
import { prepareHeader, showStatus } from './header.js'
import { createHistory } from './history.js'
import { createKept } from './kept.js'
import { createLog } from './log.js'
import { createOutbox } from './outbox.js'
import { reasonOf } from './reasons.js'
import { say, translate } from './texts.js'

const TYPING_SHOWN_MS = 5_000
const LOST_SHOWN_AFTER_MS = 1_500
/** By then a working stream has named the chat. */
const CHAT_NAMED_WITHIN_MS = 2_000
const ASK_AGAIN_MS = 5_000

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
const history = createHistory({
  log,
  scroll: find('scroll'),
  button: find('older'),
  onRead() {
    find('welcome').hidden = !log.isEmpty()
    if (lostTimer === undefined) showTrouble(undefined)
  },
  onRefused: (code) => code === 'too-many-reads' && lostTimer === undefined && showTrouble('tooManyReads'),
})
const kept = createKept()
const outbox = createOutbox({ onState: showMessageState })
const composer = createComposer({
  ...Object.fromEntries(['text', 'files', 'attach', 'send', 'attachments', 'hint', 'drop'].map((id) => [id, find(id)])),
  form: find('composer'),
  limits: () => status.limits,
  onSend,
  onChange: (draft) => void kept.keepDraft(draft),
})
const connection = connect({ onEvent, onState: showConnection })
setTimeout(askForChat, CHAT_NAMED_WITHIN_MS)
prepareData(find, { send: (text) => onSend({ text, pictures: [] }) })
find('newest').addEventListener('click', () => log.toEnd())
find('viewer').addEventListener('click', (event) => event.target === find('viewer') && find('viewer').close())
for (const [id, text] of Object.entries({ hello: 'exampleHello', help: 'exampleHelp', memory: 'exampleMemory' })) {
  find(`example-${id}`).addEventListener('click', () => onSend({ text: say(text), pictures: [] }))
}
find('example-picture').addEventListener('click', () => {
  composer.write(say('examplePicture'))
  find('text').focus()
  composer.choosePictures()
})
if (matchMedia('(hover: hover)').matches) find('text').focus()

function onSend({ text, pictures }) {
  const message = { id: newId(), text, files: pictures.map((picture) => picture.file), atMs: Date.now() }
  show(
    message,
    pictures.map((picture) => picture.url),
  )
  void kept.keep(message)
  outbox.add(message)
}

function show({ id, text }, pictures) {
  find('welcome').hidden = true
  log.showPerson(`m:${id}`, { text, pictures })
  log.toEnd()
}

function onEvent(name, data) {
  switch (name) {
    case 'hello':
      return data.resumed ? undefined : void history.readNewest()
    case 'chat':
      return void restore(data.id)
    case 'status':
      status = data
      return showStatus(status, find)
    case 'typing':
      return showTyping()
    case 'message':
      return showOwn(data)
    case 'reply':
      return showReply(data)
    case 'file':
      return showFile(data)
    case 'file-taken':
      return log.endFile(data.id)
    case 'forgotten':
      return log.removeAllButLast()
  }
}

function showReply(data) {
  hideTyping()
  find('welcome').hidden = true
  // The history already shows the whole of this reply.
  const key = `r:${data.messageId}`
  if (log.has(key.slice(0, key.lastIndexOf(':')))) return
  log.showReply(key, data)
  if (!data.final || announced.has(key)) return
  announced.add(key)
  log.announce(`${status.name}: ${data.text}`)
}

function showFile(data) {
  hideTyping()
  const key = `r:${data.messageId}`
  if (log.has(key.slice(0, key.lastIndexOf(':')))) return
  log.showFile(key, data)
  if (announced.has(key)) return
  announced.add(key)
  log.announce(`${status.name}: ${data.name}`)
}

/** Sent from here or from another tab: the service has it. */
function showOwn({ id, text, pictures }) {
  find('welcome').hidden = true
  void kept.drop(id)
  if (log.has(`m:${id}`)) return log.setState(`m:${id}`, [])
  log.showPerson(`m:${id}`, { text, pictureCount: pictures })
}

let chat
/** What was not sent when the page was closed or loaded again. A refused message is not tried again by itself. */
async function restore(id) {
  if (id === chat) return
  chat = id
  const { unsent, draft } = await kept.open(id)
  if (id !== chat) return
  const words = []
  for (const message of unsent) {
    const isKnown = log.has(`m:${message.id}`)
    if (isKnown || !message.isWhole) void kept.drop(message.id)
    if (!isKnown && !message.isWhole) words.push(message.text)
    if (isKnown || !message.isWhole) continue
    show(
      message,
      message.files.map((file) => URL.createObjectURL(file)),
    )
    if (message.code) showMessageState(message, { state: 'failed', code: message.code })
    else outbox.add(message)
  }
  composer.restore({ text: [...words, draft.text].filter((text) => text !== '').join('\n'), files: draft.files })
  if (words.length > 0 || !draft.isWhole) composer.showHint(say('picturesLost'))
}

/** Asks for the chat where no stream opens, so that what is written here is kept. */
async function askForChat() {
  if (chat !== undefined) return
  const { chat: id, ...about } = await ask('api/status').catch(() => ({}))
  if (chat !== undefined) return
  if (id === undefined) return void setTimeout(askForChat, ASK_AGAIN_MS)
  onEvent('status', about)
  void restore(id)
}

function showMessageState(message, { state, code, sentAtMs }) {
  const key = `m:${message.id}`
  if (state === 'waiting') return log.setState(key, [say('sending')])
  if (state === 'sent') {
    connection.expectEventSince(sentAtMs)
    void kept.drop(message.id)
    return log.setState(key, [])
  }
  void kept.keep({ ...message, code })
  const retry = button([say('retry')], () => {
    void kept.keep(message)
    outbox.add(message)
  })
  const discard = button([say('discard')], () => {
    void kept.drop(message.id)
    log.remove(key)
  })
  log.setState(key, [`${say('notSent')} ${reasonOf(code, { message, limits: status.limits })} `, retry, ' ', discard], {
    isBad: true,
  })
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

/** Set while the connection is lost; no other trouble is shown then. */
let lostTimer
function showConnection(state) {
  if (state === 'open') {
    clearTimeout(lostTimer)
    lostTimer = undefined
    showTrouble(undefined)
    return outbox.hurry()
  }
  // A short break is over before it is shown; during a long one every failed retry shows it again.
  lostTimer ??= setTimeout(() => void explainLost(), LOST_SHOWN_AFTER_MS)
}

async function explainLost() {
  const code = await whyRefused('api/events')
  if (lostTimer === undefined) return
  showTrouble({ 'too-many-streams': 'tabs', 'sign-in': 'signIn', 'two-people': 'twoPeople' }[code] ?? 'lost')
}

/** Why the page may not show all that was said; undefined when it does. */
function showTrouble(text) {
  find('connection').hidden = text === undefined
  if (text !== undefined) find('connection').textContent = say(text)
}

/** 128 random bits. `crypto.randomUUID` is missing on plain http pages of other computers. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
