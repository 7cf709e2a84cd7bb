import { Socket } from './app-state.js'
import { ChatCollection } from './chats.js'
import { Msg } from './messages.js'
import { me } from './people.js'

const SHOWN_PER_CHAT = 30
const DRAW_MS = 250

/** For a developer who looks at the page: all of it as text, drawn anew when something changed. */
export function show() {
  let isDue = false
  const soon = () => {
    if (isDue) return
    isDue = true
    setTimeout(() => {
      isDue = false
      draw()
    }, DRAW_MS)
  }
  for (const source of [Socket, ChatCollection, Msg]) source.on('change add remove', soon)
  draw()
}

function draw() {
  const { state, hasSynced } = Socket
  const told = [state, hasSynced && 'synchronised', me.name && `linked to ${String(me.name)}`]
  document.querySelector('#state').textContent = told.filter(Boolean).join(', ')
  document.querySelector('#chats').replaceChildren(...ChatCollection.getModelsArray().map(section))
}

function section(chat) {
  const shown = chat.msgs.getModelsArray().slice(-SHOWN_PER_CHAT).map(line)
  const box = document.createElement('section')
  box.append(element('h2', `${chat.formattedTitle} (${chat.unreadCount} unread)`), ...shown)
  return box
}

function line({ id, author, notifyName, type, body, caption, ack }) {
  const who = id.fromMe ? `me [${ack}]` : (notifyName ?? author ?? id.remote)
  return element('p', `${who}: ${type === 'chat' ? body : `(${type}) ${caption ?? ''}`}`)
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = text
  return made
}
